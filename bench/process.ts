import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';

/** A program to run. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** The file for the standard output; discarded if undefined. */
  readonly stdout?: string;
  /** Variables beside those of the benchmark. */
  readonly env?: NodeJS.ProcessEnv;
}

/** What running a program took. */
export interface Run {
  readonly seconds: number;
  /** The peak of the resident memory; undefined if the system does not report it. */
  readonly megabytes?: number;
  /** Whether the program was stopped at the time limit. */
  readonly stopped: boolean;
}

/** The interval between samples of the peak memory, in milliseconds; memory after the last sample is missed. */
const LOOK_EVERY = 5;

/** Whether this system reports the peak memory of a running program. */
export const REPORTS_MEMORY = process.platform === 'linux';

/**
 * Runs a program from its start to its end.
 *
 * @param limit the seconds after which it is stopped
 * @throws where the program fails
 */
export async function runProcess(command: Command, limit = Number.POSITIVE_INFINITY): Promise<Run> {
  const stdout = command.stdout === undefined ? 'ignore' : openSync(command.stdout, 'w');
  try {
    const env = { ...process.env, ...command.env };
    const start = performance.now();
    const child = spawn(command.file, command.args, { env, stdio: ['ignore', stdout, 'pipe'] });
    return await watch(command, child, start, limit);
  } finally {
    if (typeof stdout === 'number') closeSync(stdout);
  }
}

async function watch({ file, args }: Command, child: ChildProcess, start: number, limit: number): Promise<Run> {
  const errors: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  let peak: number | undefined;
  let end = start;
  let stopped = false;
  const looking = setInterval(() => {
    peak = peakMemory(child.pid) ?? peak;
    stopped ||= performance.now() - start > limit * 1000;
    if (stopped) child.kill('SIGKILL');
  }, LOOK_EVERY);
  child.once('exit', () => {
    end = performance.now();
  });
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0 && !stopped) throw new Error(`${[file, ...args].join(' ')} failed:\n${errors.join('')}`);
  } finally {
    clearInterval(looking);
  }
  return { seconds: (end - start) / 1000, stopped, ...(peak !== undefined && { megabytes: peak / 1024 }) };
}

/** The most resident memory that a running program has had, in KiB. */
function peakMemory(pid: number | undefined): number | undefined {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes);
  } catch {
    return undefined;
  }
}
