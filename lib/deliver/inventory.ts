/**
 * The inventory of what was applied to a cluster, in the form of an ApplySet (Kubernetes Enhancement Proposal 3659): a parent
 * object with the kinds and namespaces of all members, and a label on each member. The parent also lists the members with
 * their stages, so that they can be found without permission to list, and deleted in the reverse order.
 */

import { createHash } from 'node:crypto';
import { groupOf, type ObjectRef } from '../kube/writer';
import { type Fields, isText, valueAt } from '../values';
import type { DeliveryObject } from './model';
import { objectKey } from './model';

/** The label of members; its value is the ID of the ApplySet. */
export const PART_OF = 'applyset.kubernetes.io/part-of';
const ID = 'applyset.kubernetes.io/id';
const TOOLING = 'applyset.kubernetes.io/tooling';
const GROUP_KINDS = 'applyset.kubernetes.io/contains-group-kinds';
const NAMESPACES = 'applyset.kubernetes.io/additional-namespaces';

/** The namespace of inventories, which is created for them. */
export const INVENTORY_NAMESPACE = 'ossm-fed';

/** An object that was applied. */
export interface Member {
  /** The identity. */
  readonly ref: ObjectRef;
  /** The directory of its stage, such as `20-mesh`. */
  readonly stage: string;
}

/** An inventory, as it is stored or as it will be. */
export interface Inventory {
  /** The members, in any order. */
  readonly members: readonly Member[];
  /** The names of the meshes of the topology that was applied, sorted. */
  readonly meshes: readonly string[];
}

/** The parent object of an inventory. */
export function inventoryRef(name: string): ObjectRef {
  return { apiVersion: 'v1', kind: 'ConfigMap', namespace: INVENTORY_NAMESPACE, name };
}

/** The ID of the ApplySet of a parent, as KEP 3659 derives it from name, namespace, kind and group. */
export function applySetId({ apiVersion, kind, namespace = '', name }: ObjectRef): string {
  const hash = createHash('sha256').update([name, namespace, kind, groupOf(apiVersion)].join('.'));
  return `applyset-${hash.digest('base64url')}-v1`;
}

/** The parent object with the members of an inventory. */
export function inventoryManifest(name: string, { members, meshes }: Inventory, version: string): Fields {
  const { apiVersion, kind, namespace } = inventoryRef(name);
  const kinds = members.map(({ ref }) => [ref.kind, groupOf(ref.apiVersion)].filter((part) => part !== '').join('.'));
  const namespaces = members.flatMap(({ ref }) => ref.namespace ?? []).filter((one) => one !== namespace);
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace,
      labels: { [ID]: applySetId(inventoryRef(name)), 'app.kubernetes.io/managed-by': 'ossm-fed' },
      annotations: {
        [TOOLING]: `ossm-fed/v${version}`,
        [GROUP_KINDS]: sorted(kinds).join(','),
        [NAMESPACES]: sorted(namespaces).join(','),
      },
    },
    data: { meshes: sorted(meshes).join('\n'), members: sorted(members.map(memberLine)).join('\n') },
  };
}

/** The inventory of a parent object; undefined if the object is none. */
export function readInventory(parent: Fields): Inventory | undefined {
  const [members, meshes] = [valueAt(parent, ['data', 'members']), valueAt(parent, ['data', 'meshes'])];
  if (!isText(valueAt(parent, ['metadata', 'labels', ID])) || typeof members !== 'string') return undefined;
  return { members: linesOf(members).flatMap(memberOf), meshes: linesOf(typeof meshes === 'string' ? meshes : '') };
}

/** The members of both inventories, each once; the stage is that of the second one. */
export function joinMembers(before: readonly Member[], after: readonly Member[]): readonly Member[] {
  return [...new Map([...before, ...after].map((member) => [objectKey(member.ref), member])).values()];
}

/** The members that objects will be. */
export function membersOf(objects: readonly DeliveryObject[]): readonly Member[] {
  return objects.map(({ ref, stage }) => ({ ref, stage }));
}

/** Whether an object on a cluster is a member of an ApplySet. */
export function isMember(object: Fields, id: string): boolean {
  return valueAt(object, ['metadata', 'labels', PART_OF]) === id;
}

/** `20-mesh apps/v1/Deployment/namespace/name`; the namespace is empty for kinds that are cluster-scoped. */
function memberLine({ stage, ref: { apiVersion, kind, namespace = '', name } }: Member): string {
  return `${stage} ${[apiVersion, kind, namespace, name].join('/')}`;
}

function memberOf(line: string): readonly Member[] {
  const [, stage, apiVersion, kind, namespace = '', name] =
    /^(\S+) (\S+)\/([A-Za-z0-9]+)\/([a-z0-9-]*)\/([^/\s]+)$/.exec(line) ?? [];
  if (stage === undefined || apiVersion === undefined || kind === undefined || name === undefined) return [];
  return [{ stage, ref: { apiVersion, kind, name, ...(namespace !== '' && { namespace }) } }];
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
