import { type Document, isAlias, isCollection, isMap, isScalar } from 'yaml';
import type { Path } from '../issues/issue';

/** The offset of the node at a path, or of its key; of its nearest ancestor if the node does not exist. */
export function offsetOf(document: Document, path: Path, atKey: boolean): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [i, part] of path.entries()) {
    const [key, value] = entryOf(isAlias(node) ? node.resolve(document) : node, part);
    const [first, second] = atKey && i === path.length - 1 ? [key, value] : [value, key];
    const start = startOf(first) ?? startOf(second);
    if (start === undefined) return offset;
    offset = start;
    node = value;
  }
  return offset;
}

/** The key and the value of an entry of a map, or the value of an item of a list. */
function entryOf(node: unknown, part: string | number): readonly [unknown, unknown] {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
    return [pair?.key, pair?.value];
  }
  return [undefined, isCollection(node) ? node.get(part, true) : undefined];
}

/** Where a node starts in the text. */
function startOf(node: unknown): number | undefined {
  return (node as { range?: [number, number, number] | null } | null | undefined)?.range?.[0];
}
