import { colors } from '../../issues/colors';
import { issueProblem, type Problem, type Severity } from '../../issues/problem';
import type {
  ClusterStatus,
  EdgeStatus,
  FederationStatus,
  Health,
  ServiceStatus,
  StatusFinding,
  StatusItem,
} from '../../status/report';
import { worstOf } from '../../status/report';
import { count } from '../../values';
import type { StatusResult } from '../status';
import { EXIT, exitCodeOf } from './exit';
import { junitText } from './junit';
import type { Output } from './output';
import { problemsText } from './problems';
import type { StatusReport } from './shape';

/** The formats of a status report besides JSON. */
export type StatusText = 'text' | 'junit';

/** The report of a status for programs. The exit code is the same in every format. */
export function statusReport({ command, issues, status }: StatusResult): StatusReport {
  if (status === undefined) return { command, exitCode: exitCodeOf(issues), problems: issues.map(issueProblem) };
  const problems = subjectsOf(status).flatMap(({ cluster, findings }) =>
    findings.map((finding) => problemOf(finding, cluster)),
  );
  return { command, exitCode: exitCodeOfStatus(status), problems, status };
}

/** 3 if a cluster could not be read, 1 if anything is not healthy. */
function exitCodeOfStatus(status: FederationStatus): number {
  if (status.clusters.some(({ isRead }) => !isRead)) return EXIT.input;
  return healthOf(status) === 'healthy' ? EXIT.ok : EXIT.problems;
}

function healthOf({ clusters, edges, services }: FederationStatus): Health {
  return worstOf([...clusters, ...edges, ...services].map(({ health }) => health));
}

const SEVERITIES: { readonly [health in Health]: Severity } = {
  healthy: 'info',
  progressing: 'warning',
  degraded: 'error',
  unknown: 'error',
};

function problemOf({ health, code, cause, fix }: StatusFinding, cluster: string | undefined): Problem {
  const place = cluster === undefined ? {} : { cluster };
  return { code, severity: SEVERITIES[health], ...place, message: cause, fix, related: [] };
}

/** Something that a report has a line for. */
export interface StatusSubject extends StatusItem {
  /** The group: `clusters`, `edges` or `services`. */
  readonly group: string;
  /** Its name in reports. */
  readonly title: string;
  /** The cluster, for parts of one. */
  readonly cluster?: string;
}

/** All subjects of a status in the order of the report. */
function subjectsOf({ clusters, edges, services }: FederationStatus): readonly StatusSubject[] {
  return [
    ...clusters.flatMap(clusterSubjects),
    ...edges.map((edge) => ({ ...edge, group: 'edges', title: edgeTitle(edge) })),
    ...services.map((service) => ({ ...service, group: 'services', title: serviceTitle(service) })),
  ];
}

function clusterSubjects({ cluster, parts, ...item }: ClusterStatus): readonly StatusSubject[] {
  const shared = { group: 'clusters', cluster };
  if (parts.length === 0) return [{ ...shared, ...item, title: cluster }];
  return parts.map(({ part, name, ...own }) => ({ ...shared, ...own, title: `${cluster}: ${part} ${name}` }));
}

function edgeTitle({ mesh, peer }: EdgeStatus): string {
  return `${mesh} -> ${peer}`;
}

function serviceTitle({ exporter, importer, service }: ServiceStatus): string {
  return `${importer} -> ${exporter} ${service}`;
}

/** Writes the report of a status as text of a format. */
export function writeStatus({ issues, status }: StatusResult, format: StatusText, { stdout, stderr }: Output): void {
  if (status === undefined) stderr.write(problemsText(issues, 'no status'));
  else if (format === 'junit') stdout.write(junitText(subjectsOf(status)));
  else stdout.write(statusText(status));
}

const MARKS: { readonly [health in Health]: { readonly symbol: string; readonly color: (text: string) => string } } = {
  healthy: { symbol: '✔', color: colors.green },
  progressing: { symbol: '…', color: colors.yellow },
  degraded: { symbol: '✖', color: colors.red },
  unknown: { symbol: '?', color: colors.magenta },
};

/** Tables of clusters, edges and services, then all findings. */
function statusText(status: FederationStatus): string {
  const { clusters, edges, services, time } = status;
  const names = ['operator', 'control plane', 'members'];
  const tables = [
    table(
      ['CLUSTER', 'OPERATORS', 'CONTROL PLANES', 'MEMBERS'],
      clusters.map((one) => [cell(one.health, one.cluster), ...names.map((name) => partCell(one, name))]),
    ),
    table(
      ['EDGE', 'HEALTH', 'LAST FULL SYNC', 'ROOT EXPIRES'],
      edges.map((edge) => [
        cell(edge.health, edgeTitle(edge)),
        plain(edge.health),
        plain(edge.lastFullSync === undefined ? '-' : age(edge.lastFullSync, time)),
        plain(edge.rootDays === undefined ? '-' : `in ${count(edge.rootDays, 'day')}`),
      ]),
    ),
    table(
      ['SERVICE', 'HOST'],
      services.map((service) => [cell(service.health, serviceTitle(service)), plain(service.host ?? '-')]),
    ),
  ];
  const details = subjectsOf(status).flatMap(({ title, findings }) => findings.map((one) => detail(title, one)));
  const blocks = [...tables, details.join('')].filter((block) => block !== '');
  return `${blocks.join('\n')}\n${summaryText(status)}\n`;
}

/** A text of a table, and what colors it. */
interface Cell {
  readonly text: string;
  readonly color?: (text: string) => string;
}

function cell(health: Health, text: string): Cell {
  const { symbol, color } = MARKS[health];
  return { text: `${symbol} ${text}`, color };
}

function plain(text: string): Cell {
  return { text };
}

function partCell({ parts }: ClusterStatus, part: string): Cell {
  const own = parts.filter((each) => each.part === part);
  if (own.length === 0) return plain('-');
  const health = worstOf(own.map((each) => each.health));
  return cell(health, health);
}

function age(instant: string, now: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(now) - Date.parse(instant)) / 1000));
  return seconds < 120 ? `${seconds} s ago` : `${Math.round(seconds / 60)} min ago`;
}

/** Lines with columns of the same width; empty without rows. */
function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  if (rows.length === 0) return '';
  const lines = [head.map((text, i) => plain(i === 0 ? `  ${text}` : text)), ...rows];
  const widths = head.map((_, i) => Math.max(...lines.map((line) => line[i]?.text.length ?? 0)));
  return lines
    .map((line) => {
      const cells = line.map(({ text, color = (same: string) => same }, i) => color(text.padEnd(widths[i] ?? 0)));
      return `${cells.join('  ').trimEnd()}\n`;
    })
    .join('');
}

function detail(title: string, { health, code, cause, fix }: StatusFinding): string {
  const level = health === 'healthy' ? 'note' : health;
  return `${title}: ${MARKS[health].color(level)} ${code}: ${cause}\n  ${colors.cyan('fix:')} ${fix}\n`;
}

function summaryText(status: FederationStatus): string {
  const subjects = [...status.clusters, ...status.edges, ...status.services];
  const bad = subjects.filter(({ health }) => health !== 'healthy').length;
  const all = `${count(status.clusters.length, 'cluster')}, ${count(status.edges.length, 'edge')}, ${count(status.services.length, 'service')}`;
  return `${all} as of ${status.time}: ${bad === 0 ? 'all healthy' : `${bad} not healthy`}`;
}
