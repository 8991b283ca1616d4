import { colors } from '../../issues/colors';
import { count } from '../../values';
import type { Diagnostic, Severity } from '../diagnostic';
import type { LintResult, LintSummary } from '../lint';

/** The text of a line of a file, counted from 1; undefined where the file or the line is not available. */
export type LineOf = (file: string, line: number) => string | undefined;

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
  return `${colors.underline(file === '' ? 'command line' : plain(file))}\n`;
}

function block(diagnostic: Diagnostic, lineOf: LineOf): string {
  const { severity, rule, cluster, object, path, message, effect, fix, related } = diagnostic;
  const where = [cluster, object, path].filter(Boolean).join(', ');
  const lines = [
    `  ${positionText(diagnostic)}${PAINT[severity](severity)} ${rule}: ${plain(message)}`,
    ...(where === '' ? [] : [`      ${colors.dim(plain(where))}`]),
    ...excerpt(diagnostic, lineOf),
    ...(effect === '' ? [] : [`      effect: ${plain(effect)}`]),
    `      ${colors.green('fix:')} ${plain(fix)}`,
    ...related.map((place) => `      see ${plain(place.file)}:${place.line}:${place.column}: ${plain(place.text)}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** The line and the column before a message; empty where there are none. */
function positionText({ line, column }: Diagnostic): string {
  return line === undefined ? '' : `${line}:${column} `;
}

/** A text without control characters: names in manifests could break lines, move the cursor or set colors. */
function plain(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ');
}

function excerpt({ file, line, column }: Diagnostic, lineOf: LineOf): readonly string[] {
  if (line === undefined || column === undefined) return [];
  const text = lineOf(file, line);
  if (text === undefined || column > MAX_COLUMNS) return [];
  const shown = plain(text.slice(0, MAX_COLUMNS));
  const gutter = `${line} | `;
  return [`      ${gutter}${shown}`, `      ${' '.repeat(gutter.length + column - 1)}^`];
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
