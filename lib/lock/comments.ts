import { isMap, isNode, isScalar, isSeq, type Node, parseDocument } from 'yaml';

const OPTIONS = { prettyErrors: false, uniqueKeys: false, logLevel: 'error' } as const;

/**
 * Adds the comments of the old text of a lock to the new one, those of entries that it still has. A text without comments
 * stays as it is.
 *
 * @param text the new text, as `lockText` writes it
 * @param before the text that it replaces, a valid lock
 */
export function withComments(text: string, before: string): string {
  const own = before.split('\n').filter((line) => line.includes('#') && !text.includes(`${line.trimEnd()}\n`));
  if (own.length === 0) return text;
  const [from, to] = [parseDocument(before, OPTIONS), parseDocument(text, OPTIONS)];
  if (from.commentBefore != null) to.commentBefore = from.commentBefore;
  if (from.comment != null) to.comment = from.comment;
  copyComments(from.contents, to.contents);
  return to.toString({ lineWidth: 0 });
}

function copyComments(from: unknown, to: unknown): void {
  if (!isNode(from) || !isNode(to)) return;
  copyOwn(from, to);
  if (isMap(from) && isMap(to)) {
    const pairs = new Map(from.items.map((pair) => [nameOf(pair.key), pair]));
    for (const { key, value } of to.items) {
      const pair = pairs.get(nameOf(key));
      copyComments(pair?.key, key);
      copyComments(pair?.value, value);
    }
  }
  if (isSeq(from) && isSeq(to)) {
    const items = new Map(from.items.map((item) => [nameOf(item), item]));
    for (const item of to.items) copyComments(items.get(nameOf(item)), item);
  }
}

function copyOwn(from: Node, to: Node): void {
  if (from.commentBefore != null) to.commentBefore = from.commentBefore;
  if (from.comment != null) to.comment = from.comment;
  if (from.spaceBefore) to.spaceBefore = true;
}

/** What an entry is known by: a key or an address by its text, a root certificate by its fingerprint. */
function nameOf(node: unknown): string {
  if (isScalar(node)) return String(node.value);
  return isMap(node) ? String(node.get('fingerprint')) : '';
}
