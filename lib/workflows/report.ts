import type { FetchResult } from './fetch';
import type { FillResult } from './inject';
import type { LintRun } from './lint';
import { EXIT } from './reports/exit';
import { fetchReport, writeFetch } from './reports/fetch';
import { injectReport, writeInject } from './reports/inject';
import { type LintText, lintReport, writeLint } from './reports/lint';
import type { Output } from './reports/output';
import type { Report } from './reports/shape';
import { synthReport, writeSynth } from './reports/synth';
import { wrapOutput } from './reports/wrap';
import type { SynthResult } from './synth';

export { EXIT } from './reports/exit';
export type { Output } from './reports/output';

/** What a report looks like: for people, or for programs. */
export type ReportFormat = 'text' | 'json';

/** The formats of the linter's report: also for code scanning, and for GitHub Actions. */
export type LintFormat = ReportFormat | LintText;

/** What a command did. */
export type CommandResult = SynthResult | FetchResult | FillResult | LintRun;

/** How a report is written. */
export interface ReportOptions {
  /**
   * Whether a text report without problems is left out.
   *
   * @default false
   */
  readonly quiet?: boolean;
}

/**
 * Reports what a command did: problems in full, and a summary of what was done. Text wraps at the width of a terminal.
 *
 * @returns the exit code
 */
export function report(
  result: CommandResult,
  format: ReportFormat = 'text',
  output: Output = process,
  { quiet = false }: ReportOptions = {},
): number {
  const content = reportOf(result);
  if (format === 'json') output.stdout.write(`${JSON.stringify(content, null, 2)}\n`);
  else if (!quiet || content.exitCode !== EXIT.ok || content.problems.length > 0) {
    writeText(result, wrapOutput(output));
  }
  return content.exitCode;
}

/**
 * Reports what linting found, in any format of the linter.
 *
 * @returns the exit code
 */
export function reportLint(run: LintRun, format: LintFormat, output: Output, options: ReportOptions = {}): number {
  if (format === 'text' || format === 'json') return report(run, format, output, options);
  writeLint(run, format, output);
  return lintReport(run).exitCode;
}

/** What a command did, for programs. */
function reportOf(result: CommandResult): Report {
  switch (result.command) {
    case 'synth':
      return synthReport(result);
    case 'fetch':
      return fetchReport(result);
    case 'inject':
      return injectReport(result);
    case 'lint':
      return lintReport(result);
  }
}

function writeText(result: CommandResult, output: Output): void {
  if (result.command === 'synth') writeSynth(result, output);
  else if (result.command === 'fetch') writeFetch(result, output);
  else if (result.command === 'inject') writeInject(result, output);
  else writeLint(result, 'text', output);
}
