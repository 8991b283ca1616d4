import fc from 'fast-check';
import { hostileText, hostileValue } from './hostile';

/** One change of a value that JSON can write. */
export type TreeEdit = (root: unknown) => unknown;

type Way = readonly (string | number)[];

/** The ways to all parts of a value, the value itself included. */
function waysIn(value: unknown, way: Way = []): Way[] {
  if (typeof value !== 'object' || value === null) return [way];
  const isList = Array.isArray(value);
  const keys = Object.keys(value);
  return [
    way,
    ...keys.flatMap((key) => waysIn((value as { [key: string]: unknown })[key], [...way, isList ? Number(key) : key])),
  ];
}

/** The value with a part replaced by what a function makes of it; undefined removes the part. */
function withPart(value: unknown, [first, ...rest]: Way, change: (part: unknown) => unknown): unknown {
  if (first === undefined) return change(value);
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => {
      const part = i === first ? withPart(item, rest, change) : item;
      return part === undefined ? [] : [part];
    });
  }
  const entries = Object.entries(value as object).map(([key, part]) => [
    key,
    key === first ? withPart(part, rest, change) : part,
  ]);
  return Object.fromEntries(entries.filter(([, part]) => part !== undefined));
}

function pick<T>(items: readonly T[], share: number): T {
  const item = items[Math.min(items.length - 1, Math.floor(share * items.length))];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

const place = fc.double({ min: 0, max: 1, noNaN: true });

/** Changes a part of the value. */
const changing = (change: (part: unknown) => unknown, share: number): TreeEdit => {
  return (root) => withPart(root, pick(waysIn(root), share), change);
};

const replace = fc.tuple(place, hostileValue).map(([share, value]) => changing(() => value, share));
const remove = place.map((share) => changing(() => undefined, share));
const wrap = fc
  .tuple(place, fc.boolean())
  .map(([share, isList]) => changing((part) => (isList ? [part, part] : { a: part }), share));

/** Adds hostile text to a text, so that it still resembles what it was. */
const append = fc
  .tuple(place, hostileText)
  .map(([share, text]) => changing((part) => (typeof part === 'string' ? part + text : text), share));

/** Adds an entry to a map, or an item to a list. */
const extend = fc.tuple(place, hostileText, hostileValue).map(([share, key, value]) =>
  changing((part) => {
    if (Array.isArray(part)) return [...part, value];
    if (typeof part !== 'object' || part === null) return value;
    return Object.fromEntries([...Object.entries(part), [key, value]]);
  }, share),
);

/** Gives the last key of a map another name. */
const rename = fc.tuple(place, hostileText).map(([share, name]) =>
  changing((part) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    const entries = Object.entries(part);
    return Object.fromEntries(entries.map(([key, value], i) => [i === entries.length - 1 ? name : key, value]));
  }, share),
);

/** Puts a copy of one part at the place of another. */
const transplant = fc.tuple(place, place).map(
  ([from, to]): TreeEdit =>
    (root) => {
      const donor = pick(waysIn(root), from).reduce<unknown>(
        (value, key) => (value as { [key: string | number]: unknown })[key],
        root,
      );
      return changing(() => donor, to)(root);
    },
);

/** Changes of a value, which stays valid JSON. */
export const treeEdits: fc.Arbitrary<readonly TreeEdit[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: replace },
    { weight: 2, arbitrary: append },
    remove,
    wrap,
    extend,
    rename,
    transplant,
  ),
  { minLength: 1, maxLength: 3 },
);

/** The value after all changes. */
export function editTree(value: unknown, edits: readonly TreeEdit[]): unknown {
  return edits.reduce<unknown>((root, edit) => edit(root) ?? null, value);
}
