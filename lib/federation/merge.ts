import { isFields, ownEntry } from '../values';

/**
 * Merges values from left to right: maps key by key, anything else by replacing what was there. Undefined changes
 * nothing. The arguments stay as they are.
 */
export function mergeDeep(...values: readonly unknown[]): unknown {
  return values.reduce((merged, value) => {
    if (value === undefined) return merged;
    if (!isFields(merged) || !isFields(value)) return value;
    const keys = [...new Set([...Object.keys(merged), ...Object.keys(value)])];
    return Object.fromEntries(keys.map((key) => [key, mergeDeep(ownEntry(merged, key), ownEntry(value, key))]));
  });
}
