import type { Path } from '../../../issues/issue';
import type { Labels } from '../../../matching/label-selector';
import { listAt, mapAt } from '../../../observed/fields';

/** The texts of a list at a path of a value of any shape; other items are left out. */
export function textsAt(value: unknown, path: Path): readonly string[] {
  return listAt(value, path).filter((item) => typeof item === 'string');
}

/** The map at a path of a value of any shape as labels; numbers and booleans become text, other values are left out. */
export function labelsAt(value: unknown, path: Path): Labels {
  const entries = Object.entries(mapAt(value, path)).flatMap(([key, item]): [string, string][] =>
    typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean' ? [[key, String(item)]] : [],
  );
  return Object.fromEntries(entries);
}
