import { CORE_SCHEMA, loadAll } from 'js-yaml';
import { parseAllDocuments } from 'yaml';
import type { Path } from '../issues/issue';
import type { Position } from '../issues/place';
import { type Fields, ManifestFile, type ManifestObject } from './object';

/** What a file holds. */
export interface ManifestText {
  /** Its Kubernetes objects; those of a List one by one. */
  readonly manifests: readonly ManifestObject[];
  /** Documents that are no Kubernetes objects. */
  readonly others: number;
  /** Why the file could not be read to its end. */
  readonly problem?: { readonly message: string; readonly position: Position };
}

/** The largest file that is parsed, in characters. */
export const MOST_CHARACTERS = 32_000_000;

/**
 * Reads the objects of a YAML or JSON text. Values come from js-yaml, which takes a tenth of the time of `yaml` and
 * tells no places; `yaml` reads what js-yaml refuses, for a better word on it, and what has aliases, as it bounds them.
 */
export function readManifests(cluster: string, path: string, text: string): ManifestText {
  const file = new ManifestFile(path, text);
  if (text.length > MOST_CHARACTERS)
    return unreadable(`it has ${text.length} characters, more than ${MOST_CHARACTERS}`);
  const parsed = parseFast(text) ?? parseWithPlaces(text);
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

type Parsed = { readonly values: readonly unknown[] } | Required<Pick<ManifestText, 'problem'>>;

function unreadable(message: string): ManifestText {
  return { manifests: [], others: 0, problem: { message, position: { line: 1, column: 1 } } };
}

/** The values of all documents; undefined where another reader must look at the text. */
function parseFast(text: string): Parsed | undefined {
  // An alias stands for a value that may be large; a few of them stand for more than any memory holds.
  if (/(^|[\s[{,])[*&][^\s*]/m.test(text) || text.includes('<<:')) return undefined;
  try {
    return { values: loadAll(text, undefined, { schema: CORE_SCHEMA }) };
  } catch {
    return undefined;
  }
}

function parseWithPlaces(text: string): Parsed {
  try {
    const documents = parseAllDocuments(text, { merge: true });
    const error = documents.flatMap((document) => ('errors' in document ? document.errors : []))[0];
    if (error !== undefined) {
      const [{ line, col } = { line: 1, col: 1 }] = error.linePos ?? [];
      return { problem: { message: error.message.split(' at line ')[0] ?? '', position: { line, column: col } } };
    }
    return { values: documents.map((document) => ('toJS' in document ? document.toJS({ maxAliasCount: 100 }) : null)) };
  } catch (error) {
    // Too many aliases are a ReferenceError, too deep a nesting is a RangeError.
    if (!(error instanceof ReferenceError || error instanceof RangeError)) throw error;
    const message = error instanceof RangeError ? 'it is nested too deeply' : error.message;
    return { problem: { message, position: { line: 1, column: 1 } } };
  }
}

/** The objects of a document; a List stands for its items. */
function objectsOf(value: unknown, root: Path): readonly { root: Path; fields: Fields }[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const fields = value as Fields;
  if (typeof fields.apiVersion !== 'string' || typeof fields.kind !== 'string') return [];
  if (fields.kind !== 'List' || root.length > 0) return [{ root, fields }];
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
