import type { Path } from '../issues/issue';
import type { Fields } from '../manifests/object';

/** The map at a path of a value of any type; empty where the path has no map. */
export function mapAt(value: unknown, path: Path = []): Fields {
  const found = valueAt(value, path);
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Fields) : {};
}

/** The list at a path of a value of any type; empty where the path has no list. */
export function listAt(value: unknown, path: Path = []): readonly unknown[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? found : [];
}

/** The text at a path of a value of any type; undefined where the path has no text, or an empty one. */
export function textAt(value: unknown, path: Path = []): string | undefined {
  const found = valueAt(value, path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** The number at a path of a value of any type; undefined where the path has no number. */
export function numberAt(value: unknown, path: Path = []): number | undefined {
  const found = valueAt(value, path);
  return typeof found === 'number' ? found : undefined;
}

/** The value at a path of a value of any type; undefined where the path does not exist. */
export function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const part of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as Fields)[part];
  }
  return at;
}

/** A text, a number or a boolean as text; undefined for other values. */
export function plainText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
