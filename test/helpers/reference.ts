import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './examples';
import { identityOf, type KubeObject, parseObjects } from './synthesize';

/** The manifests of the blog, where they are at hand. */
export const REFERENCE = join(ROOT, '..', 'shared', 'reference');

/** Which folders of the reference are applied to which cluster; files with a namespace have none of their own. */
const FOLDERS = [
  { folder: 'ossm-fed/rosa-prod', clusters: ['rosa'] },
  { folder: 'ossm-fed/aro-stg', clusters: ['aro'] },
  { folder: 'ossm-fed/gcp-dev', clusters: ['rog'] },
  { folder: 'ossm-fed/ossm-operator', clusters: ['rosa', 'aro', 'rog'] },
  { folder: 'bookinfo', clusters: ['rosa'], namespace: 'prod-bookinfo' },
];

/** The VirtualServices of the reference, one of which is applied at a time, in the order of the example. */
export const ALTERNATIVES = ['vs-split-details.yaml', 'vs-split-details-prod-stg-dev.yaml', 'vs-mirror-details.yaml'];

/** Files that are not applied: a list of what to delete, by names that are not those installed (D22). */
const NOT_APPLIED = ['ossm-delete.yaml'];

/** The objects of the reference by cluster and identity, with one of its alternatives. */
export function referenceObjects(alternative: string): ReadonlyMap<string, KubeObject> {
  const others = ALTERNATIVES.filter((file) => file !== alternative);
  const found = FOLDERS.flatMap(({ folder, clusters, namespace }) =>
    objectsOfFolder(join(REFERENCE, folder), [...NOT_APPLIED, ...others])
      .map((object) => (namespace === undefined ? object : inNamespace(object, namespace)))
      .flatMap((object) => clusters.map((cluster) => [`${cluster}: ${identityOf(object)}`, object] as const)),
  );
  return new Map(found);
}

function objectsOfFolder(folder: string, leftOut: readonly string[]): readonly KubeObject[] {
  const files = readdirSync(folder).filter((file) => !leftOut.includes(file));
  return files.flatMap((file) => parseObjects(readFileSync(join(folder, file), 'utf8')));
}

function inNamespace(object: KubeObject, namespace: string): KubeObject {
  return { ...object, metadata: { ...object.metadata, namespace } };
}
