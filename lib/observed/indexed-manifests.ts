import type { ManifestObject } from '../manifests/object';

/** The manifests of one cluster. */
export interface IndexedManifests {
  /** The name that sources give the cluster, such as the name of its directory. */
  readonly name: string;
  /** All objects by kind; kinds of the same name in two API groups share a key. */
  readonly byKind: ReadonlyMap<string, readonly ManifestObject[]>;
  /** All objects of the cluster, in the order of the input; the last one of duplicates. */
  readonly objects: readonly ManifestObject[];
  /** Finds an object by kind, namespace and name; the last one where there are several. */
  readonly find: (kind: string, namespace: string | undefined, name: string) => ManifestObject | undefined;
}
