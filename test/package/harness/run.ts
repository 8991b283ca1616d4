import { join } from 'node:path';
import { type Ended, runProgram } from '../../../scripts/envtest/run-program';

/** In milliseconds. */
const TIMEOUT = 100_000;

const { NODE_ENV: _env, NODE_OPTIONS: _options, ...inherited } = process.env;

/** The environment of the programs: that of the tests, without what Jest sets and without access to any cluster. */
const env = { ...inherited, KUBECONFIG: 'missing-kubeconfig' };

/** The clone, in which the package is packed and no test may leave a cache. */
const ROOT = join(__dirname, '..', '..', '..');

/** Runs a program in a directory to its end. */
export function tryRun(directory: string, command: string, ...args: readonly string[]): Promise<Ended> {
  const own = directory === ROOT ? env : { ...env, XDG_CACHE_HOME: join(directory, '.cache') };
  return runProgram(command, args, { env: own, directory, timeout: TIMEOUT });
}

/**
 * The same for a program that must succeed.
 *
 * @returns what it wrote to standard output
 * @throws Error with what it wrote where it did not end with 0
 */
export async function run(directory: string, command: string, ...args: readonly string[]): Promise<string> {
  const { ok, stdout, problem } = await tryRun(directory, command, ...args);
  if (ok) return stdout;
  throw new Error(`${command} ${args.join(' ')} failed in ${directory}: ${problem}\n${stdout}`);
}
