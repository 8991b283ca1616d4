import type { FactChange, FactKind } from '../facts/kind';
import { chooseClusters } from '../federation/choose';
import { type ClusterFacts, factsByCluster } from '../fetch/cluster-facts';
import { unidentifiedIssue } from '../fetch/identity';
import { insecureIssues, unreadIssues } from '../fetch/problems';
import { type FetchedFacts, type FetchOptions, fetchFacts } from '../fetch/read-facts';
import { type LockUpdate, lockFileOf, readLockFile, updateLockFile } from '../io/lock-file';
import { isError } from '../issues/issue';
import type { PlacedIssue } from '../issues/place';
import { type MergedLock, mergeReadings } from '../lock/merge';
import type { Lock } from '../lock/model';
import { type FederationScope, factKindsOf, lockScopeOf } from './facts';
import { type Loaded, type LoadOptions, loadNamed } from './load';

/** What to fetch, and what to do with it. */
export interface FetchRequest extends LoadOptions {
  /** The topology file, `-` for standard input; the lock is beside it, or in the current directory. */
  readonly file: string;
  /**
   * Reads all of standard input.
   *
   * @default standard input is empty
   */
  readonly stdin?: () => string;
  /**
   * The names of the clusters to read.
   *
   * @default all
   */
  readonly clusters?: readonly string[];
  /** Whether the lock is compared with the clusters, and not written. */
  readonly check: boolean;
  /** Whether root certificates are dropped that their mesh no longer publishes. */
  readonly dropOld: boolean;
}

/** What fetching did. */
export interface FetchResult {
  /** The command that has this result. */
  readonly command: 'fetch';
  /** Errors and warnings. */
  readonly issues: readonly PlacedIssue[];
  /** How the clusters differ from the lock. */
  readonly changes: readonly FactChange[];
  /** What was read and written; undefined where no cluster was read. */
  readonly summary?: FetchSummary;
}

/** What was read and written, in numbers. */
export interface FetchSummary {
  /** The path of the lock file. */
  readonly lock: string;
  /** The number of clusters. */
  readonly clusters: number;
  /** The number of facts that were read. */
  readonly read: number;
  /** The number of facts that could not be read. */
  readonly unread: number;
  /** Whether the lock was only compared. */
  readonly check: boolean;
  /** Whether the lock file was created or changed. */
  readonly written: boolean;
}

/** What is read from the chosen clusters, or what is wrong with the topology. */
export interface FetchPlan {
  /** The topology. */
  readonly loaded: Loaded;
  /** The facts by cluster. */
  readonly clusters: readonly ClusterFacts[];
  /** What the whole federation needs from the lock. */
  readonly scope: FederationScope;
  /** All kinds of facts. */
  readonly kinds: readonly FactKind[];
  /** What is wrong; nothing is read where there is anything. */
  readonly issues: readonly PlacedIssue[];
}

/** Loads a topology and finds what is read from which cluster; no request is sent. */
export function planFetch({
  file,
  stdin = () => '',
  clusters,
  ...options
}: Pick<FetchRequest, 'file' | 'stdin' | 'clusters' | keyof LoadOptions>): FetchPlan {
  return planFetchOf(loadNamed(file, stdin, options), clusters);
}

/**
 * Finds what is read from which cluster for a loaded topology; no request is sent.
 *
 * @param names the names of the clusters to read; all where undefined
 */
export function planFetchOf(loaded: Loaded, names: readonly string[] | undefined): FetchPlan {
  const { federation, generations } = loaded;
  const [kinds, scope] = [factKindsOf(generations), lockScopeOf(loaded)];
  if (federation === undefined) return { loaded, kinds, clusters: [], scope, issues: loaded.issues };
  const { issues } = chooseClusters(federation, names);
  const clusters = factsByCluster(scope.facts).filter(({ cluster }) => names?.includes(cluster) ?? true);
  return { loaded, kinds, clusters, scope, issues };
}

/**
 * Reads clusters, and merges the values into the lock. What could not be read stays in the lock as it was.
 *
 * @param prepare makes what reading needs, given all kinds of facts; called once it is certain that clusters will be read
 * @param now the time at which certificates have to be valid
 */
export async function runFetch(
  request: FetchRequest,
  prepare: (kinds: readonly FactKind[]) => Promise<FetchOptions>,
  now: Date,
): Promise<FetchResult> {
  const plan = planFetch(request);
  if (plan.issues.length > 0) return nothingRead(plan.issues);
  const { kinds } = plan;
  const lock = lockFileOf(request.file);
  // An invalid lock is reported before minutes are spent on clusters.
  const before = readLockFile(lock, kinds);
  if (before.issues.length > 0) return nothingRead(before.issues);
  const options = await prepare(kinds);
  const fetched = await fetchFacts(plan.clusters, kinds, { ...options, identities: before.lock?.clusters ?? {} });
  const merge = mergerOf(request, plan, fetched, now);
  const updated = request.check ? compare(lock, kinds, merge) : await updateLockFile(lock, merge, { kinds });
  const issues = [
    ...insecureIssues(fetched.insecure),
    ...fetched.unidentified.map((cluster) => unidentifiedIssue(cluster, 'fetch')),
    ...unreadIssues(fetched.unread, { kinds, waited: (options.wait ?? 0) > 0 }),
    ...plan.loaded.place(updated.result?.issues ?? []),
    ...updated.issues,
  ];
  const summary = { ...countsOf(fetched, plan), lock, check: request.check, written: updated.written };
  return { command: 'fetch', issues, changes: updated.result?.changes ?? [], summary };
}

/** The result where issues prevent that any cluster is read. */
export function nothingRead(issues: readonly PlacedIssue[]): FetchResult {
  return { command: 'fetch', issues, changes: [] };
}

/** Whether nothing failed and, in a comparison, nothing differs. */
export function isClean({ issues, changes, summary }: FetchResult): boolean {
  return !issues.some(isError) && !(summary?.check && changes.length > 0);
}

type Merge = (lock: Lock | undefined) => MergedLock;

function mergerOf(
  { clusters, dropOld }: FetchRequest,
  { kinds, scope }: FetchPlan,
  { readings, identities }: FetchedFacts,
  now: Date,
): Merge {
  const options = { kinds, scope, now, dropOld, whole: clusters === undefined, identities };
  return (lock) => mergeReadings(lock, readings, options);
}

function compare(path: string, kinds: readonly FactKind[], merge: Merge): LockUpdate<MergedLock> {
  const { lock, issues } = readLockFile(path, kinds);
  return issues.length > 0 ? { issues, written: false } : { issues, result: merge(lock), written: false };
}

function countsOf({ readings, unread }: FetchedFacts, { clusters }: FetchPlan) {
  return { clusters: clusters.length, read: readings.length, unread: unread.length };
}
