import { toYaml } from '../output/yaml-text';
import { type ClusterTargets, needsNodes, ROOT_CONFIG_MAP, type Target } from './targets';

/** Who is given the permissions. */
export type Subject =
  | { readonly kind: 'User' | 'Group'; readonly name: string }
  | { readonly kind: 'ServiceAccount'; readonly name: string; readonly namespace: string };

/** Whom the permissions are for where nobody is named: a group that an administrator may fill. */
export const DEFAULT_SUBJECT: Subject = { kind: 'Group', name: 'ossm-fed-fetch' };

const NAME = 'ossm-fed-fetch';
const NODES = 'ossm-fed-fetch-nodes';
const API = 'rbac.authorization.k8s.io';

/**
 * Reads `Group:NAME`, `User:NAME` or `ServiceAccount:NAMESPACE/NAME`; undefined where a text is none of these. Names of
 * users and groups may hold colons, as `system:authenticated` does.
 */
export function parseSubject(text: string): Subject | undefined {
  const [, kind, name] = /^(User|Group):([\x21-\x7e]{1,253})$/.exec(text) ?? [];
  if ((kind === 'User' || kind === 'Group') && name !== undefined) return { kind, name };
  const [, namespace, account] = /^ServiceAccount:([a-z0-9-]{1,63})\/([a-z0-9.-]{1,253})$/.exec(text) ?? [];
  return namespace !== undefined && account !== undefined
    ? { kind: 'ServiceAccount', name: account, namespace }
    : undefined;
}

/**
 * The least permissions that reading needs, as YAML to apply: in each control-plane namespace to get by name what is
 * read there, and to list Nodes where node ports are read. Each cluster's part begins with a comment that names it.
 */
export function rbacText(clusters: readonly ClusterTargets[], subject: Subject): string {
  if (clusters.length === 0) return '# nothing is fetched from these clusters\n';
  return clusters.map((cluster) => clusterText(cluster, subject)).join('---\n');
}

function clusterText({ cluster, context, targets }: ClusterTargets, subject: Subject): string {
  const namespaces = [...new Set(targets.map(({ namespace }) => namespace))].sort();
  const objects = [
    ...namespaces.flatMap((namespace) => namespaced(namespace, targets, subject)),
    ...(needsNodes(targets) ? forNodes(subject) : []),
  ];
  return `# cluster ${cluster}, kubeconfig context ${JSON.stringify(context)}\n${objects.map(toYaml).join('---\n')}`;
}

function namespaced(namespace: string, targets: readonly Target[], subject: Subject): readonly object[] {
  const here = targets.filter((target) => target.namespace === namespace);
  const services = here.flatMap((target) => (target.kind === 'gateway' ? [target.gateway] : []));
  const metadata = { name: NAME, namespace };
  const rules = [
    ...(here.some(({ kind }) => kind === 'root') ? [getRule('configmaps', [ROOT_CONFIG_MAP])] : []),
    ...(services.length > 0 ? [getRule('services', [...services].sort())] : []),
  ];
  return [{ apiVersion: `${API}/v1`, kind: 'Role', metadata, rules }, binding('Role', metadata, subject)];
}

function forNodes(subject: Subject): readonly object[] {
  const metadata = { name: NODES };
  const rules = [{ apiGroups: [''], resources: ['nodes'], verbs: ['list'] }];
  return [{ apiVersion: `${API}/v1`, kind: 'ClusterRole', metadata, rules }, binding('ClusterRole', metadata, subject)];
}

function getRule(resource: string, resourceNames: readonly string[]): object {
  return { apiGroups: [''], resources: [resource], resourceNames, verbs: ['get'] };
}

function binding(kind: 'Role' | 'ClusterRole', metadata: { readonly name: string }, subject: Subject): object {
  const subjects = [subject.kind === 'ServiceAccount' ? subject : { ...subject, apiGroup: API }];
  return {
    apiVersion: `${API}/v1`,
    kind: `${kind}Binding`,
    metadata,
    roleRef: { apiGroup: API, kind, name: metadata.name },
    subjects,
  };
}
