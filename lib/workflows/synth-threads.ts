import { availableParallelism } from 'node:os';
import { parentPort, Worker } from 'node:worker_threads';
import type { Federation } from '../federation/model';
import { GENERATIONS } from '../generations';
import { discardStaging, type Staging } from '../io/output-directory';
import type { Lock } from '../lock/model';
import type { PlannedCluster } from '../planning';
import { mayBreakRules } from './check-output';
import type { Loaded } from './load';
import { ClusterStager, joinStaged, type Staged } from './stage-clusters';
import {
  failedSynth,
  finishSynth,
  planSynth,
  runSynth,
  type SynthOptions,
  type SynthResult,
  type SynthRun,
  synth,
} from './synth';

/** What every thread needs, its first message. */
interface ThreadInput {
  readonly staging: Staging;
  /** The lock with the values of tokens. */
  readonly lock: Lock | undefined;
}

/** A batch of clusters for a thread, a further message. */
interface ThreadBatch {
  /** The position of the first cluster, by which the parts of all threads are put in order. */
  readonly start: number;
  /** The clusters as JSON, which threads exchange faster than objects. */
  readonly clusters: string;
}

/** What a thread staged of a batch. */
interface StagedBatch {
  readonly start: number;
  readonly staged: Staged;
}

/** The answer of a thread to a batch: what it staged, or the error that ended it. */
type ThreadAnswer = StagedBatch | { readonly error: unknown };

/** The number of meshes and peers from which a second thread saves time. */
const WORTH_A_THREAD = 300;

/** The maximum number of threads; more would wait for the file system. */
const MAX_THREADS = 4;

/**
 * The size in MB that a thread has for new objects in Node.js, a third of the default: most objects of a cluster are garbage
 * when the next one begins.
 */
const YOUNG_SIZE = 16;

/** The number of batches of clusters; a federation with fewer clusters has one for each. */
const BATCHES = 200;

/** The other threads of a run, which may be started before it is known what they stage: loading their program takes time. */
export class SynthThreads {
  /** The threads; none before they are started. */
  workers: readonly Worker[] = [];

  /**
   * @param script the script that calls {@link joinSynth} when it is started as a thread
   * @param count the number of threads, including this one
   */
  constructor(
    private readonly script: string,
    private readonly count = Math.min(availableParallelism(), MAX_THREADS),
  ) {}

  /** Starts the threads, if they save time for a federation. */
  start(federation: Federation): void {
    if (this.workers.length > 0 || !isLarge(federation) || mayBreakRules(federation)) return;
    const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_SIZE };
    this.workers = Array.from({ length: this.count - 1 }, () => new Worker(this.script, { resourceLimits }));
  }

  /** Ends the threads. */
  stop(): void {
    for (const worker of this.workers) void worker.terminate();
  }
}

/**
 * Like {@link synth} with several threads, if the federation is large and its clusters need not be linted
 * together.
 */
export async function synthInThreads(
  loaded: Loaded,
  options: SynthOptions,
  threads: SynthThreads,
): Promise<SynthResult> {
  try {
    // Threads support only the generations of this project.
    if (loaded.generations !== GENERATIONS || loaded.federation === undefined) return synth(loaded, options);
    const plan = planSynth(loaded, options);
    if (!('staging' in plan)) return plan;
    const isAlone = plan.isChecked || plan.clusters.length < 2;
    if (!isAlone) threads.start(plan.federation);
    return await (isAlone || threads.workers.length === 0 ? runSynth(plan) : runInThreads(plan, threads));
  } finally {
    threads.stop();
  }
}

async function runInThreads(plan: SynthRun, { workers }: SynthThreads): Promise<SynthResult> {
  const { staging, lock, clusters } = plan;
  const queue = new ClusterQueue(clusters, workers.length + 1);
  try {
    const outcomes = await Promise.allSettled([
      // The first cluster is often a hub: this thread has a large heap already, and those of others stay small.
      stageHere(queue, new ClusterStager(staging, GENERATIONS, lock)),
      ...workers.map((worker) => shareWith(worker, { staging, lock }, queue)),
    ]);
    const batches = outcomes.flatMap((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    });
    const inOrder = batches.sort((a, b) => a.start - b.start).map(({ staged }) => staged);
    return finishSynth(plan, joinStaged(inOrder));
  } catch (error) {
    return failedSynth(plan, error);
  } finally {
    discardStaging(staging);
  }
}

/** Hands out the clusters of a run to its threads in batches: small ones, because a hub needs more time than its spokes. */
class ClusterQueue {
  private next = 0;
  private readonly size: number;

  constructor(
    private readonly clusters: readonly PlannedCluster[],
    private readonly threads: number,
  ) {
    this.size = Math.ceil(clusters.length / BATCHES);
  }

  /** The next batch; empty if no clusters are left. */
  take(): { readonly start: number; readonly clusters: readonly PlannedCluster[] } {
    const start = this.next;
    const clusters = this.clusters.slice(start, start + this.size);
    this.next += clusters.length;
    return { start, clusters };
  }

  /**
   * How many batches another thread is given ahead, so that it does not wait while this one stages a hub: fewer towards
   * the end, so that all threads end at the same time.
   */
  get ahead(): number {
    const left = (this.clusters.length - this.next) / this.size;
    return left > this.threads ? 1 + Math.ceil(left / (4 * this.threads)) : 1;
  }

  /** Hands out nothing more, because a thread failed. */
  stop(): void {
    this.next = this.clusters.length;
  }
}

/** Stages clusters in this thread until none are left. */
async function stageHere(queue: ClusterQueue, stager: ClusterStager): Promise<readonly StagedBatch[]> {
  try {
    const batches: StagedBatch[] = [];
    for (let next = queue.take(); next.clusters.length > 0; next = queue.take()) {
      // Other threads get clusters, and their answers are received.
      await new Promise((resolve) => setImmediate(resolve));
      batches.push({ start: next.start, staged: joinStaged(next.clusters.map((cluster) => stager.stage(cluster))) });
    }
    return batches;
  } catch (error) {
    queue.stop();
    throw error;
  }
}

/** Lets another thread stage clusters until none are left. */
function shareWith(thread: Worker, input: ThreadInput, queue: ClusterQueue): Promise<readonly StagedBatch[]> {
  return new Promise((resolve, reject) => {
    const batches: StagedBatch[] = [];
    let awaited = 0;
    const hand = () => {
      while (awaited < queue.ahead) {
        const { start, clusters } = queue.take();
        if (clusters.length === 0) return;
        awaited += 1;
        // Only charts of the caller need the meshes, and those are never rendered by threads.
        const batch: ThreadBatch = { start, clusters: JSON.stringify(clusters.map((one) => ({ ...one, meshes: [] }))) };
        thread.postMessage(batch);
      }
    };
    const fail = (error: unknown) => {
      queue.stop();
      reject(error);
    };
    thread.on('message', (answer: ThreadAnswer) => {
      if ('error' in answer) return fail(answer.error);
      awaited -= 1;
      batches.push(answer);
      hand();
      if (awaited > 0) return;
      // Now, as its end takes time that this thread still needs for other work.
      void thread.terminate();
      resolve(batches);
    });
    thread.once('error', fail);
    // After the last answer this has no effect.
    thread.once('exit', () => fail(new Error('a thread ended without a result')));
    thread.postMessage(input);
    hand();
    if (awaited === 0) resolve(batches);
  });
}

/** The work of another thread of {@link synthInThreads}. */
export function joinSynth(): void {
  let stager: ClusterStager | undefined;
  parentPort?.on('message', (message: ThreadInput | ThreadBatch) => {
    if ('staging' in message) {
      stager = new ClusterStager(message.staging, GENERATIONS, message.lock);
      return;
    }
    const answer = answerTo(message, stager);
    parentPort?.postMessage(answer);
    // It must not stage more when the run removes what was staged.
    if ('error' in answer) parentPort?.close();
  });
}

function answerTo({ start, clusters }: ThreadBatch, stager: ClusterStager | undefined): ThreadAnswer {
  try {
    const planned = JSON.parse(clusters) as readonly PlannedCluster[];
    return { start, staged: joinStaged(planned.flatMap((cluster) => stager?.stage(cluster) ?? [])) };
  } catch (error) {
    return { error };
  }
}

function isLarge({ meshes, peerings }: Federation): boolean {
  return meshes.length + 2 * peerings.length >= WORTH_A_THREAD;
}
