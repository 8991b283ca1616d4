import type { Path } from '../issues/issue';
import type { Fields } from '../manifests/object';

/** The map at a path of a value of any shape; empty where there is none. */
export function mapAt(value: unknown, path: Path = []): Fields {
  const found = valueAt(value, path);
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Fields) : {};
}

/** The list at a path of a value of any shape; empty where there is none. */
export function listAt(value: unknown, path: Path = []): readonly unknown[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? found : [];
}

/** The text at a path of a value of any shape; undefined where there is none, or where it is empty. */
export function textAt(value: unknown, path: Path = []): string | undefined {
  const found = valueAt(value, path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** The number at a path of a value of any shape; undefined where there is none. */
export function numberAt(value: unknown, path: Path = []): number | undefined {
  const found = valueAt(value, path);
  return typeof found === 'number' ? found : undefined;
}

/** The value at a path of a value of any shape; undefined where the path leads nowhere. */
export function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const part of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as Fields)[part];
  }
  return at;
}

/** A value that is no map and no list as text; undefined for others, whose text may be anything, also none. */
export function plainText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
