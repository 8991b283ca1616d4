import type { Path } from '../issues/issue';
import type { Labels } from '../matching/label-selector';
import { type Fields, isFields, isText, plainText, valueAt } from '../values';

/** The map at a path of a value of any type; empty where the path has no map. */
export function mapAt(value: unknown, path: Path = []): Fields {
  const found = valueAt(value, path);
  return isFields(found) ? found : {};
}

/** The list at a path of a value of any type; empty where the path has no list. */
export function listAt(value: unknown, path: Path = []): readonly unknown[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? found : [];
}

/** The text at a path of a value of any type; undefined where the path has no text, or an empty one. */
export function textAt(value: unknown, path: Path = []): string | undefined {
  const found = valueAt(value, path);
  return isText(found) ? found : undefined;
}

/** The number at a path of a value of any type; undefined where the path has no number. */
export function numberAt(value: unknown, path: Path = []): number | undefined {
  const found = valueAt(value, path);
  return typeof found === 'number' ? found : undefined;
}

/** The texts of a list at a path of a value of any shape; other items are left out. */
export function textsAt(value: unknown, path: Path): readonly string[] {
  return listAt(value, path).filter((item) => typeof item === 'string');
}

/** The map at a path of a value of any shape as labels; numbers and booleans become text, other values are left out. */
export function labelsAt(value: unknown, path: Path): Labels {
  const entries = Object.entries(mapAt(value, path)).flatMap(([key, item]) => {
    const text = plainText(item);
    return text === undefined ? [] : [[key, text] as const];
  });
  return Object.fromEntries(entries);
}
