import { issueProblem } from '../../issues/problem';
import { count } from '../../values';
import type { FillResult, FillSummary } from '../inject';
import { exitCodeOf } from './exit';
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

/** The numbers on one line, then each token that is left. */
function summaryText({ outdir, lockFile, hasLock, filled, unchanged, missing }: FillSummary): string {
  const tokens = Object.entries(missing);
  const left = tokens.length === 0 ? '' : `; ${count(tokens.length, 'value')} missing from ${lockFile}`;
  const lines = tokens.map(([token, files]) => `  ${token} in ${files[0]}${others(files.length - 1)}\n`);
  const hint = hasLock
    ? 'run "ossm-fed fetch" to read missing values'
    : `${lockFile} does not exist; run "ossm-fed fetch" to create it`;
  const end = tokens.length === 0 ? '' : `${lines.join('')}${hint}\n`;
  return `${outdir}: ${count(filled.length, 'file')} filled, ${unchanged.length} unchanged${left}\n${end}`;
}

function others(number: number): string {
  return number === 0 ? '' : ` and ${count(number, 'other file')}`;
}
