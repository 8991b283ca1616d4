import { type FactKind, kindOf, type Permission } from '../facts/kind';
import { printable } from '../issues/printable';
import { toYaml } from '../output/yaml-text';
import { groupBy } from '../values';
import type { ClusterFacts } from './cluster-facts';
import { IDENTITY_PERMISSION } from './identity';

/** Who gets the permissions. */
export type RbacSubject =
  | {
      /** A user or a group, which the API server knows from credentials. */
      readonly kind: 'User' | 'Group';
      /** The name of the user or group. */
      readonly name: string;
    }
  | {
      /** A ServiceAccount. */
      readonly kind: 'ServiceAccount';
      /** The name of the ServiceAccount. */
      readonly name: string;
      /** The namespace of the ServiceAccount. */
      readonly namespace: string;
    };

/** Who gets the permissions unless the user says otherwise: a group whose members an administrator chooses. */
export const DEFAULT_SUBJECT: RbacSubject = { kind: 'Group', name: 'ossm-fed-fetch' };

const API = 'rbac.authorization.k8s.io';

/**
 * Reads `Group:NAME`, `User:NAME` or `ServiceAccount:NAMESPACE/NAME`; undefined for any other text. Names of users and
 * groups may have colons, as `system:authenticated` does.
 */
export function parseSubject(text: string): RbacSubject | undefined {
  const [, kind, name] = /^(User|Group):([\x21-\x7e]{1,253})$/.exec(text) ?? [];
  if ((kind === 'User' || kind === 'Group') && name !== undefined) return { kind, name };
  const [, namespace, account] = /^ServiceAccount:([a-z0-9-]{1,63})\/([a-z0-9.-]{1,253})$/.exec(text) ?? [];
  return namespace !== undefined && account !== undefined
    ? { kind: 'ServiceAccount', name: account, namespace }
    : undefined;
}

/** The permissions that are needed on one cluster. */
export interface ClusterPermissions {
  /** The name of the cluster. */
  readonly cluster: string;
  /** The kubeconfig context. */
  readonly context: string;
  /** The permissions. */
  readonly permissions: readonly Permission[];
}

/** The least permissions that fetching needs, as YAML to apply, see {@link permissionsText}. */
export function rbacText(clusters: readonly ClusterFacts[], kinds: readonly FactKind[], subject: RbacSubject): string {
  const needed = clusters.map(({ cluster, context, facts }) => ({
    cluster,
    context,
    permissions: [...facts.flatMap((fact) => kindOf(fact, kinds)?.permissions(fact) ?? []), IDENTITY_PERMISSION],
  }));
  return permissionsText(needed, 'ossm-fed-fetch', subject);
}

/**
 * Permissions as YAML to apply: a Role in each namespace from which objects are read, and a ClusterRole for each resource
 * that is cluster-scoped or read in all namespaces. The part of each cluster begins with a comment that names it.
 *
 * @param name the name of the roles
 */
export function permissionsText(clusters: readonly ClusterPermissions[], name: string, subject: RbacSubject): string {
  const needed = clusters.filter(({ permissions }) => permissions.length > 0);
  if (needed.length === 0) return '# nothing is read from these clusters\n';
  return needed.map((cluster) => clusterText(cluster, name, subject)).join('---\n');
}

function clusterText(
  { cluster, context, permissions }: ClusterPermissions,
  name: string,
  subject: RbacSubject,
): string {
  const objects = [
    ...sortedGroups(permissions, ({ namespace }) => namespace).flatMap(([namespace, own]) =>
      role('Role', { name, namespace }, own, subject),
    ),
    ...sortedGroups(permissions, ({ namespace, resource }) => (namespace === undefined ? resource : undefined)).flatMap(
      ([resource, own]) => role('ClusterRole', { name: `${name}-${resource}` }, own, subject),
    ),
  ];
  return `# cluster ${printable(cluster)}, kubeconfig context ${JSON.stringify(context)}\n${objects.map(toYaml).join('---\n')}`;
}

type PermissionGroup = readonly [string, readonly Permission[]];

/** Permissions by a key, sorted by it; those without a key are left out. */
function sortedGroups(
  permissions: readonly Permission[],
  keyOf: (permission: Permission) => string | undefined,
): readonly PermissionGroup[] {
  const own = permissions.filter((permission) => keyOf(permission) !== undefined);
  return [...groupBy(own, (permission) => keyOf(permission) ?? '')].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A Role or ClusterRole and its binding. */
function role(
  kind: 'Role' | 'ClusterRole',
  metadata: { readonly name: string; readonly namespace?: string },
  permissions: readonly Permission[],
  subject: RbacSubject,
): readonly object[] {
  const rules = sortedGroups(permissions, ({ group, resource, name, verbs }) =>
    JSON.stringify([group, resource, name === undefined, verbs]),
  ).map(([, own]) => ruleOf(own));
  return [{ apiVersion: `${API}/v1`, kind, metadata, rules }, binding(kind, metadata, subject)];
}

/** One rule for permissions on the same resource with the same verbs, all for objects with names or all for all objects. */
function ruleOf(permissions: readonly Permission[]): object {
  const [first] = permissions;
  const names = [...new Set(permissions.flatMap(({ name }) => name ?? []))].sort();
  return {
    apiGroups: [first?.group ?? ''],
    resources: [first?.resource ?? ''],
    ...(names.length > 0 && { resourceNames: names }),
    verbs: first?.verbs ?? [names.length > 0 ? 'get' : 'list'],
  };
}

function binding(kind: 'Role' | 'ClusterRole', metadata: { readonly name: string }, subject: RbacSubject): object {
  const subjects = [subject.kind === 'ServiceAccount' ? subject : { ...subject, apiGroup: API }];
  return {
    apiVersion: `${API}/v1`,
    kind: `${kind}Binding`,
    metadata,
    roleRef: { apiGroup: API, kind, name: metadata.name },
    subjects,
  };
}
