import { type Alias, type Document, isAlias, isCollection, isMap, isScalar, type Pair, type YAMLMap } from 'yaml';
import type { Path } from '../issues/issue';

/** The offset of the node at a path, or of its key; of its nearest ancestor if the node does not exist. */
export function offsetOf(document: Document, path: Path, atKey: boolean): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [i, part] of path.entries()) {
    const [key, value] = entryOf(targetOf(node, document), part);
    const [first, second] = atKey && i === path.length - 1 ? [key, value] : [value, key];
    const start = startOf(first) ?? startOf(second);
    if (start === undefined) return offset;
    offset = start;
    node = value;
  }
  return offset;
}

/** The nodes that aliases refer to; each is searched for in the whole document. */
const TARGETS = new WeakMap<Alias, unknown>();

/** The node that an alias refers to, or the node itself. */
function targetOf(node: unknown, document: Document): unknown {
  if (!isAlias(node)) return node;
  if (!TARGETS.has(node)) TARGETS.set(node, node.resolve(document));
  return TARGETS.get(node);
}

/** The entries of maps by their keys: a map may have a problem at each of its keys. */
const ENTRIES = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

/** The key and the value of an entry of a map, or the value of an item of a list. */
function entryOf(node: unknown, part: string | number): readonly [unknown, unknown] {
  if (isMap(node)) {
    const pair = entriesOf(node).get(String(part));
    return [pair?.key, pair?.value];
  }
  return [undefined, isCollection(node) ? node.get(part, true) : undefined];
}

/** The first entry of each scalar key. */
function entriesOf(map: YAMLMap): ReadonlyMap<string, Pair> {
  const known = ENTRIES.get(map);
  if (known !== undefined) return known;
  const entries = new Map<string, Pair>();
  for (const pair of map.items) {
    const name = isScalar(pair.key) ? String(pair.key.value) : undefined;
    if (name !== undefined && !entries.has(name)) entries.set(name, pair);
  }
  ENTRIES.set(map, entries);
  return entries;
}

/** Where a node starts in the text. */
function startOf(node: unknown): number | undefined {
  return (node as { range?: [number, number, number] | null } | null | undefined)?.range?.[0];
}
