/** Runs one round in a thread, so that the main thread can end one that hangs or needs too much memory. */

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { type RoundOptions, runRound } from './round';
import { TARGETS } from './targets/all';

/** What a thread gets. */
export interface ThreadInput extends RoundOptions {
  /** The name of the target. */
  readonly target: string;
  /**
   * For the main thread to see: the number of the case that runs, and how many runs started, those that search a smaller
   * case included.
   */
  readonly current: SharedArrayBuffer;
}

/** Files in memory, where the system has them, are synchronized at once. */
const MEMORY = '/dev/shm';

async function main(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const { target: name, current, ...options } = workerData as ThreadInput;
  const target = TARGETS.find((each) => each.name === name);
  if (target === undefined) throw new Error(`unknown target ${name}`);
  const view = new Int32Array(current);
  const directory = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'ossm-fed-fuzz-'));
  try {
    const onCase = (index: number) => {
      Atomics.store(view, 0, index);
      Atomics.add(view, 1, 1);
    };
    parentPort?.postMessage(await runRound(target, options, { directory, onCase }));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

void main();
