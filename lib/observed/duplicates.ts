import type { ManifestObject } from '../manifests/object';
import { groupBy } from '../values';

/** An object that the manifests of a cluster have more than once. */
export interface DuplicateObject {
  /** The last one, which replaces the others when all are applied in order; the only one that rules read. */
  readonly object: ManifestObject;
  /** The others, in the order of the input. */
  readonly others: readonly ManifestObject[];
}

/** The objects of a cluster, each once, and those that it has more than once. */
export interface DistinctObjects {
  /** Each object once, in the order of the input; the last one of duplicates. */
  readonly objects: readonly ManifestObject[];
  /** The duplicates, in the order of the input. */
  readonly duplicates: readonly DuplicateObject[];
}

/** Kinds without a namespace that manifests of meshes have. */
const CLUSTER_SCOPED = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'GatewayClass',
  'Istio',
  'IstioCNI',
  'IstioRevisionTag',
  'Namespace',
  'PersistentVolume',
  'PriorityClass',
  'Project',
  'StorageClass',
]);

/** Finds the objects of a cluster that are the same for its API server, whatever the version of their API. */
export function distinctObjects(objects: readonly ManifestObject[]): DistinctObjects {
  const groups = [...groupBy(objects, identityOf).values()];
  // Most clusters have none, and their list stays as it is.
  if (groups.length === objects.length) return { objects, duplicates: [] };
  const dropped = new Set<ManifestObject>();
  const duplicates = groups.flatMap((group) => {
    const object = group.at(-1);
    const others = group.slice(0, -1);
    for (const other of others) dropped.add(other);
    return object === undefined || others.length === 0 ? [] : [{ object, others }];
  });
  return { objects: objects.filter((object) => !dropped.has(object)), duplicates };
}

/**
 * What identifies an object in its cluster. Files without a namespace may be applied with different ones by `-n`, so
 * such objects are the same only within a file; objects without a name are never the same, as for `generateName`.
 */
function identityOf({ group, kind, namespace, name, file, document, root }: ManifestObject): string {
  const parts = [group, kind, namespace ?? '', name];
  if (name === '') return [...parts, file.path, document, ...root].join('\0');
  const isInFile = namespace === undefined && !CLUSTER_SCOPED.has(kind);
  return (isInFile ? [...parts, file.path] : parts).join('\0');
}
