import type { ClusterDelivery } from '../deliver/cluster-delivery';
import { INVENTORY_NAMESPACE, inventoryRef, type Member } from '../deliver/inventory';
import { objectText } from '../deliver/model';
import { namespaceContents } from '../deliver/namespace-contents';
import { installedOperator } from '../deliver/operators';
import { deliveryIssue } from '../deliver/problems';
import { type RemovalGroup, type RemovalOptions, removeMembers } from '../deliver/remove';
import { refOf } from '../kube/writer';
import { isText, valueAt } from '../values';

/** How many objects a warning names. */
const MAX_NAMED = 3;

/** The deletion from one cluster. */
export class DownCluster {
  /** What is to be deleted. */
  members: readonly Member[] = [];
  /** Whether all of the inventory is to be deleted. */
  isWhole = false;
  private kept = 0;

  constructor(
    readonly delivery: ClusterDelivery,
    private readonly options: RemovalOptions,
  ) {}

  /** Deletes a group of members, except what others need. */
  async remove({ members }: RemovalGroup): Promise<void> {
    const able: Member[] = [];
    for (const member of members) if (!isHome(member) && (await this.isUnused(member))) able.push(member);
    const versions = new Map<Member, Awaited<ReturnType<typeof installedOperator>>>();
    for (const member of able.filter(isSubscription))
      versions.set(member, await installedOperator(this.delivery, member));
    const left = await removeMembers(this.delivery, able, this.options);
    this.kept += left.length;
    for (const [member, { version }] of versions) {
      const uid = valueAt(version, ['metadata', 'uid']);
      if (left.includes(member) || version === undefined || !isText(uid)) continue;
      // Deleting a Subscription leaves what it installed (OLM documentation, "Uninstall your operator").
      const ref = refOf(version);
      const answer = await this.delivery.ask(() => this.delivery.client.remove(ref, uid));
      if ('failure' in answer) this.delivery.note(ref, 'delete', answer.failure);
      else this.delivery.noteChange(ref, 'deleted');
    }
  }

  /** Deletes nothing else, because a mesh of another cluster may still connect to this one. */
  stop(from: string): void {
    const { cluster } = this.delivery.target;
    const message = `the gateways of cluster "${cluster}" stay, because peers on cluster "${from}" were not deleted`;
    const fix = `run "ossm-fed down" again when cluster "${from}" answers; without its gateway a peer freezes the control plane of its mesh`;
    this.delivery.fail(deliveryIssue('UP009', cluster, from, message, fix));
  }

  /** Deletes the inventory if nothing of it is left, and its namespace, if that was created for it. */
  async finish(): Promise<void> {
    const { delivery, options, isWhole, members } = this;
    if (!isWhole || delivery.hasFailed || this.kept > 0) return;
    const ref = inventoryRef(options.inventory);
    const found = await delivery.ask(() => delivery.client.find(ref));
    const uid = 'failure' in found ? undefined : valueAt(found.value, ['metadata', 'uid']);
    if (isText(uid)) {
      const answer = await delivery.ask(() => delivery.client.remove(ref, uid));
      if ('failure' in answer) return delivery.note(ref, 'delete', answer.failure);
    }
    // Another topology can have its inventory there.
    const isEmpty = (await namespaceContents(delivery, INVENTORY_NAMESPACE)).length === 0;
    if (isEmpty) await removeMembers(delivery, members.filter(isHome), options);
  }

  /** Whether nobody else needs an object; warns otherwise. */
  private async isUnused(member: Member): Promise<boolean> {
    const { delivery } = this;
    const { ref } = member;
    const users =
      ref.kind === 'Namespace'
        ? await namespaceContents(delivery, ref.name)
        : isSubscription(member)
          ? (await installedOperator(delivery, member)).users
          : [];
    if (users.length === 0) return true;
    this.kept += 1;
    const named = users.slice(0, MAX_NAMED).join(', ');
    const more = users.length > MAX_NAMED ? `, and ${users.length - MAX_NAMED} more` : '';
    const { cluster } = delivery.target;
    const message = `${objectText(ref)} on cluster "${cluster}" stays, because of ${named}${more}`;
    const fix = 'delete it with kubectl when nobody needs it';
    delivery.issues.push(deliveryIssue('UP009', cluster, objectText(ref), message, fix, 'warning'));
    return false;
  }
}

function isSubscription({ ref: { kind, apiVersion } }: Member): boolean {
  return kind === 'Subscription' && apiVersion.startsWith('operators.coreos.com/');
}

/** Whether a member is the namespace of inventories. */
function isHome({ ref: { kind, name } }: Member): boolean {
  return kind === 'Namespace' && name === INVENTORY_NAMESPACE;
}
