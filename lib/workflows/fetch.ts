import { chooseClusters } from '../federation/choose';
import { unreadIssues } from '../fetch/problems';
import { type Fetched, type FetchOptions, fetchFacts } from '../fetch/read-facts';
import { type ClusterTargets, targetsOf } from '../fetch/targets';
import { lockFileOf, readLockFile, updateLockFile } from '../io/lock-file';
import { isError } from '../issues/issue';
import type { PlacedIssue } from '../issues/place';
import type { LockChange } from '../lock/change';
import { type Merged, mergeReadings } from '../lock/merge';
import type { Lock, Reading } from '../lock/model';
import { scopeOf } from '../lock/scope';
import { ossm2PlansOf } from '../ossm2/model';
import { type Loaded, loadFile } from './load';

/** What to fetch, and what to do with it. */
export interface FetchRequest {
  /** The topology file; the lock lies beside it. */
  readonly file: string;
  /** The names of the clusters to read; all where undefined. */
  readonly clusters?: readonly string[];
  /** Whether the lock is compared with the clusters, and not written. */
  readonly check: boolean;
  /** Whether roots are dropped that their mesh no longer shows. */
  readonly dropOld: boolean;
}

/** What fetching did. */
export interface FetchResult {
  /** What is wrong, and what is worth a warning. */
  readonly issues: readonly PlacedIssue[];
  /** How the clusters differ from what the lock said. */
  readonly changes: readonly LockChange[];
  /** Undefined where no cluster was read. */
  readonly summary?: FetchSummary;
}

/** What was read and written, in numbers. */
export interface FetchSummary {
  /** The path of the lock file. */
  readonly lock: string;
  readonly clusters: number;
  /** How many roots and addresses were read. */
  readonly read: number;
  /** How many could not be read. */
  readonly unread: number;
  /** Whether the lock was just compared. */
  readonly check: boolean;
  /** Whether the lock file was changed. */
  readonly written: boolean;
}

/** What the topology says is read from the chosen clusters, or what is wrong with it. */
export interface Plan {
  readonly loaded: Loaded;
  readonly targets: readonly ClusterTargets[];
  readonly issues: readonly PlacedIssue[];
}

/** Loads a topology and finds what is read where; no cluster is asked. */
export function planFetch({ file, clusters }: Pick<FetchRequest, 'file' | 'clusters'>): Plan {
  const loaded = loadFile(file);
  const { federation } = loaded;
  if (federation === undefined) return { loaded, targets: [], issues: loaded.issues };
  const { issues } = chooseClusters(federation, clusters);
  const targets = targetsOf(ossm2PlansOf(loaded.clusters ?? [])).filter(
    ({ cluster }) => clusters?.includes(cluster) ?? true,
  );
  return { loaded, targets, issues };
}

/**
 * Reads clusters, and takes what it read into the lock. What could not be read stays in the lock as it was.
 *
 * @param prepare makes what reading needs; called once it is sure that clusters will be read
 * @param now when it is, for certificates that expire
 */
export async function runFetch(
  request: FetchRequest,
  prepare: () => Promise<FetchOptions>,
  now: Date,
): Promise<FetchResult> {
  const { loaded, targets, issues } = planFetch(request);
  if (issues.length > 0) return { issues, changes: [] };
  const lock = lockFileOf(request.file);
  // A lock that cannot be used is told before minutes are spent on clusters.
  const before = readLockFile(lock);
  if (before.issues.length > 0) return { issues: before.issues, changes: [] };
  const options = await prepare();
  const fetched = await fetchFacts(targets, options);
  const merge = mergerOf(request, loaded, fetched.readings, now);
  const taken = request.check ? compare(lock, merge) : await updateLockFile(lock, merge);
  const found = [
    ...unreadIssues(fetched.unread, (options.wait ?? 0) > 0),
    ...loaded.place(taken.result?.issues ?? []),
    ...taken.issues,
  ];
  const summary = { ...countsOf(fetched, targets), lock, check: request.check, written: taken.written };
  return { issues: found, changes: taken.result?.changes ?? [], summary };
}

/** Whether nothing is wrong and, in a comparison, nothing differs. */
export function isClean({ issues, changes, summary }: FetchResult): boolean {
  return !issues.some(isError) && !(summary?.check && changes.length > 0);
}

type Merge = (lock: Lock | undefined) => Merged;

function mergerOf({ clusters, dropOld }: FetchRequest, loaded: Loaded, readings: readonly Reading[], now: Date): Merge {
  const scope = scopeOf(ossm2PlansOf(loaded.clusters ?? []));
  return (lock) => mergeReadings(lock, readings, { scope, now, dropOld, whole: clusters === undefined });
}

function compare(path: string, merge: Merge): Awaited<ReturnType<typeof updateLockFile<Merged>>> {
  const { lock, issues } = readLockFile(path);
  return issues.length > 0 ? { issues, written: false } : { issues, result: merge(lock), written: false };
}

function countsOf({ readings, unread }: Fetched, targets: readonly ClusterTargets[]) {
  return { clusters: targets.length, read: readings.length, unread: unread.length };
}
