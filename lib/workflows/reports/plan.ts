import { edgeText } from '../../changes/changes';
import { RISKS, type Risk } from '../../changes/model';
import { shortFingerprint } from '../../facts/root/locked-root';
import { colors } from '../../issues/colors';
import { issueProblem } from '../../issues/problem';
import { count } from '../../values';
import type { ChangePlan, PlannedChange, PlannedField, PlanResult } from '../plan';
import { EXIT, exitCodeOf } from './exit';
import type { Output } from './output';
import { issuesText, problemsText } from './problems';
import type { PlanReport } from './shape';

/** The formats of a plan besides JSON. */
export type PlanText = 'text' | 'markdown';

/**
 * The report of a plan for programs.
 *
 * @param failsOnChange whether a change is exit code 1
 */
export function planReport({ command, issues, plan }: PlanResult, failsOnChange = false): PlanReport {
  const code = exitCodeOf(issues);
  const isChanged = plan !== undefined && plan.changes.length > 0;
  const exitCode = code === EXIT.ok && failsOnChange && isChanged ? EXIT.problems : code;
  return { command, exitCode, problems: issues.map(issueProblem), ...(plan !== undefined && { plan }) };
}

/** Writes the report of a plan as text of a format. */
export function writePlan({ issues, plan }: PlanResult, format: PlanText, { stdout, stderr }: Output): void {
  if (plan === undefined) stderr.write(problemsText(issues, 'no plan'));
  else if (format === 'markdown') stdout.write(markdownText(plan, issues));
  else {
    stdout.write(planText(plan));
    stderr.write(issuesText(issues));
    stdout.write(`${summaryText(plan)}\n`);
  }
}

/** What each risk means, for people. */
const MEANINGS: { readonly [risk in Risk]: string } = {
  identity: 'peers lose each other until both sides have the change',
  traffic: 'where calls go and who may call',
  capacity: 'how much runs',
  cosmetic: 'what nothing reads',
};

const RISK_COLORS: { readonly [risk in Risk]: (text: string) => string } = {
  identity: colors.red,
  traffic: colors.yellow,
  capacity: colors.cyan,
  cosmetic: colors.dim,
};

const SIGNS: { readonly [action: string]: string } = {
  create: '+',
  add: '+',
  delete: '-',
  remove: '-',
  update: '~',
  change: '~',
  reorder: '~',
};

function planText({ changes }: ChangePlan): string {
  const groups = RISKS.map((risk) => {
    const own = changes.filter((change) => change.risk === risk);
    return own.length === 0 ? '' : `${RISK_COLORS[risk](risk)}: ${MEANINGS[risk]}\n${own.map(changeText).join('')}\n`;
  });
  return groups.join('');
}

function changeText(change: PlannedChange): string {
  const { action, cluster, fields, edges, services, warnings } = change;
  const lines = [
    ...fields.map(fieldLine),
    ...listLine('edges', edges.map(edgeText)),
    ...listLine('services', services),
    ...listLine('see', warnings),
  ];
  return `  ${SIGNS[action]} ${cluster}: ${objectText(change)}\n${lines.map((line) => `      ${line}\n`).join('')}`;
}

function objectText({ kind, namespace, name }: PlannedChange): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

function fieldLine({ path, action, before, after }: PlannedField): string {
  const head = `${SIGNS[action]} ${path}`;
  if (action === 'add') return `${head}: ${valueText(after)}`;
  if (action === 'remove') return `${head}: ${valueText(before)}`;
  return `${head}: ${action === 'reorder' ? 'order ' : ''}${valueText(before)} -> ${valueText(after)}`;
}

/** The number of edges or services that a line lists; the rest is counted. */
const MAX_LISTED = 8;

function listLine(title: string, texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? [] : [`${title}: ${listText(texts)}`];
}

function listText(texts: readonly string[]): string {
  const more = texts.length > MAX_LISTED ? ` and ${texts.length - MAX_LISTED} more` : '';
  return `${texts.slice(0, MAX_LISTED).join(', ')}${more}`;
}

const MAX_VALUE_LENGTH = 120;

/** A value on one line, with short fingerprints. */
function valueText(value: unknown): string {
  const text = JSON.stringify(value)?.replace(/(?:[0-9A-F]{2}:){31}[0-9A-F]{2}/g, shortFingerprint) ?? '';
  return text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text;
}

function summaryText({ before, after, counts, changes, unknown }: ChangePlan): string {
  const rest = unknown.length === 0 ? '' : `; not all is known of ${listText(unknown)}`;
  const states = `from ${before} to ${after}`;
  if (changes.length === 0) return `no changes ${states}${rest}`;
  const numbers = RISKS.map((risk) => `${counts[risk]} ${risk}`).join(', ');
  return `${count(changes.length, 'change')} ${states}: ${numbers}${rest}`;
}

/** The plan as a comment of a pull request. */
function markdownText(plan: ChangePlan, issues: PlanResult['issues']): string {
  const parts = RISKS.flatMap((risk) => {
    const own = plan.changes.filter((change) => change.risk === risk);
    if (own.length === 0) return [];
    const rows = own.map(
      (change) =>
        `| ${cells([change.cluster, `${SIGNS[change.action]} ${objectText(change)}`])} | ${change.fields.map(fieldLine).map(code).join('<br>')} | ${cells([change.edges.map(edgeText).join(', '), change.services.join(', ')])} |\n`,
    );
    const head = '| cluster | object | fields | edges | services |\n| --- | --- | --- | --- | --- |\n';
    return [`### ${risk}: ${MEANINGS[risk]}\n\n${head}${rows.join('')}`];
  });
  const notes = issues.map(
    ({ code: id, level, message, fix }) => `- **${level ?? 'error'} ${id}**: ${escaped(message)}; ${escaped(fix)}\n`,
  );
  return [`${escaped(summaryText(plan))}\n`, ...parts, ...(notes.length > 0 ? [notes.join('')] : [])].join('\n');
}

function cells(texts: readonly string[]): string {
  return texts.map(escaped).join(' | ');
}

/** A text whose characters Markdown and HTML do not act on. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#!|@&]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A text as code: HTML, because backticks and bars in Markdown tables cannot be escaped in code. */
function code(text: string): string {
  return `<code>${escaped(text)}</code>`;
}
