import { issueProblem } from '../../issues/problem';
import { count } from '../../values';
import type { FillResult, FillSummary } from '../inject';
import { exitCodeOf } from './exit';
import { missingText } from './missing';
import type { Output } from './output';
import { issuesText, problemsText } from './problems';
import type { InjectReport } from './shape';

/** The report of filling for programs. */
export function injectReport({ command, issues, summary }: FillResult): InjectReport {
  const problems = issues.map(issueProblem);
  return { command, exitCode: exitCodeOf(issues), problems, ...(summary !== undefined && { summary }) };
}

/** Writes the report of filling for people: issues in full, and a summary with the missing values. */
export function writeInject({ issues, summary }: FillResult, { stdout, stderr }: Output): void {
  if (summary === undefined) {
    stderr.write(problemsText(issues, 'nothing was changed'));
    return;
  }
  stderr.write(issuesText(issues));
  stdout.write(summaryText(summary));
}

/** The numbers on one line, then what is missing. */
function summaryText(summary: FillSummary): string {
  const { outdir, lockFile, filled, unchanged, missing } = summary;
  const { length } = Object.keys(missing);
  const left = length === 0 ? '' : `; ${count(length, 'value')} missing from ${lockFile}`;
  const numbers = `${outdir}: ${count(filled.length, 'file')} filled, ${unchanged.length} unchanged${left}`;
  return `${numbers}\n${missingText(summary, 'inject')}`;
}
