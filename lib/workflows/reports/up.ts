import { colors } from '../../issues/colors';
import { issueProblem } from '../../issues/problem';
import { count } from '../../values';
import type { UpResult, UpSummary } from '../up';
import { EXIT, exitCodeOf } from './exit';
import type { Output } from './output';
import { issuesText, problemsText } from './problems';
import type { UpReport } from './shape';
import { statusReport, writeStatus } from './status';

/** The report of applying for programs. Without other problems, the exit code is that of the status. */
export function upReport({ command, issues, changes, summary, status }: UpResult): UpReport {
  const found = status === undefined ? undefined : statusReport({ command: 'status', issues: [], status });
  return {
    command,
    exitCode: exitCodeOf(issues) || (found?.exitCode ?? EXIT.ok),
    problems: [...issues.map(issueProblem), ...(found?.problems ?? [])],
    changes,
    ...(summary !== undefined && { summary }),
    ...(status !== undefined && { status }),
  };
}

/** Writes the report of applying for people: changes, problems, the status if it is not healthy, and a summary. */
export function writeUp({ issues, changes, summary, status }: UpResult, output: Output): void {
  const { stdout, stderr } = output;
  if (summary === undefined) {
    stderr.write(problemsText(issues, 'nothing was applied'));
    return;
  }
  for (const { cluster, object, change } of changes) stdout.write(`${cluster}: ${object} ${verbOf(change, summary)}\n`);
  stderr.write(issuesText(issues));
  for (const line of clusterLines(summary, changes)) stdout.write(`${line}\n`);
  if (summary.lockWritten) stdout.write(`${summary.lock}: written; commit it\n`);
  if (status !== undefined) writeStatus({ command: 'status', issues: [], status }, 'text', output);
}

function verbOf(change: UpResult['changes'][number]['change'], { dryRun }: Pick<UpSummary, 'dryRun'>): string {
  return dryRun ? `would be ${change}` : change;
}

function clusterLines({ clusters, dryRun }: UpSummary, changes: UpResult['changes']): readonly string[] {
  return clusters.map(({ cluster, stage, complete, unchanged }) => {
    const own = changes.filter((one) => one.cluster === cluster).length;
    const reached = complete ? 'complete' : colors.red(`stopped after ${stage ?? 'no stage'}`);
    const done = dryRun ? 'nothing was written' : reached;
    return `${cluster}: ${count(own, 'change')}, ${unchanged} unchanged; ${done}`;
  });
}
