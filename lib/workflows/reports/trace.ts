import { colors } from '../../issues/colors';
import { isError } from '../../issues/issue';
import { issueProblem, type Problem } from '../../issues/problem';
import type { Branch, Hop, ObjectId, Trace, TraceFailure, TracePlace } from '../../trace/model';
import type { TraceResult } from '../trace';
import { EXIT, exitCodeOf } from './exit';
import type { Output } from './output';
import { issuesText, problemsText } from './problems';
import type { TraceReport } from './shape';

/** The report of a trace for programs: 1 if any end of the way does not arrive. */
export function traceReport({ command, issues, trace }: TraceResult): TraceReport {
  const problems = issues.map(issueProblem);
  if (trace === undefined) return { command, exitCode: exitCodeOf(issues), problems };
  const failures = failuresOf(trace.way);
  const exitCode = failures.length > 0 ? EXIT.problems : EXIT.ok;
  return { command, exitCode, problems: [...problems, ...failures.map(problemOf)], trace };
}

/** Writes the report of a trace as text: a tree of hops, and how many of its ends arrive. */
export function writeTrace({ issues, trace }: TraceResult, { stdout, stderr }: Output): void {
  if (trace === undefined) {
    stderr.write(problemsText(issues, 'nothing was traced'));
    return;
  }
  stderr.write(issuesText(issues.filter((issue) => !isError(issue))));
  stdout.write(traceText(trace));
}

function failuresOf({ end, branches }: Branch): readonly TraceFailure[] {
  if (end === undefined) return branches.flatMap(failuresOf);
  return end.arrives ? [] : [end];
}

function problemOf({ code, message, effect, fix, object, place }: TraceFailure): Problem {
  return {
    code,
    severity: 'error',
    ...(object !== undefined && { cluster: object.cluster, object: nameOf(object) }),
    ...place,
    message,
    ...(effect !== undefined && { effect }),
    fix,
    related: [],
  };
}

function nameOf({ kind, namespace, name }: ObjectId): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** How many branches of a way arrive, on one line without colors. */
export function verdictText({ arriving, ends }: Trace): string {
  const verdict = arriving === ends ? 'arrives' : arriving === 0 ? 'ends on the way' : 'ends on the way in a part';
  return ends === 1 ? verdict : `${verdict}, ${arriving} of ${ends} branches arrive`;
}

function traceText(trace: Trace): string {
  const { caller, host, port, way, arriving, ends } = trace;
  const title = `${caller} -> ${host}${port === undefined ? '' : `:${port}`}`;
  const [verdict = '', ...count] = verdictText(trace).split(',');
  const color = arriving === ends ? colors.green : colors.red;
  return `${colors.bold(title)}\n\n${linesOf(way).join('\n')}\n\nverdict: ${[color(verdict), ...count].join(',')}\n`;
}

/** The width of the names of hops. */
const WIDTH = 8;

function linesOf({ hops, branches, end }: Branch): readonly string[] {
  const own = hops.flatMap(hopLines);
  const below = branches.flatMap((branch, i) => branchLines(branch, i === branches.length - 1));
  return [...own, ...below, ...(end === undefined ? [] : endLines(end))];
}

function branchLines(branch: Branch, isLast: boolean): readonly string[] {
  const [first, rest] = isLast ? ['└─ ', '   '] : ['├─ ', '│  '];
  return [`${first}${colors.bold(branch.text)}`, ...linesOf(branch).map((line) => `${rest}${line}`)];
}

function hopLines({ kind, text, facts, place, notes }: Hop): readonly string[] {
  return [
    `${colors.cyan(`${kind}:`.padEnd(WIDTH + 1))} ${text}${placeText(place)}`,
    ...facts.map(({ label, value }) => `${' '.repeat(WIDTH + 2)}${label}: ${value}`),
    ...notes.map(({ code, message }) => `${' '.repeat(WIDTH + 2)}${colors.yellow('warning')} ${code}: ${message}`),
  ];
}

function endLines(end: NonNullable<Branch['end']>): readonly string[] {
  if (end.arrives) {
    const { text, assumption } = end;
    return [
      `${colors.green('arrives:')}  ${text}`,
      ...(assumption === undefined ? [] : [`          assumed: ${assumption}`]),
    ];
  }
  const { code, message, effect, fix, object, place } = end;
  const where = object === undefined ? '' : ` (${nameOf(object)} of the cluster "${object.cluster}")`;
  return [
    `${colors.red('ends:')}     ${code}: ${message}${where}${placeText(place)}`,
    ...(effect === undefined ? [] : [`          effect: ${effect}`]),
    `          ${colors.cyan('fix:')} ${fix}`,
    `          see: ossm-fed explain ${code}`,
  ];
}

function placeText(place: TracePlace | undefined): string {
  return place === undefined ? '' : colors.dim(`  ${place.file}:${place.line}`);
}
