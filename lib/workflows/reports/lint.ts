import { version } from '../../../package.json';
import { isError } from '../../issues/issue';
import { issueProblem } from '../../issues/problem';
import type { LintResult } from '../../lint/lint';
import { githubReport } from '../../lint/report/github';
import { diagnosticProblem } from '../../lint/report/problem';
import { sarifReport } from '../../lint/report/sarif';
import { textReport } from '../../lint/report/text';
import { count } from '../../values';
import type { LintRun } from '../lint';
import { EXIT, exitCodeOf } from './exit';
import type { Output } from './output';
import { issuesText } from './problems';
import type { LintReport } from './shape';

/** The formats of a linter's report besides JSON: for people, for code scanning, and for GitHub Actions. */
export type LintText = 'text' | 'sarif' | 'github';

/** The report of linting for programs. */
export function lintReport({ command, issues, found, strict }: LintRun): LintReport {
  if (found === undefined) return { command, exitCode: exitCodeOf(issues), problems: issues.map(issueProblem) };
  const { diagnostics, summary } = found;
  return { command, exitCode: exitCodeOfFound(found, strict), problems: diagnostics.map(diagnosticProblem), summary };
}

function exitCodeOfFound({ summary }: LintResult, strict: boolean): number {
  if (summary.unreadable > 0) return EXIT.input;
  return summary.errors > 0 || (strict && summary.warnings > 0) ? EXIT.problems : EXIT.ok;
}

/** Writes the report of linting as text of a format. */
export function writeLint({ issues, topology, found, lineOf }: LintRun, format: LintText, output: Output): void {
  if (found === undefined) {
    const problems = `the topology ${topology} has ${count(issues.filter(isError).length, 'problem')}`;
    output.stderr.write(`${issuesText(issues)}${problems}; nothing was linted\n`);
  } else if (format === 'sarif') output.stdout.write(sarifReport(found, version));
  else if (format === 'github') output.stdout.write(githubReport(found));
  else output.stdout.write(textReport(found, lineOf));
}
