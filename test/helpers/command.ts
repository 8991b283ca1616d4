import { stripVTControlCharacters } from 'node:util';
import { run } from '../../lib/cli/program';

/** What a command line did. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process; colours are left out of what it writes. */
export function runCommand(args: readonly string[], stdin: () => string = () => ''): CommandResult {
  const { code, written } = start(args, stdin);
  if (typeof code !== 'number') throw new Error(`${args[0]} waits for clusters`);
  return { code, ...written() };
}

/** The same for a command that waits for something. */
export async function awaitCommand(args: readonly string[]): Promise<CommandResult> {
  const { code, written } = start(args, () => '');
  return { code: await code, ...written() };
}

function start(args: readonly string[], stdin: () => string) {
  const texts = { stdout: '', stderr: '' };
  const code = run(args, {
    stdout: { write: (text) => (texts.stdout += text) },
    stderr: { write: (text) => (texts.stderr += text) },
    stdin,
  });
  const written = () => ({
    stdout: stripVTControlCharacters(texts.stdout),
    stderr: stripVTControlCharacters(texts.stderr),
  });
  return { code, written };
}
