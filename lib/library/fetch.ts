import type { FactChange } from '../facts/kind';
import { unidentifiedIssue } from '../fetch/identity';
import { insecureIssues, unreadIssues } from '../fetch/problems';
import { SILENT } from '../fetch/progress';
import { fetchFacts } from '../fetch/read-facts';
import type { PlacedIssue } from '../issues/place';
import type { Connect } from '../kube/reader';
import { mergeReadings } from '../lock/merge';
import { EMPTY_LOCK, type Lock } from '../lock/model';
import { clusterAccess, SYSTEM_CLOCK } from '../workflows/cluster-access';
import { planFetchOf } from '../workflows/fetch';
import type { Loaded } from '../workflows/load';

/** What to read from running clusters. */
export interface MemoryFetchOptions {
  /**
   * The lock so far; what cannot be read stays as it is there.
   *
   * @default an empty lock
   */
  readonly lock?: Lock;
  /**
   * The names of the clusters to read.
   *
   * @default all
   */
  readonly clusters?: readonly string[];
  /**
   * For how many milliseconds to retry what does not exist yet.
   *
   * @default 0
   */
  readonly wait?: number;
  /**
   * Whether root certificates are dropped that their mesh no longer publishes.
   *
   * @default false
   */
  readonly dropOld?: boolean;
  /**
   * Connects to the cluster of a kubeconfig context.
   *
   * @default by the kubeconfig of the environment
   */
  readonly connect?: Connect;
  /**
   * Whether to read clusters whose kubeconfig turns TLS verification off; each is a warning.
   *
   * @default false
   */
  readonly allowInsecure?: boolean;
  /**
   * The time at which certificates have to be valid.
   *
   * @default the time of the call
   */
  readonly now?: Date;
}

/** What was read from running clusters. */
export interface MemoryFetchResult {
  /** The lock with what was read. */
  readonly lock: Lock;
  /** How it differs from the lock before. */
  readonly changes: readonly FactChange[];
  /** Errors and warnings. */
  readonly issues: readonly PlacedIssue[];
}

/** Reads root certificates and addresses from running clusters, and merges them into a lock. No file is written. */
export async function fetch(loaded: Loaded, options: MemoryFetchOptions = {}): Promise<MemoryFetchResult> {
  const { lock = EMPTY_LOCK, clusters: names, wait = 0, dropOld = false, now = new Date() } = options;
  const { kinds, scope, clusters, issues } = planFetchOf(loaded, names);
  if (issues.length > 0) return { lock, changes: [], issues };
  const { allowInsecure = false } = options;
  const connect = options.connect ?? (await clusterAccess()).connectByKubeconfig(undefined, { allowInsecure });
  const { readings, unread, insecure, identities, unidentified } = await fetchFacts(clusters, kinds, {
    connect,
    progress: SILENT,
    clock: SYSTEM_CLOCK,
    wait,
    identities: lock.clusters ?? {},
  });
  const merged = mergeReadings(lock, readings, { kinds, scope, now, dropOld, whole: names === undefined, identities });
  return {
    lock: merged.lock,
    changes: merged.changes,
    issues: [
      ...insecureIssues(insecure),
      ...unidentified.map((cluster) => unidentifiedIssue(cluster, 'fetch')),
      ...unreadIssues(unread, { kinds, waited: wait > 0 }),
      ...loaded.place(merged.issues),
    ],
  };
}
