import type { Diagnostic } from '../diagnostic';
import type { LintResult, LintSummary } from '../lint';

/** The report of `ossm-fed lint --format json`. */
export interface LintReport {
  /** What was found, sorted by cluster, file and position. */
  readonly diagnostics: readonly Diagnostic[];
  /** Counts of the input and of what was found. */
  readonly summary: LintSummary;
}

/** The result as JSON by `schemas/lint.schema.json`. */
export function jsonReport({ diagnostics, summary }: LintResult): string {
  const report: LintReport = { diagnostics, summary };
  return `${JSON.stringify(report, null, 2)}\n`;
}
