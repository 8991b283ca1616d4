import type { IssueCode } from '../issues/catalogue';
import type { PlacedIssue } from '../issues/place';
import { listNames, nearest } from '../issues/suggest';
import type { Failure, FailureKind } from '../kube/failure';
import { isOfCluster } from '../kube/failure';
import type { Unread } from './unread';

/** Some facts of one mesh that could not be read for one reason. */
interface Group extends Unread {
  /** The names of the objects. */
  readonly names: readonly string[];
  /** Whether it was waited for. */
  readonly waited: boolean;
}

/**
 * What could not be read as issues, each with its mesh, its place on the cluster, and what to do. A reason that holds for
 * a whole cluster is told once for each mesh on it; one that holds for many objects of a mesh is told once for them.
 *
 * @param waited whether what was not there yet was waited for
 */
export function unreadIssues(unread: readonly Unread[], waited: boolean): readonly PlacedIssue[] {
  const groups = new Map<string, Group>();
  for (const one of unread) {
    const { cluster, target, object, failure } = one;
    const what = isOfCluster(failure) ? [] : [object.kind, failure.detail];
    const key = JSON.stringify([cluster, target.mesh, failure.kind, ...what]);
    const names = [...(groups.get(key)?.names ?? []), ...(object.name === undefined ? [] : [object.name])];
    groups.set(key, { ...(groups.get(key) ?? one), names: [...new Set(names)], waited });
  }
  return [...groups.values()].map(toIssue);
}

function toIssue(group: Group): PlacedIssue {
  const { cluster, target, failure } = group;
  const { code, reason, fix } = DESCRIPTIONS[failure.kind];
  const what = isOfCluster(failure) ? `the cluster "${cluster}" cannot be read` : `${objects(group)} cannot be used`;
  const message = `of the mesh "${target.mesh}", ${what}: ${reason(group)}`;
  return { code, path: placeOf(group), message, fix: fix(group) };
}

function placeOf({ cluster, target, object, failure, names }: Group): string {
  if (isOfCluster(failure)) return `${cluster}/${target.mesh}`;
  if (object.kind === 'Node') return `${cluster}/Node`;
  const name = names.length === 1 ? `/${names[0]}` : '';
  return `${cluster}/${object.kind}/${target.namespace}${name}`;
}

function objects({ object, names, target }: Group): string {
  if (object.kind === 'Node') return 'the list of Nodes';
  return `the ${object.kind}${names.length === 1 ? '' : 's'} ${listNames(names)} in the namespace "${target.namespace}"`;
}

/** How an issue is told: its code, why the object or the cluster is of no use, and what to do about it. */
interface Description {
  readonly code: IssueCode;
  readonly reason: (group: Group) => string;
  readonly fix: (group: Group) => string;
}

const detail = ({ failure }: Group) => failure.detail;

const DESCRIPTIONS: { readonly [kind in FailureKind]: Description } = {
  context: {
    code: 'GET001',
    reason: ({ context }) => `the kubeconfig has no context "${context}"`,
    fix: contextFix,
  },
  kubeconfig: {
    code: 'GET002',
    reason: (group) => `the kubeconfig cannot be used, as ${detail(group)}`,
    fix: ({ context }) => `set KUBECONFIG to the files that have the context, and try ${kubectl(context)}`,
  },
  plugin: {
    code: 'GET003',
    reason: (group) => `the program that the kubeconfig runs for credentials failed, as ${detail(group)}`,
    fix: ({ context }) => `see what it says with ${kubectl(context)}, and log in again`,
  },
  unreachable: {
    code: 'GET004',
    reason: detail,
    fix: orWait(() => 'check network, VPN and proxy, and whether the cluster runs'),
  },
  timeout: {
    code: 'GET005',
    reason: detail,
    fix: orWait(() => 'check network, VPN and proxy, and whether the cluster runs'),
  },
  tls: {
    code: 'GET006',
    reason: (group) => `the connection is not to be trusted, as ${detail(group)}`,
    fix: ({ context }) => `mend server and certificates of the context, or log in again, and try ${kubectl(context)}`,
  },
  unauthorized: {
    code: 'GET007',
    reason: () => 'its API says 401, so the credentials are wrong or have expired',
    fix: ({ context }) => `log in again as you do for the context "${context}", such as with "oc login"`,
  },
  forbidden: {
    code: 'GET008',
    reason: () => 'the API says 403, so a permission is missing',
    fix: ({ cluster }) =>
      `let an administrator apply what "ossm-fed fetch --print-rbac --cluster ${cluster}" prints, with your user or group as --subject`,
  },
  missing: {
    code: 'GET009',
    reason: () => 'there is no such object',
    fix: orWait(({ cluster }) => `apply "20-mesh" of ${cluster} and let its control plane become ready`),
  },
  unavailable: {
    code: 'GET010',
    reason: detail,
    fix: orWait(() => 'look after the API server, or try again later'),
  },
  answer: {
    code: 'GET011',
    reason: (group) => `what answers is no Kubernetes API, as ${detail(group)}`,
    fix: ({ context }) => `mend the server or the proxy of the context, and try ${kubectl(context)}`,
  },
  pending: { code: 'GET012', reason: detail, fix: orWait(pendingFix) },
  unfit: { code: 'GET013', reason: detail, fix: unfitFix },
};

function pendingFix({ object }: Group): string {
  switch (object.kind) {
    case 'ConfigMap':
      return 'let the control plane become ready';
    case 'Service':
      return 'let the cloud make the load balancer, and see the events of the Service if it does not';
    default:
      return 'let Nodes become ready';
  }
}

function unfitFix({ object, cluster }: Group): string {
  if (object.kind === 'ConfigMap') return 'find out who writes that ConfigMap besides istiod';
  return `apply "20-mesh" of ${cluster}, or write "type", "ports" or "addresses" of the ingress in the topology`;
}

function kubectl(context: string): string {
  return `"kubectl --context ${quoted(context)} version"`;
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function orWait(fix: (group: Group) => string): (group: Group) => string {
  return (group) => `${fix(group)}; or wait ${group.waited ? 'longer with "--timeout"' : 'for it with "--wait"'}`;
}

function contextFix({ cluster, context, failure }: Group): string {
  const known = contextsOf(failure);
  const near = nearest(context, known);
  if (near !== undefined) {
    return `write "context: ${near}" for the cluster "${cluster}", or rename that one with "kubectl config rename-context ${quoted(near)} ${quoted(context)}"`;
  }
  const there =
    known.length === 0
      ? 'it has none, unless KUBECONFIG is to name other files'
      : `it has ${listNames([...known].sort())}`;
  return `log in to the cluster, and write the name of its context as "context" of the cluster "${cluster}"; ${there}`;
}

/** The names of contexts that can be printed as they are. */
function contextsOf({ contexts = [] }: Failure): readonly string[] {
  return contexts.filter((name) => /^[\x21-\x7e]{1,253}$/.test(name));
}
