import { isDeepStrictEqual } from 'node:util';
import type { ObjectRef } from '../kube/writer';
import type { Fields } from '../values';
import type { ClusterDelivery, FindObject } from './cluster-delivery';
import {
  applySetId,
  INVENTORY_NAMESPACE,
  inventoryManifest,
  inventoryRef,
  isMember,
  joinMembers,
  type Member,
  membersOf,
  readInventory,
} from './inventory';
import { type DeliveryObject, objectKey, objectText } from './model';
import { deliveryIssue } from './problems';

/** What inventories are kept with. */
export interface KeeperOptions {
  /** The name of the inventory. */
  readonly name: string;
  /** The version of this tool. */
  readonly version: string;
  /** The names of the meshes of the topology. */
  readonly meshes: readonly string[];
}

/** The namespace of inventories. */
const HOME: ObjectRef = { apiVersion: 'v1', kind: 'Namespace', name: INVENTORY_NAMESPACE };

/** Keeps the inventory of one cluster: before anything is applied, all of it is a member. */
export class InventoryKeeper {
  private before: readonly Member[] = [];
  private written: Fields | undefined;

  constructor(
    private readonly delivery: ClusterDelivery,
    private readonly options: KeeperOptions,
  ) {}

  /** The objects that are applied besides those of the topology: the inventory and its namespace. */
  get refs(): readonly ObjectRef[] {
    return [HOME, inventoryRef(this.options.name)];
  }

  /** Reads the inventory, and adds objects to it before they are applied. */
  async begin(objects: readonly DeliveryObject[], find: FindObject): Promise<void> {
    const { delivery, options } = this;
    const stored = await readMembers(delivery, options, find);
    if (stored === undefined) return;
    this.before = stored;
    // A cluster without meshes gets no inventory.
    if (objects.length + stored.length === 0) return;
    await this.write(joinMembers(stored, membersOf(objects)));
  }

  /** The members that are not among the objects. */
  former(objects: readonly DeliveryObject[]): readonly Member[] {
    const wanted = new Set(objects.map(({ ref }) => objectKey(ref)));
    const isOwn = ({ ref }: Member) => ref.namespace === INVENTORY_NAMESPACE || ref.name === INVENTORY_NAMESPACE;
    return this.before.filter((member) => !wanted.has(objectKey(member.ref)) && !isOwn(member));
  }

  /** The members that are not among the objects, and still exist on the cluster. */
  obsolete(objects: readonly DeliveryObject[]): Promise<readonly Member[]> {
    return existingMembers(this.delivery, this.former(objects), this.options.name);
  }

  /** Writes the inventory as it is in the end, unless it was written so: the objects, and what is left of earlier ones. */
  async finish(objects: readonly DeliveryObject[], left: readonly Member[]): Promise<void> {
    if (objects.length + this.before.length > 0) await this.write(joinMembers(left, membersOf(objects)));
  }

  private async write(members: readonly Member[]): Promise<void> {
    const { name, meshes, version } = this.options;
    const stage = '00-namespaces';
    const labels = { 'app.kubernetes.io/managed-by': 'ossm-fed' };
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: INVENTORY_NAMESPACE, labels } };
    const all = joinMembers(members, [{ ref: HOME, stage }]);
    const manifest = inventoryManifest(name, { members: all, meshes }, version);
    if (isDeepStrictEqual(manifest, this.written)) return;
    const isFirst = this.written === undefined;
    this.written = manifest;
    if (isFirst) await this.delivery.applyAll([{ ref: HOME, manifest: namespace, stage, missing: [] }]);
    if (this.delivery.hasFailed) return;
    await this.delivery.applyAll([{ ref: inventoryRef(name), manifest, stage, missing: [] }]);
  }
}

/** The members of the inventory of a cluster; undefined if it cannot be read, or belongs to another topology. */
export async function readMembers(
  delivery: ClusterDelivery,
  { name, meshes }: Pick<KeeperOptions, 'name' | 'meshes'>,
  find: FindObject = delivery.find,
): Promise<readonly Member[] | undefined> {
  const ref = inventoryRef(name);
  const parent = await find(ref);
  if ('failure' in parent) {
    delivery.note(ref, 'get', parent.failure);
    return undefined;
  }
  if (parent.value === undefined) return [];
  const inventory = readInventory(parent.value);
  if (
    inventory !== undefined &&
    (inventory.meshes.length === 0 || inventory.meshes.some((mesh) => meshes.includes(mesh)))
  ) {
    return inventory.members;
  }
  const { cluster } = delivery.target;
  const message =
    inventory === undefined
      ? `${objectText(ref)} on cluster "${cluster}" is not an inventory of ossm-fed`
      : `the inventory "${name}" on cluster "${cluster}" belongs to another topology, with the meshes ${inventory.meshes.join(', ')}`;
  delivery.fail(deliveryIssue('UP010', cluster, objectText(ref), message, 'pass another name with "--inventory"'));
  return undefined;
}

/** Those of some members that exist and have the label of the inventory. */
export async function existingMembers(
  delivery: ClusterDelivery,
  members: readonly Member[],
  inventory: string,
): Promise<readonly Member[]> {
  const id = applySetId(inventoryRef(inventory));
  const found: Member[] = [];
  for (const member of members) {
    const answer = await delivery.ask(() => delivery.client.find(member.ref));
    if ('failure' in answer) {
      delivery.note(member.ref, 'get', answer.failure);
      return found;
    }
    if (answer.value !== undefined && isMember(answer.value, id)) found.push(member);
  }
  return found;
}
