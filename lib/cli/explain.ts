import { type Command, InvalidArgumentError } from 'commander';
import { nearest } from '../issues/suggest';
import { CODES, explain } from '../library/explain';
import type { CommandContext } from './io';

/** Adds the command `explain`. */
export function addExplain(program: Command, { io }: CommandContext): void {
  program
    .command('explain')
    .description('explain a lint rule or an issue code')
    .argument('<code>', 'such as FED013 or TOP130; docs/rules.md and docs/codes.md list all', toExplanation)
    .allowExcessArguments(false)
    .action((text: string) => {
      io.stdout.write(text);
    });
}

/** The explanation of a code, in upper or lower case. */
function toExplanation(value: string): string {
  const code = value.toUpperCase();
  const text = explain(code);
  if (text !== undefined) return text;
  const near = nearest(code, CODES);
  const hint = near === undefined ? 'Expected a code such as FED013 or TOP130.' : `Did you mean ${near}?`;
  throw new InvalidArgumentError(`Unknown code ${value}. ${hint}`);
}
