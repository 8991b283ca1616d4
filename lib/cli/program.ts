import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { printable } from '../issues/printable';
import { redact } from '../issues/redact';
import { EXIT, type Output, safeOutput } from '../workflows/report';
import { addCompletion } from './completion';
import { addDown } from './down';
import { addExplain } from './explain';
import { addFetch } from './fetch';
import { addGather } from './gather';
import { addGraph } from './graph';
import { addHelp } from './help';
import { addInit } from './init';
import { addInject } from './inject';
import { type CommandContext, type Io, PROCESS_IO } from './io';
import { addLint } from './lint';
import { addPlan } from './plan';
import { addStatus } from './status';
import { addSynth } from './synth';
import { addTrace } from './trace';
import { addUp } from './up';

export { safeOutput } from '../workflows/report';
export { joinSynth } from '../workflows/synth-threads';

/** Adds a command to the program. */
type AddCommand = (program: Command, context: CommandContext) => void;

/** The commands, in the order of the help. Each is loaded when it is added. */
const COMMANDS: Readonly<Record<string, AddCommand>> = {
  init: (...all) => addInit(...all),
  synth: (...all) => addSynth(...all),
  fetch: (...all) => addFetch(...all),
  inject: (...all) => addInject(...all),
  lint: (...all) => addLint(...all),
  trace: (...all) => addTrace(...all),
  plan: (...all) => addPlan(...all),
  up: (...all) => addUp(...all),
  down: (...all) => addDown(...all),
  status: (...all) => addStatus(...all),
  gather: (...all) => addGather(...all),
  graph: (...all) => addGraph(...all),
  explain: (...all) => addExplain(...all),
  completion: (...all) => addCompletion(...all),
  help: (program) => addHelp(program),
};

/** Commands that print something of all others. */
const ABOUT_OTHERS = ['completion', 'help'];

/**
 * Runs a command line.
 *
 * @param args the arguments after the program name
 * @param script a file that calls {@link joinSynth} when it is started as a thread; without it only this thread is used
 * @returns the exit code; a promise of it if the command waits for clusters or threads
 */
export function run(args: readonly string[], io: Io = PROCESS_IO, script?: string): number | Promise<number> {
  let code: number | Promise<number> = EXIT.ok;
  const done = (result: number | Promise<number>) => {
    code = result;
  };
  const program = createProgram(io, done, script, commandsFor(args));
  try {
    program.parse(args, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
}

/** The names of the commands that a command line needs; adding all takes longer than what most of them do. */
function commandsFor([word = '']: readonly string[]): readonly string[] {
  if (word === '--version' || word === '-V') return [];
  return Object.hasOwn(COMMANDS, word) && !ABOUT_OTHERS.includes(word) ? [word] : Object.keys(COMMANDS);
}

/**
 * The program with its commands, whose help describes them.
 *
 * @param done gets the exit code of a command, or a promise of it
 * @param script a file that calls {@link joinSynth} when it is started as a thread; without it only this thread is used
 * @param names the commands; by default all
 */
export function createProgram(
  io: Io,
  done: CommandContext['done'] = () => {},
  script?: string,
  names: readonly string[] = Object.keys(COMMANDS),
): Command {
  const safe = { stdin: io.stdin, ...safeOutput(io) };
  const program = new Command('ossm-fed')
    .description('Federates meshes of OpenShift Service Mesh: writes their manifests, checks and delivers them.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => safe.stdout.write(text),
      writeErr: (text) => safe.stderr.write(text),
      outputError: (text, write) => write(usageText(text)),
    })
    .showHelpAfterError('(run with --help to list options)')
    .addHelpText('after', '\nRun "ossm-fed COMMAND --help" for the options of a command.');
  const context: CommandContext = {
    io: safe,
    done,
    ...(script !== undefined && { script }),
    get terminal() {
      return isTerminal(io.stderr) ? io.stderr : undefined;
    },
  };
  for (const name of names) COMMANDS[name]?.(program, context);
  return program;
}

/** An error of usage on one line, with its arguments escaped, and the hint in parentheses that may follow on another. */
function usageText(text: string): string {
  const [, message = '', hint = ''] = /^(.*?)(\n\([^\n]*\))?\n$/s.exec(text) ?? [text, text];
  return `${printable(redact(message))}${hint}\n`;
}

function isTerminal(stream: Output['stderr']): stream is NodeJS.WriteStream {
  return 'isTTY' in stream && stream.isTTY === true && process.env.TERM !== 'dumb';
}
