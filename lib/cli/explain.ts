import type { Command } from 'commander';
import { explanationOf } from '../lint/explain';
import { RULES } from '../lint/rules/all';
import type { CommandContext } from './io';
import { checkRule } from './lint';

/** Adds the command `explain`. */
export function addExplain(program: Command, { io }: CommandContext): void {
  program
    .command('explain')
    .description('tell why a lint rule exists, what happens at run time, and how to mend it')
    .argument('<rule>', 'such as FED013; "ossm-fed lint --list-rules" lists all', toRule)
    .allowExcessArguments(false)
    .action((rule: string) => {
      const found = RULES.find(({ id }) => id === rule);
      if (found !== undefined) io.stdout.write(`${explanationOf(found)}`);
    });
}

function toRule(value: string): string {
  const rule = value.toUpperCase();
  checkRule(rule);
  return rule;
}
