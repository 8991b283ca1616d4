import { colors } from './issues/colors';
import { type PlacedIssue, printPlace } from './issues/place';
import type { SynthResult } from './synth';

/** Where a report goes. */
export interface Output {
  /** For results. */
  readonly stdout: { write(text: string): unknown };
  /** For problems. */
  readonly stderr: { write(text: string): unknown };
}

/** How a report looks: for people, or for programs. */
export type ReportFormat = 'text' | 'json';

/** The exit codes of all commands. */
export const EXIT = { ok: 0, problems: 1, usage: 2, input: 3 } as const;

/**
 * Reports what synthesis did: problems in full, and a summary of what was written.
 *
 * @returns the exit code: 0, or 1 where there are problems
 */
export function report(result: SynthResult, format: ReportFormat = 'text', output: Output = process): number {
  if (format === 'json') output.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else if (result.summary === undefined) output.stderr.write(problemsText(result.issues));
  else output.stdout.write(`${summaryText(result.summary)}\n`);
  return result.issues.length === 0 ? EXIT.ok : EXIT.problems;
}

/** One block of text per problem, and their number. */
export function problemsText(issues: readonly PlacedIssue[]): string {
  const blocks = issues.map((issue) => {
    const head = `${printPlace(issue)}: ${colors.red('error')} ${issue.code}: ${issue.message}`;
    return `${head}\n  ${colors.cyan('fix:')} ${issue.fix}\n`;
  });
  return `${blocks.join('')}${count(issues.length, 'problem')}; nothing was written\n`;
}

function summaryText({ outdir, clusters, written, unchanged, removed }: NonNullable<SynthResult['summary']>): string {
  const files = written.length + unchanged.length;
  const changes = `${written.length} written, ${unchanged.length} unchanged, ${removed.length} removed`;
  return `${outdir}: ${count(clusters, 'cluster')}, ${count(files, 'file')} (${changes})`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
