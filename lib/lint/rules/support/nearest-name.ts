import { nearest } from '../../../issues/suggest';

/** How many names are compared in one run of a rule. */
const MOST_COMPARISONS = 100_000;

/**
 * Finds the nearest of known names, as long as few were asked for: where a thousand names are wrong, comparing each with
 * a thousand others takes longer than all the rest.
 */
export class NearestNames {
  private left = MOST_COMPARISONS;

  /** The known name nearest to a misspelt one; undefined where none is near. */
  find(name: string, known: readonly string[]): string | undefined {
    if (known.length > this.left) return undefined;
    this.left -= known.length;
    return nearest(name, known);
  }
}
