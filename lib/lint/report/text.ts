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
    return (isNewFile ? `${colors.underline(plain(diagnostic.file))}\n` : '') + block(diagnostic, lineOf);
  });
  return `${blocks.join('\n')}${blocks.length > 0 ? '\n' : ''}${summaryText(summary)}\n`;
}

function block(diagnostic: Diagnostic, lineOf: LineOf): string {
  const { line, column, severity, rule, cluster, object, path, message, effect, fix, related } = diagnostic;
  const where = [cluster, object, path].filter(Boolean).join(', ');
  const lines = [
    `  ${line}:${column} ${PAINT[severity](severity)} ${rule}: ${plain(message)}`,
    ...(where === '' ? [] : [`      ${colors.dim(plain(where))}`]),
    ...excerpt(diagnostic, lineOf),
    `      effect: ${plain(effect)}`,
    `      ${colors.green('fix:')} ${plain(fix)}`,
    ...related.map(
      ({ file, line: at, column: from, text }) => `      see ${plain(file)}:${at}:${from}: ${plain(text)}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** A text without control characters: names in manifests could break lines, move the cursor or set colors. */
function plain(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ');
}

function excerpt({ file, line, column }: Diagnostic, lineOf: LineOf): readonly string[] {
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
