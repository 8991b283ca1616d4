import { distance } from 'fastest-levenshtein';

/** How many letters may differ for a name still to be meant: a third of it, and at least one. */
function tolerance(name: string): number {
  return Math.max(1, Math.floor(name.length / 3));
}

/**
 * The known name nearest to a misspelt one, or undefined where none is near. Capital letters do not count. Equal
 * distances go to the name that sorts first.
 */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const lower = name.toLowerCase();
  const ranked = [...known]
    .map((candidate) => ({ candidate, edits: distance(lower, candidate.toLowerCase()) }))
    .filter(({ edits }) => edits <= tolerance(name))
    .sort((a, b) => a.edits - b.edits || (a.candidate < b.candidate ? -1 : 1));
  return ranked[0]?.candidate;
}

/** A request to write the nearest known name, or one of all of them where none is near. */
export function suggestName(name: string, known: Iterable<string>): string {
  const names = [...known].sort();
  const near = nearest(name, names);
  if (near !== undefined) return `write "${near}"`;
  return names.length === 0 ? 'remove it' : `write one of ${listNames(names)}`;
}

/** How many names a message lists before it only counts the rest. */
const MOST_NAMES = 12;

/** Names in a row; a long row is cut, and the rest counted. */
export function listNames(names: readonly string[]): string {
  const shown = names
    .slice(0, MOST_NAMES)
    .map((name) => `"${name}"`)
    .join(', ');
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
}
