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
      return `::${COMMANDS[severity]} ${properties.join(',')}::${data(lines.join('\n'))}\n`;
    })
    .join('');
}

function data(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
