import { colors } from '../../issues/colors';
import { isError } from '../../issues/issue';
import { type PlacedIssue, printPlace } from '../../issues/place';
import { count } from '../../values';

/**
 * One block of text per problem, and their number.
 *
 * @param outcome what the command did not do
 */
export function problemsText(issues: readonly PlacedIssue[], outcome = 'nothing was written'): string {
  return `${issuesText(issues)}${count(issues.filter(isError).length, 'problem')}; ${outcome}\n`;
}

/** One block of text per issue: its place, its level, its code, what is wrong, and what to write instead. */
export function issuesText(issues: readonly PlacedIssue[]): string {
  return issues
    .map((issue) => {
      const level = isError(issue) ? colors.red('error') : colors.yellow('warning');
      const head = `${printPlace(issue)}: ${level} ${issue.code}: ${issue.message}`;
      return `${head}\n  ${colors.cyan('fix:')} ${issue.fix}\n`;
    })
    .join('');
}
