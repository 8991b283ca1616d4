import { issueProblem, type Problem, type Severity } from '../../issues/problem';
import { type FederationStatus, type Health, isGood, itemsOf, type StatusFinding } from '../../status/report';
import type { StatusResult } from '../status';
import { EXIT, exitCodeOf } from './exit';
import { junitText } from './junit';
import type { Output } from './output';
import { issuesText, problemsText } from './problems';
import type { StatusReport } from './shape';
import { subjectsOf } from './status-subjects';
import { statusText } from './status-text';

/** The formats of a status report besides JSON. */
export type StatusText = 'text' | 'junit';

/** The report of a status for programs. The exit code is the same in every format. */
export function statusReport({ command, issues, status }: StatusResult): StatusReport {
  const problems = issues.map(issueProblem);
  if (status === undefined) return { command, exitCode: exitCodeOf(issues), problems };
  const found = subjectsOf(status).flatMap(({ cluster, findings }) =>
    findings.map((finding) => problemOf(finding, cluster)),
  );
  return {
    command,
    exitCode: exitCodeOfStatus(status) || exitCodeOf(issues),
    problems: [...problems, ...found],
    status,
  };
}

/** 3 if a cluster could not be read, 1 if anything else is not healthy; what is skipped changes nothing. */
function exitCodeOfStatus(status: FederationStatus): number {
  if (status.clusters.some((cluster) => !cluster.isRead && !isGood(cluster))) return EXIT.input;
  return itemsOf(status).every(isGood) ? EXIT.ok : EXIT.problems;
}

const SEVERITIES: { readonly [health in Health]: Severity } = {
  healthy: 'info',
  skipped: 'info',
  progressing: 'warning',
  degraded: 'error',
  unknown: 'error',
};

function problemOf({ health, code, cause, fix }: StatusFinding, cluster: string | undefined): Problem {
  const place = cluster === undefined ? {} : { cluster };
  return { code, severity: SEVERITIES[health], ...place, message: cause, fix, related: [] };
}

/** Writes the report of a status as text of a format. */
export function writeStatus({ issues, status }: StatusResult, format: StatusText, { stdout, stderr }: Output): void {
  if (status === undefined) {
    stderr.write(problemsText(issues, 'no status'));
    return;
  }
  stderr.write(issuesText(issues));
  stdout.write(format === 'junit' ? junitText(subjectsOf(status)) : statusText(status, stdout.columns));
}
