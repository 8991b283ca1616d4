type Plain = { readonly [key: string]: unknown };

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Merges values from left to right: maps key by key, anything else by replacing what was there. Undefined changes
 * nothing. The arguments stay as they are.
 */
export function mergeDeep(...values: readonly unknown[]): unknown {
  return values.reduce((merged, value) => {
    if (value === undefined) return merged;
    if (!isPlain(merged) || !isPlain(value)) return value;
    const keys = [...new Set([...Object.keys(merged), ...Object.keys(value)])];
    return Object.fromEntries(keys.map((key) => [key, mergeDeep(own(merged, key), own(value, key))]));
  });
}

/** The value of an own key; inherited properties such as `constructor` do not count. */
function own(map: Plain, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
