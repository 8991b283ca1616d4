import type { ManifestObject } from '../manifests/object';
import { readExportRules, readImportRules } from '../matching/read-rules';
import { valueAt } from '../values';
import { listAt, mapAt, numberAt, textAt } from './fields';
import type { ObservedCluster, ObservedMesh, ObservedPeer, ServiceSet } from './model';

/** A peer whose remote mesh and counterpart are set when all peers are known. */
export type PeerDraft = { -readonly [K in keyof ObservedPeer]: ObservedPeer[K] };

/**
 * The ServiceMeshPeers of a cluster, sorted by namespace and name, each with the mesh of its namespace. A peer without a
 * namespace belongs to the only mesh of the cluster.
 */
export function findPeers(cluster: ObservedCluster): readonly PeerDraft[] {
  const meshes = new Map(cluster.meshes.map((mesh) => [mesh.namespace, mesh]));
  const [first, ...others] = cluster.meshes;
  const only = others.length === 0 ? first : undefined;
  return [...(cluster.byKind.get('ServiceMeshPeer') ?? [])]
    .sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1))
    .map((object) => peerOf(cluster, object, object.namespace === undefined ? only : meshes.get(object.namespace)));
}

function peerOf(cluster: ObservedCluster, object: ManifestObject, mesh: ObservedMesh | undefined): PeerDraft {
  const { name } = object;
  const namespace = object.namespace ?? (mesh?.namespace || undefined);
  const spec = mapAt(object.value, ['spec']);
  const rootConfigMapName = textAt(spec, ['security', 'certificateChain', 'name']) ?? `${name}-ca-root-cert`;
  return {
    cluster,
    object,
    name,
    namespace,
    spec,
    addresses: listAt(spec, ['remote', 'addresses']),
    servicePort: numberAt(spec, ['remote', 'servicePort']) || 15443,
    discoveryPort: numberAt(spec, ['remote', 'discoveryPort']) || 8188,
    rootConfigMapName,
    offers: [],
    ...defined('mesh', mesh),
    ...defined('trustDomain', textAt(spec, ['security', 'trustDomain'])),
    ...defined('clientID', textAt(spec, ['security', 'clientID'])),
    ...defined('ingressName', textAt(spec, ['gateways', 'ingress', 'name'])),
    ...defined('egressName', textAt(spec, ['gateways', 'egress', 'name'])),
    ...defined('rootConfigMap', cluster.find('ConfigMap', namespace, rootConfigMapName)),
    ...defined('exports', setOf(cluster.find('ExportedServiceSet', namespace, name), 'exportRules', readExportRules)),
    ...defined('imports', setOf(cluster.find('ImportedServiceSet', namespace, name), 'importRules', readImportRules)),
  };
}

/** An object with one entry; empty where the value is undefined. */
function defined<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}

function setOf<T>(
  object: ManifestObject | undefined,
  field: string,
  read: (value: unknown) => readonly T[],
): ServiceSet<T> | undefined {
  const path = ['spec', field];
  return object && { object, path, rules: read(valueAt(object.value, path)) };
}
