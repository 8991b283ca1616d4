import { accessSync, constants } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from './process';

/** The forms in which the command is shipped. */
export const FORMS = ['package', 'binary'] as const;

/** A form in which the command is shipped. */
export type Form = (typeof FORMS)[number];

/** The command in one of its forms. */
export interface Program {
  readonly form: Form;
  /** The command with arguments. */
  readonly run: (...args: readonly string[]) => Command;
}

/** The variable with the path of the binary. */
const VARIABLE = 'OSSM_FED_BINARY';

/** The built command with arguments. */
export function ossmFed(...args: readonly string[]): Command {
  return ossmFedOn(process.execPath, ...args);
}

/** The built command with arguments, on a Node.js. */
export function ossmFedOn(node: string, ...args: readonly string[]): Command {
  return { file: node, args: [resolve('bin/ossm-fed.js'), ...args] };
}

/**
 * The binary of this run, by its path in the environment.
 *
 * @returns its absolute path, or why there is none
 */
export function findBinary(env: NodeJS.ProcessEnv): { readonly path: string } | { readonly missing: string } {
  const { [VARIABLE]: path = '' } = env;
  if (path === '') return { missing: `${VARIABLE} is not set` };
  try {
    accessSync(path, constants.X_OK);
    return { path: resolve(path) };
  } catch {
    return { missing: `${VARIABLE} is not an executable file: ${path}` };
  }
}

/** All forms of the command that are measured. */
export function programsOf(binary: string | undefined): readonly Program[] {
  const program: Program = { form: 'package', run: ossmFed };
  return binary === undefined ? [program] : [program, { form: 'binary', run: (...args) => ({ file: binary, args }) }];
}

/** The tool of a row: a command in one form. */
export function toolOf(command: string, form: Form = 'package'): string {
  return form === 'package' ? `ossm-fed ${command}` : `ossm-fed ${command} (${form})`;
}
