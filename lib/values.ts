/** Helpers for plain values of any shape, such as parsed YAML and answers of an API. Nothing is imported here. */

/** A map as YAML and JSON have it: any keys, values of any shape. */
export interface Fields {
  /** The value of a key; undefined where the map lacks it. */
  readonly [field: string]: unknown;
}

/** Whether a value is a map; null and lists are not. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is a non-empty string. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** A text, a number or a boolean as text; undefined for other values. */
export function plainText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/**
 * The entry of a map by its name; undefined where the map is undefined or lacks it. What every object inherits is not
 * an entry: a mesh may be called `constructor`.
 */
export function ownEntry<T>(map: { readonly [name: string]: T } | undefined, name: string): T | undefined {
  return map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined;
}

/**
 * The part of a value at a path of keys and list indices; undefined where the path leads nowhere. An empty path is the
 * value itself. Inherited properties are not followed.
 */
export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let part = value;
  for (const key of path) {
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, key)) return undefined;
    part = (part as { readonly [key: string | number]: unknown })[key];
  }
  return part;
}

/**
 * Plain values with every string replaced, the keys of maps included; what is not plain stays as it is. A map or a list in
 * which nothing changes is returned itself, as nearly all are.
 */
export function mapStrings<T>(value: T, replace: (text: string) => string): T {
  return mapped(value, replace) as T;
}

function mapped(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => mapped(item, replace));
    return items.some((item, i) => item !== value[i]) ? items : value;
  }
  if (!isFields(value) || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value);
  const changed = entries.map(([key, part]) => [replace(key), mapped(part, replace)] as const);
  const isKept = changed.every(([key, part], i) => key === entries[i]?.[0] && part === entries[i]?.[1]);
  return isKept ? value : Object.fromEntries(changed);
}

/** Groups values by a key: the groups in the order of their first values, the values of each in their given order. */
export function groupBy<T, K = string>(values: readonly T[], keyOf: (value: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

/** The number of first items for which a condition is true, in a list where it is false for all after those; by bisection. */
export function countLeading<T>(items: readonly T[], isTrue: (item: T) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isTrue(items[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A number with its noun, such as `1 file` and `2 files`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Names of devices of Windows, also with an extension, which cannot be names of files (Microsoft, "Naming Files"). */
const DEVICE_NAME = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Whether a name is that of a device of Windows, which no file or directory can have there. */
export function isDeviceName(name: string): boolean {
  return DEVICE_NAME.test(name);
}
