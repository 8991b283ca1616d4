import type { Path } from '../issues/issue';
import { type Fields, isFields } from '../values';
import { ManifestFile, type ManifestObject } from './object';
import { parseText, type TextProblem } from './parse';

/** The content of a file. */
export interface ManifestText {
  /** The Kubernetes objects; a List is replaced by its items. */
  readonly manifests: readonly ManifestObject[];
  /** The number of documents that are not Kubernetes objects. */
  readonly others: number;
  /** Why the file could not be parsed; undefined if it could. */
  readonly problem?: TextProblem;
}

/** Parses the objects of a YAML or JSON text. */
export function readManifests(cluster: string, path: string, text: string): ManifestText {
  const file = new ManifestFile(path, text);
  const parsed = parseText(text);
  if ('problem' in parsed) return { manifests: [], others: 0, problem: parsed.problem };
  const manifests: ManifestObject[] = [];
  let others = 0;
  for (const [document, value] of parsed.values.entries()) {
    if (value === null || value === undefined) continue;
    const found = objectsOf(value, []);
    if (found.length === 0) others += 1;
    for (const { root, fields } of found) manifests.push(manifestObject(cluster, file, document, root, fields));
  }
  return { manifests, others };
}

/** The objects of a document; a List is replaced by its items, which may be Lists. */
function objectsOf(value: unknown, root: Path): readonly { root: Path; fields: Fields }[] {
  if (!isFields(value) || typeof value.apiVersion !== 'string' || typeof value.kind !== 'string') return [];
  if (value.kind !== 'List') return [{ root, fields: value }];
  const items = Array.isArray(value.items) ? value.items : [];
  return items.flatMap((item, i) => objectsOf(item, [...root, 'items', i]));
}

/** An object with its place; `root` is its path in the document. */
export function manifestObject(
  cluster: string,
  file: ManifestFile,
  document: number,
  root: Path,
  value: Fields,
): ManifestObject {
  const metadata = (value.metadata ?? {}) as Fields;
  const apiVersion = String(value.apiVersion);
  return {
    cluster,
    file,
    document,
    root,
    apiVersion,
    group: apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '',
    kind: String(value.kind),
    name: typeof metadata.name === 'string' ? metadata.name : '',
    namespace: typeof metadata.namespace === 'string' ? metadata.namespace : undefined,
    value,
  };
}
