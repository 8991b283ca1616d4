import type { PlacedIssue } from '../../issues/place';
import { printable } from '../../issues/printable';
import { redact } from '../../issues/redact';
import { mapStrings } from '../../values';
import { exitCodeOf } from './exit';
import { type Output, safeOutput } from './output';
import { issuesText, problemsText } from './problems';
import { wrapOutput } from './wrap';

/** What to report of a picture. */
export interface GraphReport {
  /** Errors and warnings. */
  readonly issues: readonly PlacedIssue[];
  /** The text of the picture; undefined if there is none, or if it was written to a file. */
  readonly text?: string;
  /** A line about what was done, without a line feed; undefined for none. */
  readonly summary?: string;
}

/**
 * Reports a picture: the picture to standard output, problems to standard error.
 *
 * @returns the exit code
 */
export function reportGraph({ issues, text, summary }: GraphReport, output: Output): number {
  const safe = safeOutput(output);
  const shown = mapStrings(issues, (part) => printable(redact(part)));
  const code = exitCodeOf(issues);
  const { stderr } = wrapOutput(safe);
  if (code !== 0) stderr.write(problemsText(shown, 'no picture'));
  else if (shown.length > 0) stderr.write(issuesText(shown));
  if (text !== undefined) safe.stdout.write(text);
  if (summary !== undefined) stderr.write(`${printable(summary)}\n`);
  return code;
}
