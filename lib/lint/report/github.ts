import { printable } from '../../issues/printable';
import type { Severity } from '../diagnostic';
import type { LintResult } from '../lint';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** The result as workflow commands of GitHub Actions, which become annotations of a pull request. */
export function githubReport({ diagnostics }: LintResult): string {
  return diagnostics
    .map(({ rule, severity, file, line, column, object, message, effect, fix }) => {
      const properties = [
        ...(file === '' ? [] : [`file=${property(file)}`]),
        ...(line === undefined ? [] : [`line=${line},col=${column}`]),
        `title=${property(`${rule} ${object}`.trim())}`,
      ];
      const lines = [message, ...(effect === '' ? [] : [`Effect: ${effect}`]), `Fix: ${fix}`];
      return `::${COMMANDS[severity]} ${properties.join(',')}::${lines.map(data).join('%0A')}\n`;
    })
    .join('');
}

/** A line of a message; a line break in a text of the input is escaped, so that it does not begin another line. */
function data(text: string): string {
  return printable(text).replace(/%/g, '%25');
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
