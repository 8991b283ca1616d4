import { MAX_SITES } from '../bounds';
import type { Path } from '../issues/issue';
import { isFields, valueAt } from '../values';
import { expandRange } from './ranges';

/**
 * Finds where a topology states what is at a path of its resolved form: an entry from a range is found under the range,
 * and a key that an entry lacks may be found under `defaults`.
 *
 * @param topology the value of the topology file, valid or not
 */
export function sourcePaths(topology: unknown): (path: Path) => Path {
  let ranges: ReadonlyMap<string, ReadonlyMap<string, string>> | undefined;
  return (path) => {
    const [section, name, ...rest] = path;
    if ((section !== 'clusters' && section !== 'meshes') || name === undefined) return path;
    ranges ??= new Map(['clusters', 'meshes'].map((each) => [each, rangesByName(valueAt(topology, [each]))]));
    const isOwn = valueAt(topology, [section, name]) !== undefined;
    const written: Path = [section, isOwn ? name : (ranges.get(section)?.get(String(name)) ?? name), ...rest];
    const byDefault: Path = ['defaults', section, ...rest];
    const isDefault = valueAt(topology, written) === undefined && valueAt(topology, byDefault) !== undefined;
    return isDefault ? byDefault : written;
  };
}

/** The range that each name of a section comes from. */
function rangesByName(section: unknown): ReadonlyMap<string, string> {
  const ranges = isFields(section) ? Object.keys(section).filter((key) => key.includes('{')) : [];
  const names = new Map<string, string>();
  for (const key of ranges) {
    if (names.size > MAX_SITES) break;
    for (const name of expandRange(key) ?? []) names.set(name, key);
  }
  return names;
}
