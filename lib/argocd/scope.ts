import type { GroupKind } from '../generation';
import type { OutputFile } from '../output/render';
import { type Fields, isFields, isText, valueAt } from '../values';

/** What is applied to one cluster. */
export interface ClusterScope {
  /** The cluster's name. */
  readonly cluster: string;
  /** The namespaces of its objects, sorted. */
  readonly namespaces: readonly string[];
  /** The kinds of objects in namespaces, sorted. */
  readonly namespacedKinds: readonly GroupKind[];
  /** The kinds of objects without a namespace, sorted. */
  readonly clusterKinds: readonly GroupKind[];
}

/** What files apply to a cluster, before values are filled in. */
export function scopeOf(cluster: string, files: readonly Pick<OutputFile, 'objects'>[]): ClusterScope {
  const objects = files.flatMap((file) => file.objects).filter(isFields);
  const namespaceOf = (object: Fields) => valueAt(object, ['metadata', 'namespace']);
  const inNamespaces = objects.filter((object) => isText(namespaceOf(object)));
  const others = objects.filter((object) => !isText(namespaceOf(object)));
  const namespaces = new Set(inNamespaces.map((object) => String(namespaceOf(object))));
  return {
    cluster,
    namespaces: [...namespaces].sort(),
    namespacedKinds: sortedKinds(inNamespaces.map(kindOf)),
    clusterKinds: sortedKinds(others.map(kindOf)),
  };
}

/** Kinds without repetitions, sorted by group and kind. */
export function sortedKinds(kinds: readonly GroupKind[]): readonly GroupKind[] {
  const byText = new Map(kinds.map(({ group, kind }) => [`${group}/${kind}`, { group, kind }]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind);
}

function kindOf({ apiVersion, kind }: Fields): GroupKind {
  const [, group = ''] = String(apiVersion).split('/').reverse();
  return { group, kind: String(kind) };
}
