import { nearest } from '../../../issues/suggest';

/** How many names one run of a rule compares at most. */
const MAX_COMPARISONS = 100_000;

/**
 * Finds the nearest of known names, up to a limit: where a thousand names are wrong, comparing each with a thousand
 * others takes longer than everything else.
 */
export class NearestNames {
  private left = MAX_COMPARISONS;

  /** The known name nearest to a misspelled one; undefined where none is near, and beyond the limit. */
  find(name: string, known: readonly string[]): string | undefined {
    if (known.length > this.left) return undefined;
    this.left -= known.length;
    return nearest(name, known);
  }
}
