import type { ClusterDelivery } from '../deliver/cluster-delivery';
import type { TimeLimit } from '../deliver/retry';
import { factsByCluster } from '../fetch/cluster-facts';
import { unreadIssues } from '../fetch/problems';
import { SILENT } from '../fetch/progress';
import { fetchFacts } from '../fetch/read-facts';
import { updateLockFile } from '../io/lock-file';
import type { PlacedIssue } from '../issues/place';
import { mergeReadings } from '../lock/merge';
import type { Lock } from '../lock/model';
import { factKindsOf, lockScopeOf } from './facts';
import { READ_AT_A_TIME, type UpPlan } from './up-plan';

/** How facts are fetched. */
export interface DeliveryFetch extends TimeLimit {
  /** The deliveries; facts are read of clusters that have not failed. */
  readonly deliveries: readonly ClusterDelivery[];
  /** The identities of the clusters. */
  readonly identities: Lock['clusters'];
  /** The time at which certificates have to be valid. */
  readonly now: Date;
  /** Whether all clusters are delivered to. */
  readonly isWhole: boolean;
}

/** The lock with what was fetched. */
export interface DeliveryFacts {
  /** The lock. */
  readonly lock: Lock | undefined;
  /** Whether its file was created or changed. */
  readonly written: boolean;
  /** Errors and warnings. */
  readonly issues: readonly PlacedIssue[];
}

/** Reads what clusters know, waits for what is missing, and writes it to the lock. A cluster that lacks a value fails. */
export async function fetchForDelivery(
  { loaded, lockFile, lock }: Pick<UpPlan, 'loaded' | 'lockFile' | 'lock'>,
  { deliveries, identities = {}, now, isWhole, clock, deadline }: DeliveryFetch,
): Promise<DeliveryFacts> {
  const [kinds, scope] = [factKindsOf(loaded.generations), lockScopeOf(loaded)];
  const ready = new Map(deliveries.filter(({ hasFailed }) => !hasFailed).map((one) => [one.target.cluster, one]));
  const clusters = factsByCluster(scope.facts).filter(({ cluster }) => ready.has(cluster));
  const wait = Math.max(0, deadline - clock.now());
  const clients = new Map(
    [...ready.values()].map(({ target, client }) => [target.context, { ...client, close: () => undefined }]),
  );
  const connect = (context: string) => {
    const client = clients.get(context);
    if (client === undefined) throw new Error(`no client for the context ${context}`);
    return client;
  };
  for (const { cluster } of clusters) ready.get(cluster)?.report('reading root certificates and addresses');
  const fetched = await fetchFacts(clusters, kinds, {
    connect,
    progress: SILENT,
    clock,
    wait,
    atATime: READ_AT_A_TIME,
  });
  for (const { fact } of fetched.unread) {
    const delivery = ready.get(fact.cluster);
    if (delivery !== undefined) delivery.hasFailed = true;
  }
  const options = { kinds, scope, now, dropOld: false, whole: isWhole, identities };
  const updated = await updateLockFile(lockFile, (before) => mergeReadings(before, fetched.readings, options), {
    kinds,
  });
  return {
    lock: updated.result?.lock ?? lock,
    written: updated.written,
    issues: [
      ...unreadIssues(fetched.unread, { kinds, waited: true }),
      ...loaded.place(updated.result?.issues ?? []),
      ...updated.issues,
    ],
  };
}

/** Writes the identities of clusters to the lock, before anything is written to them. */
export async function recordIdentities(
  { loaded, lockFile }: Pick<UpPlan, 'loaded' | 'lockFile'>,
  identities: NonNullable<Lock['clusters']>,
  now: Date,
): Promise<Pick<DeliveryFacts, 'written' | 'issues'>> {
  const [kinds, scope] = [factKindsOf(loaded.generations), lockScopeOf(loaded)];
  return updateLockFile(lockFile, (before) => mergeReadings(before, [], { kinds, scope, now, identities }), { kinds });
}
