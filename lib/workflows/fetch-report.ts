import { colors } from '../issues/colors';
import { type FetchResult, type FetchSummary, isClean } from './fetch';
import { count, EXIT, exitCodeOf, issuesText, type Output, problemsText, type ReportFormat } from './report';

/**
 * Reports what fetching did: changes and a summary on standard output, issues on standard error.
 *
 * @returns the exit code: that of the issues, or 1 if a comparison found differences
 */
export function reportFetch(result: FetchResult, format: ReportFormat, { stdout, stderr }: Output): number {
  const { issues, changes, summary } = result;
  if (format === 'json') stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else if (summary === undefined) stderr.write(problemsText(issues));
  else {
    stdout.write(changes.map(({ text }) => `${text}\n`).join(''));
    stderr.write(issuesText(issues));
    stdout.write(`${summaryText(summary, changes.length)}\n`);
  }
  return isClean(result) ? EXIT.ok : exitCodeOf(issues) || EXIT.problems;
}

function summaryText(summary: FetchSummary, changes: number): string {
  const { lock, clusters, read, unread } = summary;
  if (read + unread === 0) return `${lock}: nothing to fetch from these clusters${outcome(summary, changes)}`;
  const facts = unread === 0 ? count(read, 'fact') : colors.red(`${read} of ${count(read + unread, 'fact')}`);
  return `${lock}: ${facts} read from ${count(clusters, 'cluster')}${outcome(summary, changes)}`;
}

function outcome({ check, written, read, unread }: FetchSummary, changes: number): string {
  if (!check && written && changes === 0) return ', rewritten without changes';
  if (!check) return written ? `, ${count(changes, 'change')} written` : ', unchanged';
  if (read === 0 && unread > 0) return ', nothing compared';
  const rest = unread > 0 ? ' among these' : '';
  return changes === 0 ? `, no difference${rest}` : `, ${count(changes, 'difference')}${rest}; nothing was written`;
}
