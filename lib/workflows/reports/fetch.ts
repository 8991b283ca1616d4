import { colors } from '../../issues/colors';
import { issueProblem } from '../../issues/problem';
import { count } from '../../values';
import { type FetchResult, type FetchSummary, isClean } from '../fetch';
import { EXIT, exitCodeOf } from './exit';
import type { Output } from './output';
import { issuesText, problemsText } from './problems';
import type { FetchReport } from './shape';

/** The report of fetching for programs. The exit code is that of the issues, or 1 if a comparison found differences. */
export function fetchReport(result: FetchResult): FetchReport {
  const { command, issues, changes, summary } = result;
  return {
    command,
    exitCode: isClean(result) ? EXIT.ok : exitCodeOf(issues) || EXIT.problems,
    problems: issues.map(issueProblem),
    changes: changes.map((change) => ({ ...change })),
    ...(summary !== undefined && { summary }),
  };
}

/** Writes the report of fetching for people: changes and a summary on standard output, issues on standard error. */
export function writeFetch({ issues, changes, summary }: FetchResult, { stdout, stderr }: Output): void {
  if (summary === undefined) {
    stderr.write(problemsText(issues, 'nothing was fetched'));
    return;
  }
  stdout.write(changes.map(({ text }) => `${text}\n`).join(''));
  stderr.write(issuesText(issues));
  stdout.write(`${summaryText(summary, changes.length)}\n${nextStep(summary, changes.length)}`);
}

function summaryText(summary: FetchSummary, changes: number): string {
  const { lock, clusters, read, unread } = summary;
  if (read + unread === 0) return `${lock}: nothing to fetch from these clusters${outcome(summary, changes)}`;
  const facts = unread === 0 ? count(read, 'fact') : colors.red(`${read} of ${count(read + unread, 'fact')}`);
  return `${lock}: ${facts} read from ${count(clusters, 'cluster')}${outcome(summary, changes)}`;
}

/** What to do with changes in the lock. */
function nextStep({ check }: FetchSummary, changes: number): string {
  return check || changes === 0 ? '' : 'run "ossm-fed synth" or "ossm-fed inject" to fill them in\n';
}

function outcome({ check, written, read, unread }: FetchSummary, changes: number): string {
  if (!check && written && changes === 0) return ', rewritten without changes';
  if (!check && written) return `, ${count(changes, 'change')} written`;
  if (read === 0 && unread > 0) return check ? ', nothing compared' : ', nothing written';
  if (!check) return ', unchanged';
  const rest = unread > 0 ? ' among these' : '';
  return changes === 0 ? `, no difference${rest}` : `, ${count(changes, 'difference')}${rest}; nothing was written`;
}
