import fc from 'fast-check';
import type { Share } from '../../lib/federation/model';
import type { PlacedIssue } from '../../lib/issues/place';
import type { Fleet } from '../../lib/observed/model';
import type { ShareProps, Topology } from '../../lib/topology/model';
import type { Branch } from '../../lib/trace/model';
import { mayBreakRules } from '../../lib/workflows/check-output';
import { type Loaded, loadTopology } from '../../lib/workflows/load';
import { FIXTURES } from '../properties/draw/meshes';
import { soundTopology } from '../properties/draw/topology';
import { ossm3Topology } from '../properties/ossm3/draw';
import { PATIENCE, runs } from '../properties/runs';
import { callerIn, callsOf, type ImportedCall } from './calls';
import { filled, fleetOf } from './filled';
import { endsOf, traced } from './outline';

/** Ports that the topology states are those of a proxy in front of a gateway, and random meshes have one root certificate. */
const IGNORED_RULES = ['FED011', 'FED044', 'FED145'];

/** What was traced of random topologies, so that the property cannot hold for nothing. */
interface Counts {
  calls: number;
  shares: number;
}

/** The calls to imports that do not arrive where they must, the shares without an import, and why synth refuses a topology. */
function lost(loaded: Loaded, counts: Counts): readonly string[] {
  const { federation } = loaded;
  const { files, issues } = filled(loaded);
  if (files.size === 0) return federation === undefined || mayBreakRules(federation) ? [] : refusals(issues);
  const fleet = fleetOf(loaded, files);
  const shares = (federation?.shares ?? []).filter((share, i, all) => {
    return isOfOneService(share) && !all.slice(0, i).some((earlier) => mayDecide(earlier, share));
  });
  const calls = [...callsOf(fleet), ...shares.flatMap((share) => callOf(share, fleet))];
  const possible = calls.filter(isPossible);
  counts.calls += possible.length;
  counts.shares += shares.length;
  const ended = possible.flatMap(({ caller, host, target }) => {
    const ends = endsOf(traced(fleet, caller, host, IGNORED_RULES));
    return ends.includes(target) ? [] : [`${caller} -> ${host}: ${ends.join(', ')} instead of ${target}`];
  });
  const missing = shares.filter((share) => !calls.some((call) => isOf(call, share, fleet)));
  return [...ended, ...missing.map(({ path }) => `no import of ${path.join('.')}`)];
}

/** Why synth refuses a topology, besides gateways of two meshes for which it states one address. */
function refusals(issues: readonly PlacedIssue[]): readonly string[] {
  return issues
    .filter(({ message }) => !message.startsWith('FED143 '))
    .map(({ code, message }) => `${code} ${message}`);
}

/**
 * Whether the policy of a share may deny calls to others: it is for the whole mesh in the namespace of a control plane, and
 * shares of the same mesh without a policy may be for the same pods.
 */
function mayDenyOthers({ authorize, service, exporter }: Share, _: number, all: readonly Share[]): boolean {
  if (authorize === undefined) return false;
  return service?.namespace === exporter.namespace || all.some((one) => one.exporter === exporter && !one.authorize);
}

/** Whether an earlier share of the same meshes may decide the name of a service, as the first one with it does. */
function mayDecide(earlier: Share, share: Share): boolean {
  const [one, other] = [earlier, share].map(serviceOf);
  const isSame = earlier.exporter === share.exporter && earlier.importer === share.importer;
  return (
    isSame && (earlier.selector !== undefined || (one?.name === other?.name && one?.namespace === other?.namespace))
  );
}

/** Whether there is a workload that could call; a mesh without members has none. */
function isPossible({ caller }: Pick<ImportedCall, 'caller'>): boolean {
  return !caller.includes('/undefined/');
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

/** Whether a call is one to the service of a share, by the pods where the export has another name than the service. */
function isOf({ caller, host, target }: ImportedCall, share: Share, fleet: Fleet): boolean {
  const { name, namespace } = serviceOf(share);
  const { importer, exporter } = share;
  if (!caller.startsWith(`${importer.cluster.name}/`) || !host.startsWith(hostStart(share))) return false;
  if (target === `${exporter.cluster.name}/${namespace}/${name}`) return true;
  if (!isPossible({ caller })) return false;
  const pods = podsOf(traced(fleet, caller, host, IGNORED_RULES).way);
  return target.startsWith(`${exporter.cluster.name}/`) && pods.includes(`Deployment ${namespace}/${name}-v1`);
}

/** The workloads in which a call arrives. */
function podsOf({ hops, branches }: Branch): readonly string[] {
  const own = hops.filter(({ kind }) => kind === 'pods').flatMap(({ text }) => text.split(', '));
  return [...own, ...branches.flatMap(podsOf)];
}

/** Topologies of OpenShift Service Mesh 3 of which most are valid: each mesh has its cluster, and shares what it has. */
const soundOssm3Topology = ossm3Topology.map((topology): Topology => {
  const { meshes, shares = [] } = topology;
  const owned = Object.entries(meshes).map(([name, props]) => [name, { ...props, cluster: name, version: 'v3.2' }]);
  return { ...topology, meshes: Object.fromEntries(owned), shares: shares.map((share) => withService(share, meshes)) };
});

/** A share of a service of its exporter, which every workload of its importer may call. */
function withService({ clients, ...share }: ShareProps, meshes: Topology['meshes']): ShareProps {
  const [exporting, importing] = [share.from, share.to].map((mesh) => namespacesOf(meshes[`${mesh}`]));
  const { name = 'details', namespace = '' } = share.service ?? {};
  const own = exporting?.includes(namespace) ? namespace : exporting?.[0];
  const service = { name, ...(own !== undefined && { namespace: own }) };
  return { ...share, service, ...(clients && importing?.length && { clients: importing }) };
}

function namespacesOf(mesh: Topology['meshes'][string] | undefined): readonly string[] {
  return (mesh?.workloads ?? []).flatMap((one) => ('bookinfo' in one ? (one.bookinfo.namespace ?? []) : []));
}

test.each([
  ['OpenShift Service Mesh 2', soundTopology, (value: Topology) => loadTopology(value, FIXTURES), 30],
  ['OpenShift Service Mesh 3', soundOssm3Topology, (value: Topology) => loadTopology(value), 45],
] as const)(
  'calls to the shares of a random topology of %s arrive at the services that they export',
  (_, topology, load, usual) => {
    const counts: Counts = { calls: 0, shares: 0 };
    fc.assert(
      fc.property(topology as fc.Arbitrary<Topology>, (value) => {
        const loaded = load(value);
        if (loaded.federation === undefined || loaded.federation.shares.some(mayDenyOthers)) return;
        expect(lost(loaded, counts)).toEqual([]);
      }),
      runs(usual),
    );
    expect(counts.calls).toBeGreaterThan(10);
    expect(counts.shares).toBeGreaterThan(5);
  },
  PATIENCE,
);
