import type { Diagnostic } from '../diagnostic';
import type { LintResult, LintSummary } from '../lint';

/** The report of `ossm-fed lint --format json`. */
export interface LintReport {
  /** What was found, sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Numbers of the run. */
  readonly summary: LintSummary;
}

/** The result for programs; `schemas/lint.schema.json` describes it. */
export function jsonReport({ diagnostics, summary }: LintResult): string {
  const report: LintReport = { diagnostics, summary };
  return `${JSON.stringify(report, null, 2)}\n`;
}
