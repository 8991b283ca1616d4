import type { Command } from 'commander';
import { nearest } from '../issues/suggest';
import { wrapText } from '../workflows/reports/wrap';

/** The width of help that does not go to a terminal, as commander has it. */
const PLAIN_WIDTH = 80;

/** Adds the command `help`. That of commander ignores the name of an unknown command. */
export function addHelp(program: Command): void {
  program
    .helpCommand(false)
    .command('help')
    .description('display help for a command')
    .argument('[command]', 'the command')
    .allowExcessArguments(false)
    .action((name?: string) => {
      if (name === undefined) program.help();
      const names = program.commands.map((command) => command.name());
      const near = nearest(name, names);
      const hint = near === undefined ? '' : `\n(Did you mean ${near}?)`;
      const command = program.commands.find((each) => each.name() === name);
      if (command === undefined) program.error(`error: unknown command '${name}'${hint}`);
      command.help();
    });
}

/** The width of help texts; undefined for that of the terminal. */
let fixedWidth: number | undefined;

/** Calls a function that gets help texts whose lines are not wrapped, such as for a page. */
export function withoutWrapping<T>(use: () => T): T {
  fixedWidth = Number.POSITIVE_INFINITY;
  try {
    return use();
  } finally {
    fixedWidth = undefined;
  }
}

/** A help text with its paragraphs wrapped at the width of the terminal. Indented lines stay lines of their own. */
export function helpText(text: string): string {
  const width = fixedWidth ?? (process.stdout.isTTY ? process.stdout.columns : PLAIN_WIDTH);
  return wrapText(joinParagraphs(text), width, '');
}

/**
 * The exit codes in the help of a command; 2 and 3 mean the same for all commands.
 *
 * @param ok what 0 means
 * @param problems what 1 means
 */
export function exitCodesText(ok: string, problems: string): string {
  return `Exit codes:
  0  ${ok}
  1  ${problems}
  2  invalid usage
  3  a file or a cluster cannot be read`;
}

/** Joins the lines of each paragraph: those without an indent that follow each other. */
function joinParagraphs(text: string): string {
  return text.replace(/^\S.*(\n\S.*)+/gm, (paragraph) => paragraph.replaceAll('\n', ' '));
}
