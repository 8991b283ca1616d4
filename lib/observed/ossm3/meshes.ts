import type { Path } from '../../issues/issue';
import type { ManifestObject } from '../../manifests/object';
import { type KubernetesLabelSelector, type Labels, matchesLabels } from '../../matching/label-selector';
import { isFields } from '../../values';
import { labelsAt, listAt, mapAt, textAt, textsAt } from '../fields';
import type { IndexedManifests } from '../indexed-manifests';
import type { IstioMesh, TrustedRoot } from './model';

/** A mesh whose objects are set when they are found. */
export type IstioMeshDraft = { -readonly [K in keyof IstioMesh]: IstioMesh[K] };

/** Where an Istio resource has its values. */
export const VALUES: Path = ['spec', 'values'];

/** Where an Istio resource has the root certificates of other meshes. */
export const ROOTS: Path = [...VALUES, 'meshConfig', 'caCertificates'];

/**
 * The meshes of a cluster: one for each Istio resource, sorted by name. A cluster with services of other networks and no
 * Istio resource has one of which nothing else is known.
 */
export function findIstioMeshes(cluster: IndexedManifests): readonly IstioMeshDraft[] {
  const planes = (cluster.byKind.get('Istio') ?? []).filter(({ group }) => group === 'sailoperator.io');
  if (planes.length > 0) {
    return [...planes].sort((a, b) => (a.name < b.name ? -1 : 1)).map((object) => meshOf(cluster, object));
  }
  return hasOtherNetworks(cluster) ? [emptyMesh(cluster)] : [];
}

function hasOtherNetworks({ byKind }: IndexedManifests): boolean {
  const has = (kind: string, group: string, is: (object: ManifestObject) => boolean) =>
    (byKind.get(kind) ?? []).some((object) => object.group === group && is(object));
  return (
    has('WorkloadEntry', 'networking.istio.io', ({ value }) => textAt(value, ['spec', 'network']) !== undefined) ||
    has(
      'Gateway',
      'gateway.networking.k8s.io',
      ({ value }) => textAt(value, ['spec', 'gatewayClassName']) === 'istio-remote',
    ) ||
    has('Gateway', 'networking.istio.io', ({ value }) => listAt(value, ['spec', 'servers']).some(isAutoPassthrough))
  );
}

/** Whether a server of an Istio Gateway passes connections through by their SNI. */
export function isAutoPassthrough(server: unknown): boolean {
  return textAt(server, ['tls', 'mode']) === 'AUTO_PASSTHROUGH';
}

function emptyMesh(cluster: IndexedManifests): IstioMeshDraft {
  return {
    cluster,
    name: cluster.name,
    namespace: '',
    values: {},
    aliases: [],
    roots: [],
    discoverySelectors: [],
    env: {},
    proxyMetadata: {},
    gateways: [],
    exposed: [],
    entries: [],
    entriesByHost: new Map(),
    workloadEntries: [],
    services: [],
    servicesByHost: new Map(),
    destinationRules: [],
    objectsOf: () => [],
    imports: [],
    importedBy: [],
    peerings: [],
  };
}

function meshOf(cluster: IndexedManifests, object: ManifestObject): IstioMeshDraft {
  const values = mapAt(object.value, VALUES);
  const version = textAt(object.value, ['spec', 'version']);
  const network = textAt(values, ['global', 'network']);
  return {
    ...emptyMesh(cluster),
    object,
    name: object.name,
    namespace: textAt(object.value, ['spec', 'namespace']) ?? 'istio-system',
    values,
    ...(version !== undefined && { version }),
    revision: revisionOf(object, version),
    trustDomain: textAt(values, ['meshConfig', 'trustDomain']) ?? 'cluster.local',
    aliases: textsAt(values, ['meshConfig', 'trustDomainAliases']),
    roots: listAt(object.value, ROOTS).map((root, i) => rootOf(root, [...ROOTS, i])),
    ...(network !== undefined && { network }),
    discoverySelectors: listAt(values, ['meshConfig', 'discoverySelectors']).filter(
      isFields,
    ) as KubernetesLabelSelector[],
    env: labelsAt(values, ['pilot', 'env']),
    proxyMetadata: labelsAt(values, ['meshConfig', 'defaultConfig', 'proxyMetadata']),
  };
}

/** The name of the active revision. Source: sail-operator controllers/istio, getActiveRevisionName. */
function revisionOf({ name, value }: ManifestObject, version: string | undefined): string {
  const isByRevision = textAt(value, ['spec', 'updateStrategy', 'type']) === 'RevisionBased';
  return isByRevision && version !== undefined ? `${name}-${version.replaceAll('.', '-')}` : name;
}

function rootOf(root: unknown, path: Path): TrustedRoot {
  return {
    path,
    pem: mapAt(root).pem,
    hasBundleUrl: textAt(root, ['spiffeBundleUrl']) !== undefined,
    trustDomains: textsAt(root, ['trustDomains']),
  };
}

/** The labels of a namespace; undefined where the manifests lack it. */
export function namespaceLabels(cluster: IndexedManifests, namespace: string): Labels | undefined {
  const object = cluster.find('Namespace', undefined, namespace);
  return object && labelsAt(object.value, ['metadata', 'labels']);
}

/**
 * Tells which mesh of a cluster an object belongs to: by its revision, its namespace, the labels of the namespace, or
 * because the cluster has only one; undefined where that is open.
 */
export function meshOfObject<T extends IstioMesh>(
  cluster: IndexedManifests,
  meshes: readonly T[],
): (object: ManifestObject) => T | undefined {
  if (meshes.length < 2) return () => meshes[0];
  const byNamespace = new Map<string, T | undefined>();
  const find = (namespace: string): T | undefined => {
    const labels = namespaceLabels(cluster, namespace) ?? {};
    const selecting = meshes.filter(({ discoverySelectors: own }) =>
      own.some((selector) => matchesLabels(selector, labels)),
    );
    return (
      meshes.find((mesh) => mesh.namespace === namespace) ??
      meshes.find(({ revision }) => revision === labels['istio.io/rev']) ??
      (selecting.length === 1 ? selecting[0] : undefined)
    );
  };
  return ({ namespace = '', value }) => {
    const revision = textAt(value, ['metadata', 'labels', 'istio.io/rev']);
    const labelled = meshes.find((mesh) => mesh.revision === revision);
    if (labelled !== undefined) return labelled;
    if (!byNamespace.has(namespace)) byNamespace.set(namespace, find(namespace));
    return byNamespace.get(namespace);
  };
}
