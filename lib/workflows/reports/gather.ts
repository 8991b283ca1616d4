import { issueProblem } from '../../issues/problem';
import { count } from '../../values';
import type { GatherResult } from '../gather';
import { exitCodeOf } from './exit';
import type { Output } from './output';
import { issuesText, problemsText } from './problems';
import type { GatherReport } from './shape';

/** The report of gathering for programs. */
export function gatherReport({ command, issues, summary }: GatherResult): GatherReport {
  const problems = issues.map(issueProblem);
  return { command, exitCode: exitCodeOf(issues), problems, ...(summary !== undefined && { summary }) };
}

/** Writes the report of gathering for people. */
export function writeGather({ issues, summary }: GatherResult, { stdout, stderr }: Output): void {
  if (summary === undefined) {
    stderr.write(problemsText(issues));
    return;
  }
  const { dump, clusters, objects } = summary;
  stderr.write(issuesText(issues));
  stdout.write(`${dump}: ${count(objects, 'object')} of ${count(clusters, 'cluster')}\n`);
}
