import type { Path } from '../issues/issue';
import { parseBlockStyle } from './block-style';

/** A value of a text, with the offset at which it starts. */
export interface BlockNode {
  /** The offset of its first character. */
  readonly start: number;
  /** What it has: the entries of a map by their keys, the items of a list, or nothing of a scalar; undefined if unknown. */
  readonly parts: ReadonlyMap<string, BlockPart> | undefined;
}

/** An entry of a map, or an item of a list. */
interface BlockPart {
  /** The offset of the key of an entry, or of the item. */
  readonly start: number;
  readonly node: BlockNode;
}

/** Where the values of a text in block style start; undefined if the text has anything unusual or invalid. */
export function parseBlockPlaces(text: string): BlockNode | undefined {
  return parseBlockStyle<BlockNode>(text, {
    scalar: (value, start) => ({ start, parts: /^[[{]/.test(value) ? undefined : NO_PARTS }),
    list: (items, start) => ({
      start,
      parts: new Map(items.map((node, i) => [String(i), { start: node.start, node }])),
    }),
    map: (start) => ({ start, parts: new Map<string, BlockPart>() }),
    add: ({ parts }, key, node, start) => {
      const entries = parts as Map<string, BlockPart>;
      return entries.has(key) ? false : entries.set(key, { start, node }).has(key);
    },
  });
}

const NO_PARTS: ReadonlyMap<string, BlockPart> = new Map();

/**
 * The offset of the value at a path, or of its key; of its nearest ancestor if the path leads nowhere. Undefined if the
 * path leads into a collection in flow style.
 */
export function blockOffset(root: BlockNode, path: Path, atKey: boolean): number | undefined {
  let node = root;
  let offset = root.start;
  for (const [i, key] of path.entries()) {
    if (node.parts === undefined) return undefined;
    const part = node.parts.get(String(key));
    if (part === undefined) return offset;
    offset = atKey && i === path.length - 1 ? part.start : part.node.start;
    node = part.node;
  }
  return offset;
}
