import type { Permission } from '../facts/kind';
import type { ListedKind } from '../status/observation';
import type { ClusterLists } from './gather';
import { permissionsText, type RbacSubject } from './rbac';

/** Who gets the permissions unless the user says otherwise: a group whose members an administrator chooses. */
export const STATUS_SUBJECT: RbacSubject = { kind: 'Group', name: 'ossm-fed-status' };

/** The least permissions that `status` and `gather` need, as YAML to apply. */
export function gatherRbacText(clusters: readonly ClusterLists[], subject: RbacSubject): string {
  const needed = clusters.map(({ cluster, context, lists }) => ({
    cluster,
    context,
    permissions: lists.flatMap(gatherPermissions),
  }));
  return permissionsText(needed, 'ossm-fed-status', subject);
}

/** The permissions to list objects, or to get those with some names. */
export function gatherPermissions({ apiVersion, plural, namespace, names }: ListedKind): readonly Permission[] {
  const [group = ''] = apiVersion.includes('/') ? apiVersion.split('/') : [];
  const permission = { group, resource: plural, ...(namespace !== undefined && { namespace }) };
  return names?.map((name) => ({ ...permission, name })) ?? [permission];
}
