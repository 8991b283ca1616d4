import { colors } from '../issues/colors';
import { isError } from '../issues/issue';
import { type PlacedIssue, printPlace } from '../issues/place';
import type { SynthResult } from './synth';

/** The streams of a report. */
export interface Output {
  /** For results. */
  readonly stdout: { write(text: string): unknown };
  /** For problems. */
  readonly stderr: { write(text: string): unknown };
}

/** The format of a report: text for people, JSON for programs. */
export type ReportFormat = 'text' | 'json';

/** The exit codes of all commands. */
export const EXIT = { ok: 0, problems: 1, usage: 2, input: 3 } as const;

/**
 * Reports the result of synthesis: all problems, or a summary of what was written.
 *
 * @returns the exit code
 */
export function report(result: SynthResult, format: ReportFormat = 'text', output: Output = process): number {
  if (format === 'json') output.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else if (result.summary === undefined) output.stderr.write(problemsText(result.issues));
  else output.stdout.write(`${summaryText(result.summary)}\n`);
  return exitCodeOf(result.issues);
}

/** The exit code for issues: invalid usage for issues of the command line; warnings do not count. */
export function exitCodeOf(issues: readonly PlacedIssue[]): number {
  if (issues.some(({ code }) => code.startsWith('CLI'))) return EXIT.usage;
  return issues.some(isError) ? EXIT.problems : EXIT.ok;
}

/** The problems as text, and their number. */
export function problemsText(issues: readonly PlacedIssue[]): string {
  return `${issuesText(issues)}${count(issues.filter(isError).length, 'problem')}; nothing was written\n`;
}

/** The issues as text: place, level, code, message and fix of each. */
export function issuesText(issues: readonly PlacedIssue[]): string {
  return issues
    .map((issue) => {
      const level = isError(issue) ? colors.red('error') : colors.yellow('warning');
      const head = `${printPlace(issue)}: ${level} ${issue.code}: ${issue.message}`;
      return `${head}\n  ${colors.cyan('fix:')} ${issue.fix}\n`;
    })
    .join('');
}

function summaryText({ outdir, clusters, written, unchanged, removed }: NonNullable<SynthResult['summary']>): string {
  const files = written.length + unchanged.length;
  const changes = `${written.length} written, ${unchanged.length} unchanged, ${removed.length} removed`;
  return `${outdir}: ${count(clusters, 'cluster')}, ${count(files, 'file')} (${changes})`;
}

/** A number with its noun, such as `1 file` and `2 files`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
