import { inParallel } from '../fetch/rounds';
import { isText, valueAt } from '../values';
import type { ClusterDelivery } from './cluster-delivery';
import { applySetId, inventoryRef, isMember, type Member } from './inventory';
import { objectText } from './model';
import { deliveryIssue } from './problems';
import { BackOff, type TimeLimit } from './retry';

/** The number of objects of one cluster that are deleted at a time. */
const MAX_OBJECTS = 4;

/** Options of {@link removeMembers}. */
export interface RemovalOptions extends TimeLimit {
  /** The name of the inventory. */
  readonly inventory: string;
}

/**
 * Sorts members for deletion: the reverse of the order in which they were applied, and namespaces after all else.
 *
 * @param deletedFirst the kinds that are deleted before all others of their stage
 * @returns groups to delete one after the other
 */
export function removalGroups(members: readonly Member[], deletedFirst: readonly string[]): readonly RemovalGroup[] {
  const groups = new Map<string, Member[]>();
  for (const member of members) {
    const key = removalKey(member, deletedFirst);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [member]);
    else group.push(member);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, own]) => ({ key, members: own }));
}

/** Members that are deleted at the same time, on all clusters before the next group. */
export interface RemovalGroup {
  /** Sorts groups; the same on all clusters. */
  readonly key: string;
  /** The members. */
  readonly members: readonly Member[];
}

function removalKey({ ref: { kind }, stage }: Member, deletedFirst: readonly string[]): string {
  if (kind === 'Namespace') return 'namespaces';
  const first = deletedFirst.indexOf(kind);
  const number = String(99 - Number(/^\d{1,2}/.exec(stage)?.[0] ?? 99)).padStart(2, '0');
  return `${number} ${String(first === -1 ? deletedFirst.length : first).padStart(2, '0')}`;
}

/** Deletes members and waits until they are gone; returns those that are left. Objects without the label stay. */
export async function removeMembers(
  delivery: ClusterDelivery,
  members: readonly Member[],
  { inventory, ...limit }: RemovalOptions,
): Promise<readonly Member[]> {
  const id = applySetId(inventoryRef(inventory));
  const uids = new Map<Member, string>();
  const left = new Set<Member>();
  await inParallel(members, MAX_OBJECTS, async (member) => {
    const found = await delivery.ask(() => delivery.client.find(member.ref));
    if ('failure' in found) return fail(member, found.failure);
    const uid = valueAt(found.value, ['metadata', 'uid']);
    if (found.value === undefined || !isText(uid) || !isMember(found.value, id)) return;
    const deleted = await delivery.ask(() => delivery.client.remove(member.ref, uid));
    if ('failure' in deleted) return fail(member, deleted.failure);
    uids.set(member, uid);
  });
  for (const member of await untilGone(delivery, uids, limit)) {
    left.add(member);
    const message = `${objectText(member.ref)} on cluster "${delivery.target.cluster}" is being deleted, but its finalizers are not done`;
    const fix =
      'see its finalizers with "kubectl get -o yaml" and whether their controller runs, then run the command again';
    delivery.fail(deliveryIssue('UP009', delivery.target.cluster, objectText(member.ref), message, fix));
  }
  for (const member of uids.keys()) if (!left.has(member)) delivery.noteChange(member.ref, 'deleted');
  return [...left];

  function fail(member: Member, failure: Parameters<ClusterDelivery['note']>[2]): void {
    left.add(member);
    delivery.note(member.ref, 'delete', failure);
  }
}

/** Waits for objects with finalizers; returns those that are still there in the end. */
async function untilGone(
  delivery: ClusterDelivery,
  uids: ReadonlyMap<Member, string>,
  limit: TimeLimit,
): Promise<readonly Member[]> {
  const backOff = new BackOff(limit);
  let open = [...uids.keys()];
  for (;;) {
    const still: Member[] = [];
    await inParallel(open, MAX_OBJECTS, async (member) => {
      const found = await delivery.ask(() => delivery.client.find(member.ref));
      const isGone = !('failure' in found) && valueAt(found.value, ['metadata', 'uid']) !== uids.get(member);
      if (!isGone) still.push(member);
    });
    const [first] = still;
    if (first === undefined || delivery.isBroken) return still;
    delivery.report(`waiting until ${objectText(first.ref)} is deleted`);
    if (!(await backOff.next())) return still;
    open = still;
  }
}
