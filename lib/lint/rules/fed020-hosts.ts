import { listNames } from '../../issues/suggest';
import type { ManifestObject } from '../../manifests/object';
import { exportSuffix } from '../../matching/export';
import { listAt, numberAt, textAt } from '../../observed/fields';
import type { ObservedCluster, ObservedMesh, ObservedPeer } from '../../observed/model';
import { groupBy } from '../../values';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { type ImportHost, importHosts } from './support/import-hosts';
import { NearestNames } from './support/nearest-name';
import type { ManifestPlace } from './support/places';
import { type HostRule, type HostUse, routesOf, type Traffic, trafficOf } from './support/traffic';

/** The end of the hosts that a mesh exports to its peers. */
const EXPORTS_END = exportSuffix('').slice('svc.'.length);

/** The largest number of related places of a kind in a finding. */
const MAX_RELATED = 5;

const NOT_IMPORTED = 'the host "{host}" is not imported';
const NO_PEER = 'the host "{host}" is not imported: no peer of the mesh has hosts with this suffix';
const NO_ENDPOINTS = 'requests to the host get 503';
const WRITE_HOST = 'write {known}';
const IMPORT = 'import the service, or remove the host';
const NO_SUBSET = 'no DestinationRule for "{host}" has the subset "{subset}"';
const SUBSET_503 = 'requests to the subset get 503';
const SUBSETS = ['the subsets of the host', 'the subset is used here too'];
const WEIGHTS = 'the weights {weights} add up to {sum} instead of 100';
const HUNDRED = 'write weights that add up to 100';

const FINDINGS = {
  unknownHost: {
    severity: 'error',
    message: NOT_IMPORTED,
    effect: NO_ENDPOINTS,
    fix: WRITE_HOST,
    related: ['the imports from the peer'],
  },
  nothingImported: {
    severity: 'error',
    message: NOT_IMPORTED,
    effect: NO_ENDPOINTS,
    fix: IMPORT,
    related: ['the imports from the peer'],
  },
  missingImportedServiceSet: {
    severity: 'error',
    message: NOT_IMPORTED,
    effect: NO_ENDPOINTS,
    fix: IMPORT,
    related: ['the peer has no ImportedServiceSet'],
  },
  unknownPeer: { severity: 'error', message: NO_PEER, effect: NO_ENDPOINTS, fix: WRITE_HOST },
  unknownPeerWithoutImports: { severity: 'error', message: NO_PEER, effect: NO_ENDPOINTS, fix: IMPORT },
  exportedHost: {
    severity: 'error',
    message: 'the host "{host}" is that of an export to a peer: workloads of the mesh cannot call it',
    effect: NO_ENDPOINTS,
    fix: 'write the host of the Service itself, or that of an import',
  },
  shortName: {
    severity: 'error',
    message: 'the host "{host}" is a short name; the service is imported as "{imported}"',
    effect: NO_ENDPOINTS,
    fix: 'write "{imported}"',
  },
  misspelledSubset: {
    severity: 'error',
    message: NO_SUBSET,
    effect: SUBSET_503,
    fix: 'write "{near}"',
    related: SUBSETS,
  },
  unknownSubset: {
    severity: 'error',
    message: NO_SUBSET,
    effect: SUBSET_503,
    fix: 'add the subset "{subset}" to the DestinationRule',
    related: SUBSETS,
  },
  missingDestinationRule: {
    severity: 'warning',
    message: 'the subset "{subset}" of "{host}" requires a DestinationRule, and the manifests have none for the host',
    effect: 'requests to the subset get 503, unless the DestinationRule is deployed from elsewhere',
    fix: 'add a DestinationRule for "{host}" with the subset "{subset}"',
    related: ['the subset is used here too'],
  },
  rejectedWeights: {
    severity: 'error',
    message: WEIGHTS,
    effect: 'Istio rejects the VirtualService',
    fix: HUNDRED,
  },
  relativeWeights: {
    severity: 'warning',
    message: WEIGHTS,
    effect: 'the weights are not percentages: each destination gets its share of the sum',
    fix: HUNDRED,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED020: hosts and subsets in VirtualServices and DestinationRules exist. */
export const hosts: Rule = {
  id: 'FED020',
  generations: ['ossm2', 'ossm3'],
  title: 'VirtualServices and DestinationRules name hosts that are imported and subsets that are defined',
  cause:
    'The host of an import consists of the names after the aliases of both sides and the name of the peer; a typo in it is a host that does not exist.',
  fix: 'Write the host of the import: <name>.<namespace>.svc.<peer>-imports.local, with the names after the aliases of both sides.',
  sources: [
    'OpenShift Service Mesh 2 documentation, Importing a service into a federated mesh',
    'Istio documentation, Virtual Service, Destination and HTTPRouteDestination',
    'maistra/istio pkg/config/validation/validation.go (weights)',
  ],
  findings: FINDINGS,
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
    for (const cluster of fleet.clusters) for (const found of checkCluster(cluster, names)) report(found);
  },
};

function checkCluster(cluster: ObservedCluster, names: NearestNames): readonly Finding[] {
  return trafficOf(cluster).flatMap((traffic) => {
    const judge = importHosts(traffic.mesh);
    const uses = [...traffic.uses, ...traffic.rules.map(toUse)];
    return [
      ...uses.flatMap((use) => checkHost(use, judge(use.fullHost), names) ?? []),
      ...checkShortNames(traffic.mesh, uses),
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
  if (fullHost.endsWith(EXPORTS_END)) return finding('exportedHost', place, { host: fullHost });
  if (host === undefined || host.kind === 'imported' || fullHost.startsWith('*')) return undefined;
  const slots = { host: fullHost, known: knownHosts(fullHost, host.hosts, names) };
  if (host.kind === 'not-imported') return notImported(place, slots, host.peers);
  return finding(slots.known === '' ? 'unknownPeerWithoutImports' : 'unknownPeer', place, slots);
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
    return finding('missingImportedServiceSet', { ...place, related: shown.map(({ object }) => ({ object })) }, slots);
  return finding(slots.known === '' ? 'nothingImported' : 'unknownHost', { ...place, related: sets }, slots);
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
    return [finding('shortName', { object, path }, { host, imported: imported.host })];
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
    return finding('missingDestinationRule', { ...subsetPlace(use), related: elsewhere }, { host, subset });
  }
  const related = [{ object: first.object, path: ['spec', 'subsets'] }, ...elsewhere];
  const near = names.find(subset, subsets);
  return near === undefined
    ? finding('unknownSubset', { ...subsetPlace(use), related }, { host, subset })
    : finding('misspelledSubset', { ...subsetPlace(use), related }, { host, subset, near });
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
    return [finding(isRejected ? 'rejectedWeights' : 'relativeWeights', place, { weights: weights.join(', '), sum })];
  });
}
