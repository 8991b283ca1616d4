import { colors } from '../../issues/colors';
import { printable } from '../../issues/printable';
import { count } from '../../values';
import type { Diagnostic, Severity } from '../diagnostic';
import type { LintResult, LintSummary } from '../lint';

/**
 * The text of a line of a file without secrets: what is before a column, and the rest; undefined where the file or the line
 * is not available. Line and column count from 1.
 */
export type LineOf = (file: string, line: number, column: number) => readonly [string, string] | undefined;

const PAINT: Readonly<Record<Severity, (text: string) => string>> = {
  error: colors.red,
  warning: colors.yellow,
  info: colors.cyan,
};

/** How many columns of a line are printed. */
const MAX_COLUMNS = 120;

/** The result as text: grouped by file, each diagnostic with its line and a mark below the column. */
export function textReport({ diagnostics, summary }: LintResult, lineOf: LineOf): string {
  const blocks = diagnostics.map((diagnostic, i) => {
    const isNewFile = diagnostics[i - 1]?.file !== diagnostic.file;
    return (isNewFile ? heading(diagnostic) : '') + block(diagnostic, lineOf);
  });
  return `${blocks.join('\n')}${blocks.length > 0 ? '\n' : ''}${summaryText(summary)}\n`;
}

function heading({ file }: Diagnostic): string {
  return `${colors.underline(file === '' ? 'command line' : printable(file))}\n`;
}

function block(diagnostic: Diagnostic, lineOf: LineOf): string {
  const { severity, rule, cluster, object, path, message, effect, fix, related } = diagnostic;
  const where = [cluster, object, path].filter(Boolean).join(', ');
  const lines = [
    `  ${positionText(diagnostic)}${PAINT[severity](severity)} ${rule}: ${printable(message)}`,
    ...(where === '' ? [] : [`      ${colors.dim(printable(where))}`]),
    ...excerpt(diagnostic, lineOf),
    ...(effect === '' ? [] : [`      effect: ${printable(effect)}`]),
    `      ${colors.green('fix:')} ${printable(fix)}`,
    ...related.map(
      (place) => `      see ${printable(place.file)}:${place.line}:${place.column}: ${printable(place.text)}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** The line and the column before a message; empty where there are none. */
function positionText({ line, column }: Diagnostic): string {
  return line === undefined ? '' : `${line}:${column} `;
}

function excerpt({ file, line, column }: Diagnostic, lineOf: LineOf): readonly string[] {
  if (line === undefined || column === undefined) return [];
  const parts = column > MAX_COLUMNS ? undefined : lineOf(file, line, column);
  if (parts === undefined) return [];
  const [before, after] = parts.map((part) => printable(part.replaceAll('\t', ' '))) as [string, string];
  const gutter = `${line} | `;
  const shown = `${before}${after}`.slice(0, MAX_COLUMNS);
  return [`      ${gutter}${shown}`, `      ${' '.repeat(gutter.length + before.length)}^`];
}

function summaryText(summary: LintSummary): string {
  const { clusters, files, objects, skipped, errors, warnings, infos, suppressed, unreadable } = summary;
  const found = `${count(errors, 'error')}, ${count(warnings, 'warning')}, ${count(infos, 'info')}`;
  const aside = [
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped (not manifests)`] : []),
    ...(unreadable > 0 ? [`${unreadable} unreadable`] : []),
  ];
  const read = `${count(clusters, 'cluster')}, ${count(files, 'file')}, ${count(objects, 'object')}`;
  return `${read}: ${[found, ...aside].join('; ')}`;
}
