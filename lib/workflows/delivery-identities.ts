import type { ClusterDelivery } from '../deliver/cluster-delivery';
import { clusterIssue } from '../deliver/problems';
import { type ClusterIdentities, otherClusterText, readIdentity, unidentifiedIssue } from '../fetch/identity';
import { insecureIssues } from '../fetch/problems';
import type { PlacedIssue } from '../issues/place';
import { failed } from '../kube/failure';
import type { Lock } from '../lock/model';
import { ownEntry } from '../values';

/** What clusters are, as far as they say so. */
export interface CheckedIdentities {
  /** The identities of the clusters. */
  readonly uids: ClusterIdentities;
  /** The errors for contexts that lead to other clusters than the lock has; nothing may be written. */
  readonly others: readonly PlacedIssue[];
  /** The warnings for clusters whose identity the user may not read, and for those without a verified TLS connection. */
  readonly issues: readonly PlacedIssue[];
}

/**
 * Compares the clusters behind all contexts with those of the lock, before anything is written. A cluster that does not
 * answer at once is compared later, by {@link identify}, so that it does not delay the others.
 */
export async function checkIdentities(
  deliveries: readonly ClusterDelivery[],
  lock: Lock | undefined,
): Promise<CheckedIdentities> {
  const uids = new Map<string, string>();
  const others: PlacedIssue[] = [];
  const insecure = deliveries.flatMap(({ target, client }) =>
    client.insecure === undefined ? [] : [{ ...target, reason: client.insecure }],
  );
  const issues: PlacedIssue[] = [...insecureIssues(insecure)];
  await Promise.all(
    deliveries.map(async ({ target, client }) => {
      const answer = await readIdentity(client);
      if ('failure' in answer) {
        if (answer.failure.kind === 'forbidden') issues.push(unidentifiedIssue(target.cluster, 'up'));
        return;
      }
      const other = otherClusterText(answer.value, ownEntry(lock?.clusters, target.cluster));
      if (other === undefined) uids.set(target.cluster, answer.value);
      else others.push(clusterIssue(target, failed('other-cluster', other).failure));
    }),
  );
  return { uids: Object.fromEntries(uids), others: sorted(others), issues: sorted(issues) };
}

/** Compares a cluster that did not answer before; with another identity, or without an answer, the delivery fails. */
export async function identify(
  delivery: ClusterDelivery,
  { uids, issues }: CheckedIdentities,
  lock: Lock | undefined,
): Promise<void> {
  const { target, client } = delivery;
  const { cluster } = target;
  if (Object.hasOwn(uids, cluster) || issues.some(({ code, cluster: own }) => code === 'UP002' && own === cluster))
    return;
  const answer = await delivery.ask(() => readIdentity(client));
  if ('failure' in answer) {
    if (!delivery.hasFailed) delivery.fail(clusterIssue(target, answer.failure));
    return;
  }
  const other = otherClusterText(answer.value, ownEntry(lock?.clusters, cluster));
  if (other !== undefined) delivery.fail(clusterIssue(target, failed('other-cluster', other).failure));
}

/** Issues in the order of their places, whichever cluster answered first. */
export function sorted(issues: readonly PlacedIssue[]): readonly PlacedIssue[] {
  return [...issues].sort((a, b) => (a.path < b.path ? -1 : 1));
}
