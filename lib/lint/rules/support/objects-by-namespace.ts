import type { ManifestObject } from '../../../manifests/object';
import type { IndexedManifests } from '../../../observed/indexed-manifests';
import { groupBy } from '../../../values';

/** The objects of one kind by namespace; each cluster is indexed once, when it is first asked for. */
export class ObjectsByNamespace {
  private readonly clusters = new Map<IndexedManifests, ReadonlyMap<string, readonly ManifestObject[]>>();

  /**
   * @param apiGroup the API group of the kind; empty for the core group
   * @param kind the kind of the objects
   */
  constructor(
    private readonly apiGroup: string,
    private readonly kind: string,
  ) {}

  /** The objects in a namespace of a cluster. */
  in(cluster: IndexedManifests, namespace: string): readonly ManifestObject[] {
    return namespace === '' ? [] : (this.all(cluster).get(namespace) ?? []);
  }

  /**
   * Whether the manifests have the objects of a namespace: they have some, and none without a namespace, which may be of
   * this one.
   */
  has(cluster: IndexedManifests, namespace: string): boolean {
    return this.in(cluster, namespace).length > 0 && !this.all(cluster).has('');
  }

  private all(cluster: IndexedManifests): ReadonlyMap<string, readonly ManifestObject[]> {
    const known = this.clusters.get(cluster);
    if (known !== undefined) return known;
    const objects = (cluster.byKind.get(this.kind) ?? []).filter((object) => object.group === this.apiGroup);
    const indexed = groupBy(objects, ({ namespace }) => namespace ?? '');
    this.clusters.set(cluster, indexed);
    return indexed;
  }
}
