import { availableParallelism } from 'node:os';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import type { Federation } from '../federation/model';
import { GENERATIONS } from '../generations';
import { discardStaging, type Staging } from '../io/output-directory';
import type { Lock } from '../lock/model';
import type { PlannedCluster } from '../planning';
import type { Loaded } from './load';
import { ClusterStager, joinStaged, type Staged } from './stage-clusters';
import { failedSynth, finishSynth, planSynth, runSynth, type SynthOptions, type SynthResult, synth } from './synth';

/** What threads share. */
interface Shared {
  readonly clusters: readonly PlannedCluster[];
  readonly staging: Staging;
  /** What gives tokens their values. */
  readonly lock?: Lock;
  /** The index of the next cluster that nobody has taken yet. */
  readonly next: Int32Array;
}

/** What a thread says at its end: what it staged, or the error that ended it. */
type Outcome = { readonly staged: Staged } | { readonly error: unknown };

/** From how many meshes and peers on a second thread does more than its start costs. */
const WORTH_A_THREAD = 300;

/** More threads than this wait for each other's files. */
const MOST_THREADS = 4;

/**
 * Does what {@link synth} does on several processors, where the federation is large and its clusters need not be looked
 * at together. Clusters are taken one by one, as a hub takes longer than its spokes.
 *
 * @param script the script that, started as a thread, calls {@link joinSynth}
 * @param threads how many threads work, this one included
 */
export async function synthInThreads(
  loaded: Loaded,
  options: SynthOptions,
  script: string,
  threads = Math.min(availableParallelism(), MOST_THREADS),
): Promise<SynthResult> {
  // Threads know the generations of this project alone.
  const isOwn = loaded.generations === GENERATIONS;
  if (threads < 2 || !isOwn || loaded.federation === undefined || !isLarge(loaded.federation))
    return synth(loaded, options);
  const plan = planSynth(loaded, options);
  if (!('staging' in plan)) return plan;
  if (plan.isChecked) return runSynth(plan);
  const { clusters, staging, lock } = plan;
  const next = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const shared: Shared = { clusters, staging, next, ...(lock !== undefined && { lock }) };
  const others = Array.from({ length: threads - 1 }, () => outcomeOf(new Worker(script, { workerData: shared })));
  const outcomes = [stageShare(shared), ...(await Promise.all(others))];
  try {
    const failed = outcomes.find((outcome) => 'error' in outcome);
    if (failed !== undefined && 'error' in failed) return failedSynth(plan, failed.error);
    return finishSynth(plan, joinStaged(outcomes.flatMap((outcome) => ('staged' in outcome ? [outcome.staged] : []))));
  } catch (error) {
    return failedSynth(plan, error);
  } finally {
    discardStaging(staging);
  }
}

/** The part of a thread in what {@link synthInThreads} does. */
export function joinSynth(): void {
  parentPort?.postMessage(stageShare(workerData as Shared));
}

function isLarge({ meshes, peerings }: Federation): boolean {
  return meshes.length + 2 * peerings.length >= WORTH_A_THREAD;
}

/** Stages clusters until all are taken. */
function stageShare({ clusters, staging, lock, next }: Shared): Outcome {
  try {
    const parts: Staged[] = [];
    const stager = new ClusterStager(staging, GENERATIONS, lock);
    for (let i = Atomics.add(next, 0, 1); i < clusters.length; i = Atomics.add(next, 0, 1)) {
      const cluster = clusters[i];
      if (cluster !== undefined) parts.push(stager.stage(cluster));
    }
    return { staged: joinStaged(parts) };
  } catch (error) {
    Atomics.store(next, 0, clusters.length);
    return { error };
  }
}

function outcomeOf(thread: Worker): Promise<Outcome> {
  return new Promise((resolve) => {
    thread.once('message', resolve);
    thread.once('error', (error) => resolve({ error }));
    // After a message this comes too late to count.
    thread.once('exit', () => resolve({ error: new Error('a thread ended before its work') }));
  });
}
