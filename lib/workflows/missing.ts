import { type PlacedIssue, placeIssues } from '../issues/place';
import { count, groupBy } from '../values';

/** A token that the lock has no value for, at one place of the output. */
export interface MissingValue {
  /** The token. */
  readonly token: string;
  /** The file that has it, as a path below the output directory. */
  readonly path: string;
}

/** The tokens that the lock has no value for, each with its files as paths below the output directory. */
export interface MissingValues {
  readonly [token: string]: readonly string[];
}

/** Which values are missing, and from which lock. */
export interface MissingSummary {
  /** The lock file; undefined for a topology in code, which has none by default. */
  readonly lockFile?: string;
  /** Whether there is a lock. */
  readonly hasLock: boolean;
  /** The tokens that the lock has no value for, each with its files. */
  readonly missing: MissingValues;
}

/** Missing values by token, sorted. */
export function missingByToken(values: readonly MissingValue[]): MissingValues {
  const tokens = [...groupBy(values, ({ token }) => token)].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    tokens.map(([token, places]) => [token, [...new Set(places.map(({ path }) => path))].sort()]),
  );
}

const FETCH = 'run "ossm-fed fetch"';

/**
 * The errors for missing values if the output has to be complete: one for each token, or a single one without a lock.
 *
 * @param outdir the output directory, which is the place of the error if there is no lock file
 */
export function missingIssues({ missing, lockFile, hasLock }: MissingSummary, outdir: string): readonly PlacedIssue[] {
  const tokens = Object.entries(missing);
  if (tokens.length === 0) return [];
  const place = (message: string, fix: string) =>
    placeIssues([{ code: 'LCK045', path: [], message, fix }], lockFile ?? outdir);
  if (hasLock) {
    return tokens.flatMap(([token, [first = '', ...others]]) => {
      const where = others.length === 0 ? '' : ` and ${count(others.length, 'other file')}`;
      return place(`missing value of "${token}", required by ${first}${where}`, FETCH);
    });
  }
  const what = lockFile === undefined ? 'there is no lock file' : 'the lock does not exist';
  const fix = lockFile === undefined ? 'set the option "lockFile"' : FETCH;
  return place(`${what}: ${count(tokens.length, 'value')} missing`, fix);
}

/** How many tokens the warning about lost values names. */
const MAX_NAMED = 3;

/** The warning for values that the output had, and that are tokens again. */
export function lostIssues(
  lost: readonly MissingValue[],
  { lockFile }: Pick<MissingSummary, 'lockFile'>,
  outdir: string,
): readonly PlacedIssue[] {
  const tokens = Object.keys(missingByToken(lost));
  if (tokens.length === 0) return [];
  const named = tokens.slice(0, MAX_NAMED).join(', ');
  const more = tokens.length > MAX_NAMED ? ` and ${tokens.length - MAX_NAMED} more` : '';
  const message = `${count(tokens.length, 'value')} of the earlier output replaced by ${tokens.length === 1 ? 'its token' : 'tokens'}, because the lock has no value: ${named}${more}`;
  const fix = `restore the lock, or ${FETCH}; then run "ossm-fed synth"`;
  return placeIssues([{ code: 'LCK047', path: [], message, fix, level: 'warning' }], lockFile ?? outdir);
}
