import { printPath } from '../../lib/issues/issue';
import type { KubeObject } from './synthesize';

/** One difference between an object as the reference has it and as this project writes it. */
export interface Difference {
  /** Cluster, kind, namespace and name, such as `rosa: Service/shop/details`. */
  readonly object: string;
  /** The path of a value, or {@link WHOLE_OBJECT}. */
  readonly field: string;
  /** Who has the value. */
  readonly side: 'reference' | 'ours' | 'both';
  /** The values of those who have it, the reference's first; none for a whole object. */
  readonly values: readonly unknown[];
}

/** The field of a difference that is an object of one side alone. */
export const WHOLE_OBJECT = 'whole object';

type Objects = ReadonlyMap<string, KubeObject>;

/** All differences between two sets of objects, object by object and value by value. */
export function compareObjects(reference: Objects, ours: Objects): readonly Difference[] {
  const objects = [...new Set([...reference.keys(), ...ours.keys()])].sort();
  return objects.flatMap((object): readonly Difference[] => {
    const [theirs, own] = [reference.get(object), ours.get(object)];
    if (theirs === undefined) return [{ object, field: WHOLE_OBJECT, side: 'ours', values: [] }];
    if (own === undefined) return [{ object, field: WHOLE_OBJECT, side: 'reference', values: [] }];
    return compareValues(leavesOf(theirs), leavesOf(own)).map((difference) => ({ object, ...difference }));
  });
}

type Leaves = ReadonlyMap<string, unknown>;

function compareValues(reference: Leaves, ours: Leaves): readonly Omit<Difference, 'object'>[] {
  const fields = [...new Set([...reference.keys(), ...ours.keys()])].sort();
  return fields.flatMap((field): readonly Omit<Difference, 'object'>[] => {
    const [theirs, own] = [reference.get(field), ours.get(field)];
    if (own === undefined) return [{ field, side: 'reference', values: [theirs] }];
    if (theirs === undefined) return [{ field, side: 'ours', values: [own] }];
    return JSON.stringify(theirs) === JSON.stringify(own) ? [] : [{ field, side: 'both', values: [theirs, own] }];
  });
}

/** The values of an object by their paths: all that is no map and no list, and those of both that are empty. */
function leavesOf(value: unknown, path: readonly (string | number)[] = []): Leaves {
  const entries = entriesOf(value);
  if (entries.length === 0) return new Map([[printPath(path), value]]);
  return new Map(entries.flatMap(([key, item]) => [...leavesOf(item, [...path, key])]));
}

/** The parts of a map or a list. Items with names are known by these, as their order has no meaning. */
function entriesOf(value: unknown): readonly (readonly [string | number, unknown])[] {
  if (typeof value !== 'object' || value === null) return [];
  if (!Array.isArray(value)) return Object.entries(value);
  const names = new Set(value.map(nameOf));
  if (names.size === value.length && !names.has(undefined)) return value.map((item) => [nameOf(item) ?? '', item]);
  return [...value].sort(byAlternative).map((item, i) => [i, item]);
}

function nameOf(item: unknown): string | undefined {
  const name = (item as { name?: unknown } | null)?.name;
  return typeof name === 'string' ? name : undefined;
}

/** The alternatives of a match have no order, so they are brought into one; other items keep theirs. */
function byAlternative(a: unknown, b: unknown): number {
  const [left, right] = [a, b].map((item) => JSON.stringify((item as { uri?: unknown } | null)?.uri ?? ''));
  return String(left).localeCompare(String(right), 'en');
}
