/** Finds which items of two lists are the same item, by their keys. */

import { isFields, plainText, valueAt } from '../values';

/** An item of a list before and after. */
export interface ItemPair {
  /** The item in a path, such as `[tls]` or `[0]`. */
  readonly label: string;
  /** The index before; undefined for an item that is added. */
  readonly before?: number;
  /** The index after; undefined for an item that is removed. */
  readonly after?: number;
}

/** The fields that are keys of items in the lists of Kubernetes, Istio and Service Mesh; the first that fits is used. */
const KEYS: readonly (readonly (readonly string[])[])[] = [
  [['name']],
  [
    ['nameSelector', 'namespace'],
    ['nameSelector', 'name'],
  ],
  [
    ['destination', 'host'],
    ['destination', 'subset'],
  ],
  [['port', 'number']],
  [['port']],
  [['containerPort']],
  [['mountPath']],
  [['key']],
  [['from']],
];

/** The pairs of items of two lists: those of `before` in their order, then those that are added. */
export function pairItems(before: readonly unknown[], after: readonly unknown[]): readonly ItemPair[] {
  const keyOf = [scalarKey, ...KEYS.map(fieldKey)].find((each) => isUnique(before, each) && isUnique(after, each));
  return keyOf === undefined ? pairByIndex(before, after) : pairByKey(before.map(keyOf), after.map(keyOf));
}

type KeyOf = (item: unknown) => string | undefined;

/** A long text, such as a certificate, would not fit into a path. */
const MAX_KEY_LENGTH = 100;

function scalarKey(item: unknown): string | undefined {
  const text = plainText(item);
  return text !== undefined && text.length <= MAX_KEY_LENGTH && !text.includes('\n') ? text : undefined;
}

function fieldKey(paths: readonly (readonly string[])[]): KeyOf {
  return (item) => {
    if (!isFields(item)) return undefined;
    const parts = paths.flatMap((path) => plainText(valueAt(item, path)) ?? []);
    return parts.length === 0 ? undefined : parts.join('/');
  };
}

/** Whether each item has a key of its own. */
function isUnique(items: readonly unknown[], keyOf: KeyOf): boolean {
  const keys = new Set(items.map(keyOf));
  return keys.size === items.length && !keys.has(undefined);
}

function pairByKey(before: readonly (string | undefined)[], after: readonly (string | undefined)[]): ItemPair[] {
  const places = new Map(after.map((key, i) => [key, i]));
  const known = new Set(before);
  return [
    ...before.map((key, i) => {
      const place = places.get(key);
      return { label: `[${key}]`, before: i, ...(place !== undefined && { after: place }) };
    }),
    ...after.flatMap((key, i) => (known.has(key) ? [] : [{ label: `[${key}]`, after: i }])),
  ];
}

/** Pairs lists without keys: equal items at the start and at the end, and what is between them one by one. */
function pairByIndex(before: readonly unknown[], after: readonly unknown[]): ItemPair[] {
  const texts = [before, after].map((list) => list.map((item) => JSON.stringify(item)));
  const [old = [], now = []] = texts;
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const common = Math.max(0, shorter - start - end) + start;
  return [
    ...old.map((_, i) => {
      const fromEnd = now.length - (old.length - i);
      const place = i < common ? i : i >= old.length - end ? fromEnd : undefined;
      return { label: `[${place ?? i}]`, before: i, ...(place !== undefined && { after: place }) };
    }),
    ...now.flatMap((_, i) => (i < common || i >= now.length - end ? [] : [{ label: `[${i}]`, after: i }])),
  ];
}
