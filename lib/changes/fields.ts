import { isFields } from '../values';
import { pairItems } from './items';
import type { FieldChange, FieldPath } from './model';
import { isSameAmount } from './quantity';

/** Keys of maps whose values are amounts, such as those of `resources`. */
const AMOUNTS: ReadonlySet<string | undefined> = new Set(['requests', 'limits', 'capacity', 'hard']);

/**
 * The fields in which two values differ. Each difference is listed once, at the deepest field that both have, or at the
 * field that one of them lacks. Items of lists are compared by their keys, and their order apart from that.
 */
export function fieldChanges(before: unknown, after: unknown, path: FieldPath = []): readonly FieldChange[] {
  if (before === undefined && after === undefined) return [];
  if (before === undefined) return [{ path, action: 'add', after }];
  if (after === undefined) return [{ path, action: 'remove', before }];
  if (isFields(before) && isFields(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => fieldChanges(own(before, key), own(after, key), [...path, key]));
  }
  if (Array.isArray(before) && Array.isArray(after)) return listChanges(before, after, path);
  const isSame = before === after || (AMOUNTS.has(path.at(-2)) && isSameAmount(before, after));
  return isSame ? [] : [{ path, action: 'change', before, after }];
}

function own(fields: { readonly [key: string]: unknown }, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

function listChanges(before: readonly unknown[], after: readonly unknown[], path: FieldPath): readonly FieldChange[] {
  const pairs = pairItems(before, after);
  const changes = pairs.flatMap((pair) =>
    fieldChanges(
      pair.before === undefined ? undefined : before[pair.before],
      pair.after === undefined ? undefined : after[pair.after],
      [...path, pair.label],
    ),
  );
  const kept = pairs.filter((pair) => pair.before !== undefined && pair.after !== undefined);
  const moved = [...kept].sort((a, b) => (a.after ?? 0) - (b.after ?? 0));
  if (kept.every((pair, i) => pair === moved[i])) return changes;
  const [old, now] = [kept, moved].map((list) => list.map(({ label }) => label.slice(1, -1)));
  return [...changes, { path, action: 'reorder', before: old, after: now }];
}

/** A path as text, such as `spec.ports[tls].nodePort`. Keys that are not plain words are quoted. */
export function fieldText(path: FieldPath): string {
  return path
    .map((part) => {
      if (/^\[.*\]$/s.test(part)) return part;
      return /^[\w-]+$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
    })
    .join('')
    .replace(/^\./, '');
}
