import type { IssueCode } from '../issues/catalogue';
import { type Issue, type Path, printPath } from '../issues/issue';
import { groupBy } from '../values';
import { sourcePaths } from './source-path';

/** Issues about a name that is wrong in one place, often where it is defined, and used in many. */
const ABOUT_NAMES: ReadonlySet<IssueCode> = new Set(['TOP120', 'TOP130', 'TOP140']);

/**
 * The issues, with one for all meshes or clusters that have a faulty value from the same range or default, and one for all
 * uses of an unknown name.
 *
 * @param topology the value that the issues are about
 */
export function withoutRepetitions(issues: readonly Issue[], topology: unknown): readonly Issue[] {
  const sourceOf = sourcePaths(topology);
  const groups = groupBy(issues, ({ code, path, message, fix, level, place }) =>
    JSON.stringify([code, level, fix, place, ABOUT_NAMES.has(code) ? message : sourceOf(path)]),
  );
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (first === undefined || others.length === 0) return first ?? [];
    const more = ABOUT_NAMES.has(first.code)
      ? `also at ${listPaths(others.map(({ path }) => path))}`
      : `${others.length} more at this place`;
    return { ...first, message: `${first.message} (${more})` };
  });
}

/** How many paths a message lists. */
const MAX_PATHS = 6;

function listPaths(paths: readonly Path[]): string {
  const shown = paths.slice(0, MAX_PATHS).map(printPath).join(', ');
  return paths.length > MAX_PATHS ? `${shown} and ${paths.length - MAX_PATHS} more` : shown;
}
