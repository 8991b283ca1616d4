import fc from 'fast-check';
import type { Share } from '../../lib/federation/model';
import type { Fleet } from '../../lib/observed/model';
import type { Topology } from '../../lib/topology/model';
import { type Loaded, loadTopology } from '../../lib/workflows/load';
import { synthToMemory } from '../../lib/workflows/synth';
import { FIXTURES } from '../properties/draw/meshes';
import { soundTopology } from '../properties/draw/topology';
import { ossm3Topology } from '../properties/ossm3/draw';
import { PATIENCE, runs } from '../properties/runs';
import { callerIn, callsOf, type ImportedCall } from './calls';
import { filled, fleetOf } from './filled';
import { endsOf, traced } from './outline';

/** Ports that the topology states are those of a proxy in front of a gateway, which these rules do not know. */
const STATED_ON_PURPOSE = ['FED044', 'FED145'];

/** What was traced of random topologies, so that the property cannot hold for nothing. */
interface Counts {
  calls: number;
  shares: number;
}

/** The calls to imports that do not arrive where they must, and the shares without an import. */
function lost(loaded: Loaded, counts: Counts): readonly string[] {
  const { files, issues } = filled(loaded);
  if (files.size === 0) {
    const isAlwaysRefused = synthToMemory(loaded).files.size === 0;
    return isAlwaysRefused ? [] : issues.map(({ code, message }) => `${code} ${message}`);
  }
  const fleet = fleetOf(loaded, files);
  const shares = (loaded.federation?.shares ?? []).filter(isOfOneService);
  const calls = [...callsOf(fleet), ...shares.flatMap((share) => callOf(share, fleet))];
  // A mesh without members has no workload that could call.
  const possible = calls.filter(({ caller }) => !caller.includes('/undefined/'));
  counts.calls += possible.length;
  counts.shares += shares.length;
  const ended = possible.flatMap(({ caller, host, target }) => {
    const ends = endsOf(traced(fleet, caller, host, STATED_ON_PURPOSE));
    return ends.includes(target) ? [] : [`${caller} -> ${host}: ${ends.join(', ')} instead of ${target}`];
  });
  const missing = shares.filter((share) => !calls.some((call) => isOf(call, share)));
  return [...ended, ...missing.map(({ path }) => `no import of ${path.join('.')}`)];
}

/** Whether the topology states the name and the namespace of the service, and imports it. */
function isOfOneService(share: Share): boolean {
  const { name, namespace } = serviceOf(share);
  return name !== undefined && namespace !== undefined && share.selector === undefined && share.isImported;
}

function serviceOf({ service, offered }: Share): NonNullable<Share['service']> {
  return { ...offered, ...service };
}

/** The start of the host of a share of one service. */
function hostStart(share: Share): string {
  const { name, namespace } = { ...serviceOf(share), ...share.exportAs, ...share.importAs };
  return `${name}.${namespace}.`;
}

/** A call to a share of OpenShift Service Mesh 2, by the names in the topology and that of the peer. */
function callOf(share: Share, fleet: Fleet): readonly ImportedCall[] {
  const { importer, exporter, importAsLocal, domainSuffix } = share;
  const mesh = fleet.meshes.find(({ trustDomain }) => trustDomain === importer.trustDomain);
  const peer = mesh?.peers.find(({ trustDomain }) => trustDomain === exporter.trustDomain);
  if (mesh === undefined || peer === undefined) return [];
  const { name, namespace } = serviceOf(share);
  const suffix = importAsLocal ? 'svc.cluster.local' : (domainSuffix ?? `svc.${peer.name}-imports.local`);
  const caller = callerIn(fleet, importer.cluster.name, [...mesh.members]);
  return [{ caller, host: `${hostStart(share)}${suffix}`, target: `${exporter.cluster.name}/${namespace}/${name}` }];
}

/** Whether a call is one to a share; OpenShift Service Mesh 3 may export by a ServiceEntry with a name of its own. */
function isOf({ caller, host, target }: ImportedCall, share: Share): boolean {
  const { name, namespace } = serviceOf(share);
  const start = `${share.exporter.cluster.name}/${namespace}/${name}`;
  const isTarget = target === start || target.startsWith(`${start}-`);
  return caller.startsWith(`${share.importer.cluster.name}/`) && host.startsWith(hostStart(share)) && isTarget;
}

test.each([
  ['OpenShift Service Mesh 2', soundTopology, (value: Topology) => loadTopology(value, FIXTURES), 12],
  ['OpenShift Service Mesh 3', ossm3Topology, (value: Topology) => loadTopology(value), 40],
] as const)(
  'calls to the shares of a random topology of %s arrive at the services that they export',
  (_, topology, load, usual) => {
    const counts: Counts = { calls: 0, shares: 0 };
    fc.assert(
      fc.property(topology as fc.Arbitrary<Topology>, (value) => {
        const loaded = load(value);
        if (loaded.federation === undefined) return;
        expect(lost(loaded, counts)).toEqual([]);
      }),
      runs(usual),
    );
    expect(counts.calls).toBeGreaterThan(20);
    expect(counts.shares).toBeGreaterThan(10);
  },
  PATIENCE,
);
