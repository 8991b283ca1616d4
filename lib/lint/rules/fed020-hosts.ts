import { listNames } from '../../issues/suggest';
import type { ManifestObject } from '../../manifests/object';
import { exportSuffix } from '../../matching/export';
import { listAt, numberAt, textAt } from '../../observed/fields';
import type { ObservedCluster, ObservedMesh, ObservedPeer } from '../../observed/model';
import { groupBy } from '../../values';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';
import { ClusterHosts, serviceEntryHosts } from './support/cluster-hosts';
import { HOST_FINDINGS, hostFinding } from './support/host-findings';
import { type ImportHost, importHosts, type LocalImport, localImportsByRemoteHost } from './support/import-hosts';
import { NearestNames } from './support/nearest-name';
import { ObjectsByNamespace } from './support/objects-by-namespace';
import { importRuleOf, type ManifestPlace } from './support/places';
import { type HostRule, type HostUse, routesOf, type Traffic, trafficOf } from './support/traffic';

/** The end of the hosts that a mesh exports to its peers. */
const EXPORTS_END = exportSuffix('').slice('svc.'.length);

/** The largest number of related places of a kind in a finding. */
const MAX_RELATED = 5;

/** FED020: hosts and subsets in VirtualServices and DestinationRules exist. */
export const hosts: Rule = {
  id: 'FED020',
  generations: ['ossm2', 'ossm3'],
  title: 'VirtualServices and DestinationRules name hosts, ports and subsets that exist',
  cause:
    'The host of an import consists of the names after the aliases of both sides and the name of the peer; a typo in it is a host that does not exist.',
  fix: 'Write the host of the import: <name>.<namespace>.svc.<peer>-imports.local, with the names after the aliases of both sides.',
  sources: [
    'OpenShift Service Mesh 2 documentation, Importing a service into a federated mesh',
    'Istio documentation, Virtual Service, Destination and HTTPRouteDestination',
    'maistra/istio pkg/config/validation/validation.go (weights)',
    'Istio documentation, Configuration Analysis Messages, ReferencedResourceNotFound',
  ],
  findings: HOST_FINDINGS,
  example: {
    fault: [
      set(
        'west',
        'VirtualService ratings',
        'spec.http[0].route[1].destination.host',
        'ratings.stok.svc.east-mesh-imports.local',
      ),
    ],
  },
  check: (fleet, report) => {
    const names = new NearestNames();
    const services = new ObjectsByNamespace('', 'Service');
    for (const cluster of fleet.clusters) for (const found of checkCluster(cluster, names, services)) report(found);
  },
};

function checkCluster(cluster: ObservedCluster, names: NearestNames, services: ObjectsByNamespace): readonly Finding[] {
  const entries = serviceEntryHosts(cluster);
  return trafficOf(cluster).flatMap((traffic) => {
    const judge = importHosts(traffic.mesh);
    const local = localImportsByRemoteHost(traffic.mesh);
    const uses = [...traffic.uses, ...traffic.rules.map(toUse)];
    const short = checkShortNames(traffic.mesh, uses);
    const reported = new Set(short.map(({ object }) => object));
    const hosts = new ClusterHosts(traffic.mesh, services, entries);
    return [
      ...uses.flatMap((use) => checkLocal(use, judge, local) ?? checkHost(use, judge(use.fullHost), names) ?? []),
      ...uses.filter(({ object }) => !reported.has(object)).flatMap((use) => checkService(use, hosts, names)),
      ...short,
      ...checkSubsets(traffic, judge, names),
      ...traffic.virtualServices.flatMap((object) => checkWeights(object, traffic.mesh)),
    ];
  });
}

function toUse({ object, host }: HostRule): HostUse {
  return { object, path: ['spec', 'host'], host: textAt(object.value, ['spec', 'host']) ?? host, fullHost: host };
}

function checkHost(use: HostUse, host: ImportHost | undefined, names: NearestNames): Finding | undefined {
  const { object, path, fullHost } = use;
  const place = { object, path };
  if (fullHost.endsWith(EXPORTS_END)) return hostFinding('exportedHost', place, { host: fullHost });
  if (host === undefined || host.kind === 'imported' || fullHost.startsWith('*')) return undefined;
  const slots = { host: fullHost, known: knownHosts(fullHost, host.hosts, names) };
  if (host.kind === 'not-imported') return notImported(place, slots, host.peers);
  return hostFinding(slots.known === '' ? 'unknownPeerWithoutImports' : 'unknownPeer', place, slots);
}

/** A host that an import would have if it were not imported as local. */
function checkLocal(
  { object, path, fullHost: host }: HostUse,
  judge: (host: string) => ImportHost | undefined,
  local: ReadonlyMap<string, LocalImport>,
): Finding | undefined {
  const imported = local.get(host);
  if (imported === undefined || judge(host)?.kind !== 'not-imported') return undefined;
  const place = { object, path, related: [importRuleOf(imported)] };
  return hostFinding('importedAsLocal', place, { host, local: imported.host });
}

/** The Service and the port of a host of the cluster, and the port of an imported host. */
function checkService(use: HostUse, hosts: ClusterHosts, names: NearestNames): readonly Finding[] {
  const { object, path, host: written, fullHost: host, destination } = use;
  const unknown = hosts.unknownService(host);
  if (unknown !== undefined) {
    const { name, namespace, known } = unknown;
    const near = names.find(name, known);
    const place = { object, path };
    if (near === undefined) return [hostFinding('unknownService', place, { host, namespace })];
    return [hostFinding('misspelledService', place, { host, namespace, near: near + written.slice(name.length) })];
  }
  if (destination === undefined) return [];
  const at = [...destination.path, 'port', 'number'];
  const port = numberAt(object.value, at);
  const known = port === undefined ? [] : hosts.portsOf(host);
  if (port === undefined || known.length === 0 || known.includes(port)) return [];
  const slots = { host, port, known: `its ${known.length > 1 ? 'ports are' : 'port is'} ${known.join(', ')}` };
  return [hostFinding('wrongPort', { object, path: at }, { ...slots, ports: known.join(' or ') })];
}

/** The host that was meant, or those that there are; empty if nothing is imported. */
function knownHosts(host: string, known: readonly string[], names: NearestNames): string {
  if (known.length === 0) return '';
  const near = names.find(host, known);
  return near === undefined ? `one of ${listNames(known)}` : `"${near}"`;
}

function notImported(
  place: ManifestPlace,
  slots: { readonly host: string; readonly known: string },
  peers: readonly ObservedPeer[],
): Finding {
  const shown = peers.slice(0, MAX_RELATED);
  const sets = shown.flatMap(({ imports }) => imports ?? []);
  if (sets.length === 0)
    return hostFinding(
      'missingImportedServiceSet',
      { ...place, related: shown.map(({ object }) => ({ object })) },
      slots,
    );
  return hostFinding(slots.known === '' ? 'nothingImported' : 'unknownHost', { ...place, related: sets }, slots);
}

/** Istio completes names without a dot, as Services of the same namespace, and no others. */
function checkShortNames(mesh: ObservedMesh, uses: readonly HostUse[]): readonly Finding[] {
  const imports = groupBy(
    mesh.imports.filter(({ isLocal }) => !isLocal),
    ({ name, namespace }) => `${name}.${namespace}`,
  );
  const served = new Set(mesh.services.map(({ namespace }) => namespace));
  return uses.flatMap(({ object, path, host }): readonly Finding[] => {
    const [name = '', namespace = object.namespace ?? '', svc = 'svc', ...rest] = host.split('.');
    const [imported] = imports.get(`${name}.${namespace}`) ?? [];
    if (imported === undefined || rest.length > 0 || svc !== 'svc' || isService(mesh, namespace, name)) return [];
    // Where the manifests have no Services of the namespace, the Service may be deployed from elsewhere.
    if (!host.includes('.') && !served.has(namespace)) return [];
    return [hostFinding('shortName', { object, path }, { host, imported: imported.host })];
  });
}

function isService(mesh: ObservedMesh, namespace: string, name: string): boolean {
  return mesh.cluster.find('Service', namespace, name) !== undefined;
}

function checkSubsets(
  traffic: Traffic,
  judge: (host: string) => ImportHost | undefined,
  names: NearestNames,
): readonly Finding[] {
  // FED019 is about the subsets of imports.
  const uses = traffic.uses.filter(
    ({ destination, fullHost }) => destination?.subset !== undefined && judge(fullHost) === undefined,
  );
  const bySubset = groupBy(uses, ({ fullHost, destination }) => `${destination?.subset} ${fullHost}`);
  return [...bySubset.values()].flatMap((same) => checkSubset(same, traffic, names) ?? []);
}

/** Checks one subset of a host, with all places that use it. */
function checkSubset([use, ...others]: readonly HostUse[], traffic: Traffic, names: NearestNames): Finding | undefined {
  const { fullHost: host, destination: { subset } = {} } = use ?? {};
  if (use === undefined || host === undefined || subset === undefined) return undefined;
  const rules = traffic.rulesFor(host);
  const subsets = rules.flatMap((rule) => rule.subsets.flatMap(({ name }) => name ?? []));
  if (subsets.includes(subset)) return undefined;
  const elsewhere = others.slice(0, MAX_RELATED).map(subsetPlace);
  const [first] = rules;
  if (first === undefined) {
    return hostFinding('missingDestinationRule', { ...subsetPlace(use), related: elsewhere }, { host, subset });
  }
  const related = [{ object: first.object, path: ['spec', 'subsets'] }, ...elsewhere];
  const near = names.find(subset, subsets);
  return near === undefined
    ? hostFinding('unknownSubset', { ...subsetPlace(use), related }, { host, subset })
    : hostFinding('misspelledSubset', { ...subsetPlace(use), related }, { host, subset, near });
}

function subsetPlace({ object, destination }: HostUse): ManifestPlace {
  return { object, path: [...(destination?.path ?? []), 'subset'] };
}

function checkWeights(object: ManifestObject, mesh: ObservedMesh): readonly Finding[] {
  return routesOf(object).flatMap(({ path, value }) => {
    const weights = listAt(value, ['route']).map((entry) => numberAt(entry, ['weight']) ?? 0);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    if (weights.length < 2 || sum === 100) return [];
    // Since v2.4 weights are shares of their sum.
    const isRejected = sum === 0 || /^v2\.[0-3]$/.test(mesh.version ?? '');
    const place = { object, path: [...path, 'route'] };
    return [
      hostFinding(isRejected ? 'rejectedWeights' : 'relativeWeights', place, { weights: weights.join(', '), sum }),
    ];
  });
}
