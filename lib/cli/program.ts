import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { EXIT } from '../workflows/report';
import { addExplain } from './explain';
import { addFetch } from './fetch';
import { addInject } from './inject';
import { type Io, PROCESS_IO } from './io';
import { addLint } from './lint';
import { addSynth } from './synth';

export { joinSynth } from '../workflows/synth-threads';

/**
 * Runs a command line.
 *
 * @param args the arguments after the program's name
 * @param script what, started as a thread, calls {@link joinSynth}; without it all is done in this thread
 * @returns the exit code; a promise of it where the command waits for clusters
 */
export function run(args: readonly string[], io: Io = PROCESS_IO, script?: string): number | Promise<number> {
  let code: number | Promise<number> = EXIT.ok;
  const done = (result: number | Promise<number>) => {
    code = result;
  };
  const program = new Command('ossm-fed')
    .description('Writes and checks the manifests of federated OpenShift Service Meshes.')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .showHelpAfterError('(add --help for what there is)')
    .helpCommand(false);
  for (const add of [addSynth, addFetch, addInject, addLint, addExplain])
    add(program, { io, done, ...(script !== undefined && { script }) });
  try {
    program.parse(args, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
}
