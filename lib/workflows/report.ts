import { redact } from '../issues/redact';
import { mapStrings } from '../values';
import type { DownResult } from './down';
import type { FetchResult } from './fetch';
import type { GatherResult } from './gather';
import type { InitResult } from './init';
import type { FillResult } from './inject';
import type { LintRun } from './lint';
import type { PlanResult } from './plan';
import { downReport, writeDown } from './reports/down';
import { EXIT } from './reports/exit';
import { fetchReport, writeFetch } from './reports/fetch';
import { gatherReport, writeGather } from './reports/gather';
import { initReport, writeInit } from './reports/init';
import { injectReport, writeInject } from './reports/inject';
import { type LintText, lintReport, writeLint } from './reports/lint';
import { type Output, safeOutput } from './reports/output';
import { type PlanText, planReport, writePlan } from './reports/plan';
import type { Report } from './reports/shape';
import { shown } from './reports/shown';
import { type StatusText, statusReport, writeStatus } from './reports/status';
import { changesText } from './reports/status-changes';
import { synthReport, writeSynth } from './reports/synth';
import { traceReport, writeTrace } from './reports/trace';
import { upReport, writeUp } from './reports/up';
import { wrapOutput } from './reports/wrap';
import type { StatusResult } from './status';
import type { SynthResult } from './synth';
import type { TraceResult } from './trace';
import type { UpResult } from './up';

export { EXIT } from './reports/exit';
export { type Output, safeOutput } from './reports/output';

/** What a report looks like: for people, or for programs. */
export type ReportFormat = 'text' | 'json';

/** The formats of the linter's report: also for code scanning, and for GitHub Actions. */
export type LintFormat = ReportFormat | LintText;

/** The formats of a status: also for continuous integration. */
export type StatusFormat = ReportFormat | StatusText;

/** The formats of a plan: also for comments of pull requests. */
export type PlanFormat = ReportFormat | PlanText;

/** What a command did. */
export type CommandResult =
  | SynthResult
  | FetchResult
  | FillResult
  | LintRun
  | StatusResult
  | GatherResult
  | PlanResult
  | UpResult
  | DownResult
  | InitResult
  | TraceResult;

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
  const safe = safeOutput(output);
  if (format === 'json') safe.stdout.write(`${JSON.stringify(reportOf(mapResult(result, redact)), null, 2)}\n`);
  const { exitCode, problems } = reportOf(result);
  if (format === 'text' && (!quiet || exitCode !== EXIT.ok || problems.length > 0)) writeText(result, wrapOutput(safe));
  return exitCode;
}

/**
 * Reports what linting found, in any format of the linter.
 *
 * @returns the exit code
 */
export function reportLint(run: LintRun, format: LintFormat, output: Output, options: ReportOptions = {}): number {
  if (format === 'text' || format === 'json') return report(run, format, output, options);
  writeText(run, safeOutput(output), format);
  return lintReport(run).exitCode;
}

/**
 * Reports the status of a federation, in any of its formats.
 *
 * @returns the exit code
 */
export function reportStatus(
  result: StatusResult,
  format: StatusFormat,
  output: Output,
  options: ReportOptions = {},
): number {
  if (format !== 'junit') return report(result, format, output, options);
  writeStatus(mapStrings(result, shown), format, safeOutput(output));
  return statusReport(result).exitCode;
}

/**
 * Reports what has changed from one status to the next.
 *
 * @returns the exit code of the later one
 */
export function reportStatusChanges(before: StatusResult, after: StatusResult, output: Output): number {
  const [earlier, later] = [before, after].map((result) => mapStrings(result, shown).status);
  if (earlier !== undefined && later !== undefined) safeOutput(output).stdout.write(changesText(earlier, later));
  return statusReport(after).exitCode;
}

/** How a plan is reported. */
export interface PlanReportOptions extends ReportOptions {
  /**
   * Whether a change is exit code 1.
   *
   * @default false
   */
  readonly exitCode?: boolean;
}

/**
 * Reports what would change, in any of its formats.
 *
 * @returns the exit code
 */
export function reportPlan(
  result: PlanResult,
  format: PlanFormat,
  output: Output,
  { exitCode: failsOnChange = false, quiet = false }: PlanReportOptions = {},
): number {
  const safe = safeOutput(output);
  const { exitCode, problems, plan } = planReport(result, failsOnChange);
  const isNothing = problems.length === 0 && plan?.changes.length === 0;
  if (format === 'json') {
    const shownReport = planReport(mapStrings(result, redact), failsOnChange);
    safe.stdout.write(`${JSON.stringify(shownReport, null, 2)}\n`);
  } else if (!quiet || !isNothing) writePlan(mapStrings(result, shown), format, wrapOutput(safe));
  return exitCode;
}

/** A result with its strings replaced. What lint found stays: `lint` redacts it, and its reports escape it. */
function mapResult(result: CommandResult, replace: (text: string) => string): CommandResult {
  if (result.command !== 'lint') return mapStrings(result, replace);
  const { found, lineOf, ...rest } = result;
  return { ...mapStrings(rest, replace), ...(found !== undefined && { found }), lineOf };
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
    case 'status':
      return statusReport(result);
    case 'gather':
      return gatherReport(result);
    case 'plan':
      return planReport(result);
    case 'up':
      return upReport(result);
    case 'down':
      return downReport(result);
    case 'init':
      return initReport(result);
    case 'trace':
      return traceReport(result);
  }
}

/** A result of synthesis for people, who see only how many files there are, and few of the missing values. */
function shownSynth({ summary, ...result }: SynthResult): SynthResult {
  if (summary === undefined) return mapStrings(result, shown);
  const { written, unchanged, removed, missing, ...rest } = summary;
  const kept = { written, unchanged, removed, missing };
  return { ...mapStrings(result, shown), summary: { ...mapStrings(rest, shown), ...kept } };
}

/** Writes lines for people, in which each string of the result is printable, so that it cannot add a line. */
function writeText(result: CommandResult, output: Output, format: LintText = 'text'): void {
  const known = result.command === 'synth' ? shownSynth(result) : mapResult(result, shown);
  if (known.command === 'synth') writeSynth(known, output);
  else if (known.command === 'fetch') writeFetch(known, output);
  else if (known.command === 'inject') writeInject(known, output);
  else if (known.command === 'lint') writeLint(known, format, output);
  else if (known.command === 'gather') writeGather(known, output);
  else if (known.command === 'plan') writePlan(known, 'text', output);
  else if (known.command === 'up') writeUp(known, output);
  else if (known.command === 'down') writeDown(known, output);
  else if (known.command === 'init') writeInit(known, output);
  else if (known.command === 'trace') writeTrace(known, output);
  else writeStatus(known, 'text', output);
}
