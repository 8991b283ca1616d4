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
import { addInject } from './inject';
import { type Io, PROCESS_IO } from './io';
import { addLint } from './lint';
import { addPlan } from './plan';
import { addStatus } from './status';
import { addSynth } from './synth';
import { addTrace } from './trace';
import { addUp } from './up';

export { safeOutput } from '../workflows/report';
export { joinSynth } from '../workflows/synth-threads';

/** The commands, in the order of the help. */
const COMMANDS = [
  addSynth,
  addFetch,
  addInject,
  addLint,
  addTrace,
  addPlan,
  addUp,
  addDown,
  addStatus,
  addGather,
  addGraph,
  addExplain,
  addCompletion,
  addHelp,
];

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
  const safe = { ...io, ...safeOutput(io) };
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
  const context = {
    io: safe,
    done,
    ...(script !== undefined && { script }),
    ...(isTerminal(io.stderr) && { terminal: io.stderr }),
  };
  for (const add of COMMANDS) add(program, context);
  try {
    program.parse(args, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
}

/** An error of usage on one line, with its arguments escaped, and the hint in parentheses that may follow on another. */
function usageText(text: string): string {
  const [, message = '', hint = ''] = /^(.*?)(\n\([^\n]*\))?\n$/s.exec(text) ?? [text, text];
  return `${printable(redact(message))}${hint}\n`;
}

function isTerminal(stream: Output['stderr']): stream is NodeJS.WriteStream {
  return 'isTTY' in stream && stream.isTTY === true && process.env.TERM !== 'dumb';
}
