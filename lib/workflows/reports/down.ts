import { issueProblem } from '../../issues/problem';
import { count } from '../../values';
import type { DownResult } from '../down';
import { EXIT, exitCodeOf } from './exit';
import type { Output } from './output';
import { issuesText, problemsText } from './problems';
import type { DownReport } from './shape';

/** The report of deleting for programs. The exit code is 1 without other problems if anything is left. */
export function downReport({ command, issues, changes, summary }: DownResult): DownReport {
  const isLeft = (summary?.left.length ?? 0) > 0;
  return {
    command,
    exitCode: exitCodeOf(issues) || (isLeft ? EXIT.problems : EXIT.ok),
    problems: issues.map(issueProblem),
    changes,
    ...(summary !== undefined && { summary }),
  };
}

/** Writes the report of deleting for people: what was deleted, problems, and what is left. */
export function writeDown({ issues, changes, summary }: DownResult, { stdout, stderr }: Output): void {
  if (summary === undefined) {
    stderr.write(problemsText(issues, 'nothing was deleted'));
    return;
  }
  const { confirmed, listed, left } = summary;
  if (confirmed) for (const { cluster, object } of changes) stdout.write(`${cluster}: ${object} deleted\n`);
  else for (const object of listed) stdout.write(`${object} would be deleted\n`);
  stderr.write(issuesText(issues));
  if (confirmed) for (const object of left) stdout.write(`${object} is left\n`);
  stdout.write(
    confirmed
      ? `${count(changes.length, 'object')} deleted, ${left.length} left\n`
      : `${count(listed.length, 'object')} listed; nothing was deleted\n`,
  );
}
