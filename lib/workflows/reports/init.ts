import { issueProblem } from '../../issues/problem';
import type { InitResult } from '../init';
import { exitCodeOf } from './exit';
import type { Output } from './output';
import { problemsText } from './problems';
import type { InitReport } from './shape';

/** The report of a new topology for programs. */
export function initReport({ command, issues, summary }: InitResult): InitReport {
  const problems = issues.map(issueProblem);
  return { command, exitCode: exitCodeOf(issues), problems, ...(summary !== undefined && { summary }) };
}

/** Writes the report of a new topology for people: the files, the platforms, and the commands to run next. */
export function writeInit({ issues, summary }: InitResult, { stdout, stderr }: Output): void {
  if (summary === undefined) {
    stderr.write(problemsText(issues));
    return;
  }
  const { directory, created, kept, clusters, next } = summary;
  for (const path of created) stdout.write(`${path} created\n`);
  for (const path of kept) stdout.write(`${path} exists, not changed\n`);
  for (const { name, platform, guessedFrom } of clusters) {
    const source = guessedFrom === undefined ? '' : `, guessed from ${guessedFrom}`;
    stdout.write(`cluster ${name}: platform ${platform}${source}\n`);
  }
  const width = Math.max(...next.map(({ command }) => command.length));
  stdout.write('Next:\n');
  if (directory !== '.') stdout.write(`  cd ${/\s/.test(directory) ? `'${directory}'` : directory}\n`);
  for (const { command, effect } of next) stdout.write(`  ${command.padEnd(width)}  ${effect}\n`);
}
