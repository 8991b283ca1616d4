import { type Command, InvalidArgumentError } from 'commander';
import { ISSUE_CODES, isIssueCode } from '../issues/catalogue';
import { codeExplanation } from '../issues/explain';
import { nearest } from '../issues/suggest';
import { explanationOf, INPUT_EXPLANATION } from '../lint/explain';
import { RULES } from '../lint/rules/all';
import { INPUT_RULE } from '../lint/suppress';
import type { CommandContext } from './io';

/** Adds the command `explain`. */
export function addExplain(program: Command, { io }: CommandContext): void {
  program
    .command('explain')
    .description('explain a lint rule or an issue code')
    .argument('<code>', 'such as FED013 or TOP130; docs/rules.md and docs/codes.md list all', explain)
    .allowExcessArguments(false)
    .action((text: string) => {
      io.stdout.write(text);
    });
}

/** The explanation of a code, in upper or lower case. */
function explain(value: string): string {
  const code = value.toUpperCase();
  if (isIssueCode(code)) return codeExplanation(code);
  if (code === INPUT_RULE) return INPUT_EXPLANATION;
  const rule = RULES.find(({ id }) => id === code);
  if (rule !== undefined) return explanationOf(rule);
  const near = nearest(code, [...RULES.map(({ id }) => id), ...ISSUE_CODES]);
  const hint = near === undefined ? 'Expected a code such as FED013 or TOP130.' : `Did you mean ${near}?`;
  throw new InvalidArgumentError(`Unknown code ${value}. ${hint}`);
}
