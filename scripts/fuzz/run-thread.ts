import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { buildSync } from 'esbuild';
import { isAbove, NO_TIME, stopwatch } from './case-time';
import type { Round, RoundOptions } from './round';
import type { ThreadInput } from './thread';

/** The limits of a thread. */
export interface ThreadLimits {
  /** After which CPU time without progress its case is ended, in milliseconds; without CPU time after ten times as long. */
  readonly silence: number;
  /** Its memory, in megabytes. */
  readonly memory: number;
}

/** Well above the time that a case may take, and the memory that the program promises. */
export const LIMITS: ThreadLimits = { silence: 30_000, memory: 1024 };

/** Bundles the code of threads, which do not get the TypeScript loader of this process, into a file of a directory. */
export function bundleThread(directory: string): string {
  const outfile = join(directory, 'thread.js');
  const entryPoints = [join(__dirname, 'thread.ts')];
  buildSync({ entryPoints, outfile, bundle: true, platform: 'node', target: 'node20', sourcemap: 'inline' });
  return outfile;
}

/**
 * Runs a round in a thread; one that hangs, or needs too much memory, is a failure of its current case.
 *
 * @param thread the file of the thread
 */
export function runThread(thread: string, target: string, options: RoundOptions, limits = LIMITS): Promise<Round> {
  const current = new SharedArrayBuffer(8);
  const workerData: ThreadInput = { ...options, target, current };
  const worker = new Worker(thread, {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: limits.memory },
    // Programs are found nowhere, and no report has colors.
    env: { ...process.env, PATH: '', NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  const view = new Int32Array(current);
  return new Promise<Round>((resolve, reject) => {
    const fail = (signature: string, text: string) => {
      const cases = Atomics.load(view, 0);
      const { seed, path = String(cases - 1) } = options;
      resolve({ cases, slowest: NO_TIME, repeats: {}, failure: { flaw: { signature, text }, seed, path, input: '' } });
    };
    watch(view, limits.silence, worker, () => fail('no end', `not complete after ${limits.silence / 1000} s`));
    worker.once('message', resolve);
    worker.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') fail('memory', `more than ${limits.memory} MB`);
      else reject(error);
    });
  }).finally(() => worker.terminate());
}

/** Calls a function when a thread makes no progress. */
function watch(view: Int32Array, silence: number, worker: Worker, onSilence: () => void): void {
  let [seen, elapsed] = [-1, stopwatch()];
  const timer = setInterval(() => {
    const now = Atomics.load(view, 1);
    if (now !== seen) [seen, elapsed] = [now, stopwatch()];
    else if (isAbove(elapsed(), silence)) onSilence();
  }, silence / 30);
  worker.once('exit', () => clearInterval(timer));
}
