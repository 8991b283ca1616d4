import { distance } from 'fastest-levenshtein';
import { MAX_COMPARED_NAMES } from '../bounds';

/** The maximum edit distance of a suggestion: a third of the name, at least one. */
function tolerance(name: string): number {
  return Math.max(1, Math.floor(name.length / 3));
}

/**
 * The known name that is nearest to a misspelled one, or undefined if none is near. Case is ignored. Of equal distances
 * the first name in sort order wins. Of too many names none is suggested.
 */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const names = [...known];
  if (names.length > MAX_COMPARED_NAMES) return undefined;
  const lower = name.toLowerCase();
  const ranked = names
    .map((candidate) => ({ candidate, edits: distance(lower, candidate.toLowerCase()) }))
    .filter(({ edits }) => edits <= tolerance(name))
    .sort((a, b) => a.edits - b.edits || (a.candidate < b.candidate ? -1 : 1));
  return ranked[0]?.candidate;
}

/** The fix for an unknown name: `write "x"` with the nearest known name, or a list of all if none is near. */
export function suggestName(name: string, known: Iterable<string>): string {
  const names = [...known];
  if (names.length > MAX_COMPARED_NAMES) return `write one of the ${names.length} existing names`;
  names.sort();
  const near = nearest(name, names);
  if (near !== undefined) return `write "${near}"`;
  return names.length === 0 ? 'remove it' : `write one of ${listNames(names)}`;
}

/** The maximum number of names in a message; the rest is counted. */
const MAX_NAMES = 12;

/** Quoted names separated by commas; a long list is truncated with the number of the rest. */
export function listNames(names: readonly string[]): string {
  const shown = names
    .slice(0, MAX_NAMES)
    .map((name) => `"${name}"`)
    .join(', ');
  return names.length > MAX_NAMES ? `${shown} and ${names.length - MAX_NAMES} more` : shown;
}
