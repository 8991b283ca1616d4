import type { Command } from 'commander';
import { nearest } from '../issues/suggest';
import { CODES, explain } from '../library/explain';
import type { CommandContext } from './io';

/** Adds the command `explain`. */
export function addExplain(program: Command, { io }: CommandContext): void {
  const command = program.command('explain');
  command
    .description('explain a lint rule or an issue code')
    .argument('<code>', 'such as FED013 or TOP130; docs/rules.md and docs/codes.md list all')
    .allowExcessArguments(false)
    .action((value: string) => {
      const text = explain(value.toUpperCase());
      if (text !== undefined) io.stdout.write(text);
      else command.error(`error: unknown code "${value}"\n${hintFor(value.toUpperCase())}`);
    });
}

/** What an unknown code may mean: one without leading zeros, or with a typo. */
function hintFor(code: string): string {
  const [isWellFormed, letters = '', digits = ''] = /^([A-Z]{3})(\d{1,3})$/.exec(code) ?? [];
  const padded = `${letters}${digits.padStart(3, '0')}`;
  const guess = CODES.includes(padded) ? padded : isWellFormed ? undefined : nearest(code, CODES);
  return guess === undefined ? '(docs/rules.md and docs/codes.md list all codes)' : `(Did you mean ${guess}?)`;
}
