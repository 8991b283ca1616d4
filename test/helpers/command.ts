import { stripVTControlCharacters } from 'node:util';
import { run } from '../../lib/cli/program';
import { rawRun } from './raw-run';

/** What a command line did. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process; colours are left out of what it writes. */
export function runCommand(args: readonly string[], stdin: () => string = () => ''): CommandResult {
  let stdout = '';
  let stderr = '';
  const code = run(args, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    stdin,
  });
  if (typeof code !== 'number') throw new Error(`${args[0]} waits for clusters`);
  return { code, stdout: stripVTControlCharacters(stdout), stderr: stripVTControlCharacters(stderr) };
}

/** The same for a command that waits for something. */
export async function awaitCommand(args: readonly string[]): Promise<CommandResult> {
  const { code, stdout, stderr } = await rawRun(args);
  return { code, stdout: stripVTControlCharacters(stdout), stderr: stripVTControlCharacters(stderr) };
}
