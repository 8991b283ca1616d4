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

/** What a thread stages. */
interface ThreadShare {
  readonly staging: Staging;
  /** The lock with the values of tokens. */
  readonly lock?: Lock;
  /** The number of chunks. */
  readonly count: number;
  /** The index of the next chunk that no thread has started. */
  readonly next: Int32Array;
}

/** The data of another thread. */
interface ThreadData extends ThreadShare {
  /** The clusters of each chunk as JSON, in memory of all threads; a thread parses only the chunks that it starts. */
  readonly chunks: readonly SharedArrayBuffer[];
}

/** What a thread staged of a chunk. */
interface StagedChunk {
  /** The index of the chunk, by which the parts of all threads are put in order. */
  readonly index: number;
  readonly staged: Staged;
}

/** The result of a thread: what it staged, or the error that ended it. */
type ThreadOutcome = { readonly chunks: readonly StagedChunk[] } | { readonly error: unknown };

/** The number of meshes and peers from which a second thread saves time. */
const WORTH_A_THREAD = 300;

/** The maximum number of threads; more would wait for the file system. */
const MAX_THREADS = 4;

/** The number of chunks of clusters; a federation with fewer clusters has one for each. */
const CHUNKS = 200;

/**
 * Like {@link synth} with several threads, if the federation is large and its clusters need not be linted
 * together. Threads take chunks one by one, because a hub needs more time than its spokes.
 *
 * @param script the script that calls {@link joinSynth} when it is started as a thread
 * @param threads the number of threads, including this one
 */
export async function synthInThreads(
  loaded: Loaded,
  options: SynthOptions,
  script: string,
  threads = Math.min(availableParallelism(), MAX_THREADS),
): Promise<SynthResult> {
  // Threads support only the generations of this project.
  const isOwn = loaded.generations === GENERATIONS;
  if (threads < 2 || !isOwn || loaded.federation === undefined || !isLarge(loaded.federation))
    return synth(loaded, options);
  const plan = planSynth(loaded, options);
  if (!('staging' in plan)) return plan;
  if (plan.isChecked) return runSynth(plan);
  const { staging, lock } = plan;
  const clusters = chunksOf(plan.clusters);
  const next = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const share: ThreadShare = { staging, next, count: clusters.length, ...(lock !== undefined && { lock }) };
  const others = startThreads(script, threads - 1, share, clusters).map(outcomeOf);
  const outcomes = [stageShare(share, (i) => clusters[i] ?? []), ...(await Promise.all(others))];
  try {
    const failed = outcomes.find((outcome) => 'error' in outcome);
    if (failed !== undefined && 'error' in failed) return failedSynth(plan, failed.error);
    const chunks = outcomes.flatMap((outcome) => ('chunks' in outcome ? outcome.chunks : []));
    const inOrder = chunks.sort((a, b) => a.index - b.index).map(({ staged }) => staged);
    return finishSynth(plan, joinStaged(inOrder));
  } catch (error) {
    return failedSynth(plan, error);
  } finally {
    discardStaging(staging);
  }
}

function startThreads(
  script: string,
  count: number,
  share: ThreadShare,
  clusters: readonly (readonly PlannedCluster[])[],
): readonly Worker[] {
  // Only charts of the caller need the meshes, and those are never rendered by threads.
  const chunks = clusters.map((chunk) => sharedJson(chunk.map((one) => ({ ...one, meshes: [] }))));
  const workerData: ThreadData = { ...share, chunks };
  return Array.from({ length: count }, () => new Worker(script, { workerData }));
}

/** A value as JSON in shared memory: as a text, each thread would have a copy of all clusters. */
function sharedJson(value: unknown): SharedArrayBuffer {
  const bytes = Buffer.from(JSON.stringify(value));
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  return shared;
}

/** The work of a thread of {@link synthInThreads}. */
export function joinSynth(): void {
  const { chunks, ...share } = workerData as ThreadData;
  parentPort?.postMessage(stageShare(share, (i) => parsed(chunks[i])));
}

function parsed(chunk: SharedArrayBuffer | undefined): readonly PlannedCluster[] {
  return chunk === undefined ? [] : (JSON.parse(Buffer.from(chunk).toString()) as PlannedCluster[]);
}

function isLarge({ meshes, peerings }: Federation): boolean {
  return meshes.length + 2 * peerings.length >= WORTH_A_THREAD;
}

function chunksOf(clusters: readonly PlannedCluster[]): readonly (readonly PlannedCluster[])[] {
  const size = Math.ceil(clusters.length / CHUNKS);
  const starts = Array.from({ length: Math.ceil(clusters.length / size) }, (_, i) => i * size);
  return starts.map((start) => clusters.slice(start, start + size));
}

/** Stages chunks of clusters until none is left. */
function stageShare(
  { staging, lock, count, next }: ThreadShare,
  chunk: (i: number) => readonly PlannedCluster[],
): ThreadOutcome {
  try {
    const chunks: StagedChunk[] = [];
    const stager = new ClusterStager(staging, GENERATIONS, lock);
    for (let i = Atomics.add(next, 0, 1); i < count; i = Atomics.add(next, 0, 1)) {
      chunks.push({ index: i, staged: joinStaged(chunk(i).map((cluster) => stager.stage(cluster))) });
    }
    return { chunks };
  } catch (error) {
    Atomics.store(next, 0, count);
    return { error };
  }
}

function outcomeOf(thread: Worker): Promise<ThreadOutcome> {
  return new Promise((resolve) => {
    thread.once('message', resolve);
    thread.once('error', (error) => resolve({ error }));
    // After a message this has no effect.
    thread.once('exit', () => resolve({ error: new Error('a thread ended without a result') }));
  });
}
