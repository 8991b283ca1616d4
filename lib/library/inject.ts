import { GENERATIONS } from '../generations';
import { textFiller } from '../inject/fill';
import type { PlacedIssue } from '../issues/place';
import { placeIssues } from '../issues/place';
import type { Lock } from '../lock/model';
import { factKindsOf } from '../workflows/facts';

/** Manifests after their tokens were filled. */
export interface InjectResult {
  /** The text of the files by their paths, in their order. */
  readonly files: ReadonlyMap<string, string>;
  /** The tokens that the lock has no value for, sorted, each once. */
  readonly missing: readonly string[];
  /** Tokens at places that are not filled, and texts that cannot be read; such a text stays as it was. */
  readonly issues: readonly PlacedIssue[];
}

/**
 * Fills the tokens of manifests with the values of a lock, in memory. Nothing else of a text changes.
 *
 * @param files the text of manifests by their paths, such as the files of `synthToMemory`
 */
export function inject(files: ReadonlyMap<string, string>, lock: Lock): InjectResult {
  const fill = textFiller(lock, factKindsOf(GENERATIONS));
  const filled = [...files].map(([path, text]) => ({ path, ...fill(text) }));
  const missing = filled.flatMap(({ slots }) => slots.filter(({ state }) => state === 'missing'));
  return {
    files: new Map(filled.map(({ path, text }) => [path, text])),
    missing: [...new Set(missing.map(({ token }) => token))].sort(),
    issues: filled.flatMap(({ path, problems }) =>
      problems.flatMap(({ kind, message, line, column }) => {
        const code = kind === 'misplaced' ? 'LCK043' : 'LCK044';
        const placed = placeIssues([{ code, path: [], message, fix: 'fix the text at this place' }], path);
        return placed.map((issue) => ({ ...issue, line, column }));
      }),
    ),
  };
}
