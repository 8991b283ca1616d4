import type { Permission } from '../facts/kind';
import { IDENTITY_PERMISSION } from '../fetch/identity';
import type { RbacSubject } from '../fetch/rbac';
import { groupOf, type ObjectRef } from '../kube/writer';
import { INVENTORY_NAMESPACE, inventoryRef } from './inventory';
import { type DeliveryObject, resourceOf } from './model';

/** Who gets the permissions unless the user says otherwise: a group whose members an administrator chooses. */
export const DELIVERY_SUBJECT: RbacSubject = { kind: 'Group', name: 'ossm-fed-delivery' };

/** The permissions to apply objects, with those to keep their inventory and to prune. */
export function upPermissions(objects: readonly DeliveryObject[], inventory: string): readonly Permission[] {
  const refs = refsOf(objects, inventory);
  return [
    IDENTITY_PERMISSION,
    ...refs.map((ref) => permission(ref, ['get', 'patch', ...(ref.kind === 'Namespace' ? [] : ['delete'])])),
    // RBAC cannot restrict the creation of objects by their names.
    ...refs.map((ref) => withoutName(permission(ref, ['create']))),
  ];
}

/**
 * The permissions to delete objects. A namespace and an operator are deleted only if nothing else is in the namespace and
 * needs the operator, so both must be listed.
 */
export function downPermissions(objects: readonly DeliveryObject[], inventory: string): readonly Permission[] {
  const refs = refsOf(objects, inventory);
  const subscriptions = refs.filter(({ kind }) => kind === 'Subscription');
  const own = refs.filter(({ apiVersion }) => groupOf(apiVersion).endsWith('maistra.io'));
  return [
    IDENTITY_PERMISSION,
    ...refs.map((ref) => permission(ref, ['get', 'delete'])),
    ...refs
      .filter(({ kind }) => kind === 'Namespace')
      .map(({ name }) => ({ group: '*', resource: '*', namespace: name, verbs: ['list'] })),
    ...subscriptions.map((ref) =>
      withoutName(permission({ ...ref, kind: 'ClusterServiceVersion' }, ['get', 'delete'])),
    ),
    ...(subscriptions.length === 0 ? [] : own.map(({ apiVersion, kind }) => listOf({ apiVersion, kind }))),
  ];
}

/** The namespaces of roles, which must exist before the roles. */
export function rbacNamespaces(permissions: readonly Permission[]): readonly string[] {
  return [...new Set(permissions.flatMap(({ namespace }) => namespace ?? []))].sort();
}

function refsOf(objects: readonly DeliveryObject[], inventory: string): readonly ObjectRef[] {
  const home = { apiVersion: 'v1', kind: 'Namespace', name: INVENTORY_NAMESPACE };
  return [...objects.map(({ ref }) => ref), home, inventoryRef(inventory)];
}

function permission(ref: ObjectRef, verbs: readonly string[]): Permission {
  const { apiVersion, namespace, name } = ref;
  const where = { group: groupOf(apiVersion), resource: resourceOf(ref) };
  return { ...where, ...(namespace !== undefined && { namespace }), name, verbs };
}

function withoutName({ name: _, ...rest }: Permission): Permission {
  return rest;
}

function listOf({ apiVersion, kind }: Pick<ObjectRef, 'apiVersion' | 'kind'>): Permission {
  return { group: groupOf(apiVersion), resource: resourceOf({ kind }) };
}
