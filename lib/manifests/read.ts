import type { Path } from '../issues/issue';
import { type Fields, ManifestFile, type ManifestObject } from './object';
import { parseText, type TextProblem } from './parse';

/** What a file holds. */
export interface ManifestText {
  /** Its Kubernetes objects; those of a List one by one. */
  readonly manifests: readonly ManifestObject[];
  /** Documents that are no Kubernetes objects. */
  readonly others: number;
  /** Why the file could not be read to its end. */
  readonly problem?: TextProblem;
}

/** Reads the objects of a YAML or JSON text. */
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

/** The objects of a document; a List stands for its items, which may be Lists. */
function objectsOf(value: unknown, root: Path): readonly { root: Path; fields: Fields }[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const fields = value as Fields;
  if (typeof fields.apiVersion !== 'string' || typeof fields.kind !== 'string') return [];
  if (fields.kind !== 'List') return [{ root, fields }];
  const items = Array.isArray(fields.items) ? fields.items : [];
  return items.flatMap((item, i) => objectsOf(item, [...root, 'items', i]));
}

/** An object with its place; `root` is where it stands in its document. */
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
