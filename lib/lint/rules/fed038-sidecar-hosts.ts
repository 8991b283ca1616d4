import type { Path } from '../../issues/issue';
import type { ManifestObject } from '../../manifests/object';
import { listAt, mapAt } from '../../observed/fields';
import type { ObservedCluster, ObservedImport, ObservedMesh } from '../../observed/model';
import { groupBy } from '../../values';
import type { Finding } from '../diagnostic';
import { add } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { type ImportUse, importUses } from './support/import-uses';
import { namespaceOwners } from './support/namespaces';
import { isOfIstio } from './support/traffic';

const EXCLUDED =
  'the Sidecar excludes "{host}", which the namespace "{namespace}" calls: the import belongs to the namespace "{owner}"';
const NO_ROUTE = 'the sidecars of the callers have no route to the host: calls get 502 or 503, or leave the mesh';
const CALLER = ['the namespace is a caller because of this'];

const FINDINGS = {
  excludedHost: {
    severity: 'warning',
    message: EXCLUDED,
    effect: NO_ROUTE,
    fix: 'add "{owner}/{host}" or "{owner}/*" to the hosts of an egress listener',
    related: CALLER,
  },
  wrongNamespace: {
    severity: 'warning',
    message: EXCLUDED,
    effect: NO_ROUTE,
    fix: 'write "{owner}/{host}"',
    related: CALLER,
  },
} as const;

const finding = findingMaker(FINDINGS);

/**
 * FED038: Sidecar resources include imported services. Callers are known where a VirtualService or a Sidecar of their
 * namespace names the import, or where it is imported as local.
 */
export const sidecarHosts: Rule = {
  id: 'FED038',
  generations: ['ossm2'],
  title: 'a Sidecar resource includes the imported services that its namespace calls',
  cause:
    'Imported services belong to the namespace of the control plane, or to that of the alias where they are imported as local; the Sidecar does not list it.',
  fix: 'Add <control plane namespace>/* to the egress hosts of the Sidecar, or */<host>.',
  sources: [
    'Istio documentation, Sidecar, IstioEgressListener.hosts',
    'maistra/istio pilot/pkg/serviceregistry/federation (namespace of imported services)',
  ],
  findings: FINDINGS,
  example: {
    given: [add('west', sidecar('./*, west-mesh/*'))],
    fault: [add('west', sidecar('./*'))],
  },
  check: (fleet, report) => {
    for (const cluster of fleet.clusters) for (const finding of checkCluster(cluster)) report(finding);
  },
};

function sidecar(hosts: string): string {
  return `{ apiVersion: networking.istio.io/v1beta1, kind: Sidecar, metadata: { name: default, namespace: shop },
    spec: { egress: [{ hosts: [${hosts}] }] } }`;
}

function checkCluster(cluster: ObservedCluster): readonly Finding[] {
  const sidecars = (cluster.byKind.get('Sidecar') ?? []).filter(isOfIstio).map(readSidecar);
  if (sidecars.length === 0) return [];
  const byNamespace = groupBy(sidecars, ({ object }) => object.namespace ?? '');
  const found = new Map<string, Finding>();
  for (const use of [...importUses(cluster), ...namedUses(cluster, sidecars)]) {
    for (const one of sidecarsFor(use, byNamespace)) {
      const key = JSON.stringify([one.object.namespace, one.object.name, use.import.host]);
      if (!isVisible(one, use) && !found.has(key)) found.set(key, hidden(one, use));
    }
  }
  return [...found.values()];
}

/** A Sidecar with its egress hosts. */
interface Sidecar {
  readonly object: ManifestObject;
  /** Whether it applies to all pods of its namespace. */
  readonly isForAll: boolean;
  /** The entries of all egress listeners; undefined without a listener, which includes every host. */
  readonly hosts: readonly Host[] | undefined;
  /** The entries as they are written: `namespace/host`. */
  readonly known: ReadonlySet<string>;
}

/** An entry `namespace/host` of a Sidecar. */
interface Host {
  readonly path: Path;
  readonly namespace: string;
  readonly host: string;
}

function readSidecar(object: ManifestObject): Sidecar {
  const egress = listAt(object.value, ['spec', 'egress']);
  const hosts = egress.flatMap((listener, i) =>
    listAt(listener, ['hosts']).flatMap((entry, j) => readHost(entry, ['spec', 'egress', i, 'hosts', j])),
  );
  return {
    object,
    isForAll: Object.keys(mapAt(object.value, ['spec', 'workloadSelector'])).length === 0,
    hosts: egress.length === 0 ? undefined : hosts,
    known: new Set(hosts.map(({ namespace, host }) => `${namespace}/${host}`)),
  };
}

function readHost(entry: unknown, path: Path): readonly Host[] {
  if (typeof entry !== 'string' || !entry.includes('/')) return [];
  const slash = entry.indexOf('/');
  return [{ path, namespace: entry.slice(0, slash), host: entry.slice(slash + 1) }];
}

/** The imported hosts that Sidecars name: workloads in their namespaces call them. */
function namedUses(cluster: ObservedCluster, sidecars: readonly Sidecar[]): readonly ImportUse[] {
  const { meshOf } = namespaceOwners(cluster);
  return sidecars.flatMap(({ object, hosts = [] }) => {
    const { namespace } = object;
    const mesh = meshOf(namespace);
    // A Sidecar in the control plane namespace applies to all namespaces.
    if (mesh === undefined || namespace === undefined || mesh.namespace === namespace) return [];
    return hosts.flatMap(({ host, path }) => {
      const [found] = mesh.importsByHost.get(host) ?? [];
      return found === undefined ? [] : [{ mesh, import: found, namespace, object, path }];
    });
  });
}

/** The Sidecars of a namespace; that of the control plane namespace applies where the namespace has none for all its pods. */
function sidecarsFor(
  { mesh, namespace }: ImportUse,
  sidecars: ReadonlyMap<string, readonly Sidecar[]>,
): readonly Sidecar[] {
  const own = sidecars.get(namespace) ?? [];
  if (own.some(({ isForAll }) => isForAll)) return own;
  return [...own, ...(sidecars.get(mesh.namespace) ?? []).filter(({ isForAll }) => isForAll)];
}

function isVisible({ hosts, known }: Sidecar, use: ImportUse): boolean {
  if (hosts === undefined || ownerOf(use.mesh, use.import) === '') return true;
  const { host } = use.import;
  const owner = ownerOf(use.mesh, use.import);
  const namespaces = [owner, '*', ...(owner === use.namespace ? ['.'] : [])];
  // All ways to write the host: itself, and a star before each of its suffixes.
  const labels = host.split('.');
  const spellings = [host, '*', ...labels.map((_, i) => `*.${labels.slice(i).join('.')}`).slice(1)];
  return namespaces.some((namespace) => spellings.some((spelling) => known.has(`${namespace}/${spelling}`)));
}

/** The namespace that an imported service belongs to: that of the control plane, or of the alias where it is local. */
function ownerOf(mesh: ObservedMesh, { isLocal, namespace }: ObservedImport): string {
  return isLocal ? namespace : mesh.namespace;
}

function hidden({ object, hosts = [] }: Sidecar, use: ImportUse): Finding {
  const { host } = use.import;
  const owner = ownerOf(use.mesh, use.import);
  const named = hosts.find((entry) => entry.host === host);
  const related = use.object === object ? [] : [use];
  const slots = { host, owner, namespace: use.namespace };
  if (named !== undefined) return finding('wrongNamespace', { object, path: named.path, related }, slots);
  return finding('excludedHost', { object, path: ['spec', 'egress'], related }, slots);
}
