import type { Path } from '../issues/issue';
import { positionAt } from '../issues/place';
import { type Fields, isFields } from '../values';
import { type Format, formatOf, HELM_TEMPLATE, helmExpression, JOIN_OBJECTS } from './formats';
import { ManifestFile, type ManifestObject } from './object';
import { parseText, type TextProblem } from './parse';
import type { SharedFields } from './shared-fields';

/** A document, or an item of a List, that is not read as a Kubernetes object. */
export interface OtherDocument {
  /** The file that contains it. */
  readonly file: ManifestFile;
  /** The index of the document in the file, from 0. */
  readonly document: number;
  /** The path of the value in its document: empty, or `items[n]` of a List. */
  readonly root: Path;
  /** What it is. */
  readonly format: Format;
  /** Its value. */
  readonly value: unknown;
}

/** The content of a file. */
export interface ManifestText {
  /** The Kubernetes objects; a List is replaced by its items. */
  readonly manifests: readonly ManifestObject[];
  /** The documents that are not Kubernetes objects; empty documents are left out. */
  readonly others: readonly OtherDocument[];
  /** Why the file could not be parsed; undefined if it could. */
  readonly problem?: TextProblem;
}

/**
 * Parses the objects of a YAML or JSON text.
 *
 * @param fields the fields of texts that were parsed before
 */
export function readManifests(cluster: string, path: string, text: string, fields?: SharedFields): ManifestText {
  const file = new ManifestFile(path, fields?.sharedText(text) ?? text);
  const parsed = parseText(text, fields);
  const expression = helmExpression(text, 'values' in parsed ? parsed.values : undefined);
  if (expression !== undefined) return unread(helmProblem(text, expression));
  if ('problem' in parsed) return unread(severalObjects(text) ?? parsed.problem);
  const manifests: ManifestObject[] = [];
  const others: OtherDocument[] = [];
  // Few texts have one, and looking through all values takes time.
  const mayPatch = text.includes('$');
  for (const [document, content] of parsed.values.entries()) {
    if (content === null || content === undefined) continue;
    for (const { root, value } of itemsOf(content, NO_PATH)) {
      const format = formatOf(value, path, mayPatch);
      if (format !== undefined) others.push({ file, document, root, format, value });
      else manifests.push(manifestObject(cluster, file, document, root, value as Fields));
    }
  }
  return { manifests, others };
}

function unread(problem: TextProblem): ManifestText {
  return { manifests: [], others: [], problem };
}

function helmProblem(text: string, expression: number): TextProblem {
  const { name, fix } = HELM_TEMPLATE;
  return { message: `it is ${name}, not a manifest`, fix, position: positionAt(text, expression) };
}

/** The problem of a JSON text with several values, which only some readers of JSON accept. */
function severalObjects(text: string): TextProblem | undefined {
  const next = text.trimStart().startsWith('{') ? /\}\s*\n\{/.exec(text) : null;
  if (next === null) return undefined;
  const position = positionAt(text, next.index + next[0].length - 1);
  return { message: 'several JSON objects without a separator', fix: JOIN_OBJECTS, position };
}

const NO_PATH: Path = [];

/** A document as its only item, or the items of a List, which may be Lists. */
function itemsOf(value: unknown, root: Path): readonly { root: Path; value: unknown }[] {
  const { apiVersion, kind, items } = isFields(value) ? value : ({} as Fields);
  const isList = typeof apiVersion === 'string' && typeof kind === 'string' && kind.endsWith('List');
  if (!isList || !Array.isArray(items) || items.length === 0) return [{ root, value }];
  // An API server leaves apiVersion and kind out of the items of a list of one kind, such as ServiceMeshPeerList.
  const inherited = kind === 'List' ? {} : { apiVersion, kind: kind.slice(0, -'List'.length) };
  return items.flatMap((item, i) => itemsOf(isFields(item) ? { ...inherited, ...item } : item, [...root, 'items', i]));
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
