import type { ClusterDelivery } from '../deliver/cluster-delivery';
import type { InventoryKeeper } from '../deliver/inventory-keeper';
import { type DeliveryObject, objectText } from '../deliver/model';
import { deliveryIssue } from '../deliver/problems';
import { type RemovalOptions, removalGroups, removeMembers } from '../deliver/remove';
import type { Generation } from '../generation';
import type { PlacedIssue } from '../issues/place';

/** Options of {@link prune}. */
export interface PruneOptions extends RemovalOptions {
  /** Whether obsolete objects are deleted; otherwise they are listed. */
  readonly doesPrune: boolean;
  /** Whether nothing is written. */
  readonly isDryRun: boolean;
}

/** Deletes or lists the objects of an inventory that the topology no longer has; namespaces are never deleted. */
export async function prune(
  delivery: ClusterDelivery,
  keeper: InventoryKeeper,
  objects: readonly DeliveryObject[],
  generations: readonly Generation[],
  { doesPrune, isDryRun, ...options }: PruneOptions,
): Promise<readonly PlacedIssue[]> {
  const obsolete = await keeper.obsolete(objects);
  if (delivery.isBroken) return [];
  const kept = obsolete.filter(({ ref }) => ref.kind === 'Namespace');
  const deletable = obsolete.filter((member) => !kept.includes(member));
  const left = [...kept];
  if (doesPrune && !isDryRun) {
    const first = generations.flatMap(({ deletedFirst = [] }) => deletedFirst);
    for (const { members } of removalGroups(deletable, first))
      left.push(...(await removeMembers(delivery, members, options)));
  } else {
    if (doesPrune) for (const { ref } of deletable) delivery.noteChange(ref, 'deleted');
    left.push(...deletable);
  }
  if (!delivery.hasFailed) await keeper.finish(objects, left);
  const listed = doesPrune ? kept : obsolete;
  return listed.map(({ ref }) => obsoleteIssue(delivery.target.cluster, ref));
}

function obsoleteIssue(cluster: string, ref: Parameters<typeof objectText>[0]): PlacedIssue {
  const message = `${objectText(ref)} on cluster "${cluster}" is no longer in the topology`;
  const fix =
    ref.kind === 'Namespace'
      ? 'delete it with kubectl if nothing else is in it; "--prune" never deletes a namespace'
      : 'delete it with "ossm-fed up --prune"';
  return deliveryIssue('UP008', cluster, objectText(ref), message, fix, 'warning');
}
