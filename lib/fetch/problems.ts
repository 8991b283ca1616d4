import { type FactKind, type FailedObject, kindOf } from '../facts/kind';
import type { IssueCode } from '../issues/catalogue';
import type { PlacedIssue } from '../issues/place';
import { listNames, nearest } from '../issues/suggest';
import { type Failure, type FailureKind, isClusterWide } from '../kube/failure';
import { isText } from '../values';
import { otherClusterFix } from './identity';
import type { InsecureCluster } from './read-facts';
import type { UnreadFact } from './unread';

/** How issues are worded. */
export interface UnreadOptions {
  /** All kinds of facts. */
  readonly kinds: readonly FactKind[];
  /** Whether fetch waited for what was missing. */
  readonly waited: boolean;
}

/** Facts of one mesh that could not be read for the same reason; the first one stands for all. */
interface UnreadGroup extends UnreadFact, UnreadOptions {
  /** The names of the objects, each once. */
  readonly names: readonly string[];
}

/**
 * Facts that could not be read as issues, each with its mesh, its place on the cluster, and what to do. A reason that
 * affects a whole cluster is one issue for each mesh; one that affects several objects of a mesh is one issue for all.
 */
export function unreadIssues(unread: readonly UnreadFact[], options: UnreadOptions): readonly PlacedIssue[] {
  const groups = new Map<string, UnreadGroup>();
  for (const one of unread) {
    const { fact, object, failure } = one;
    const what = isClusterWide(failure) ? [] : [object.kind, object.namespace, failure.detail];
    const key = JSON.stringify([fact.cluster, fact.mesh, failure.kind, ...what]);
    const known = groups.get(key);
    const names = [...(known?.names ?? []), object.name].filter(isText);
    groups.set(key, { ...(known ?? { ...one, ...options }), names: [...new Set(names)] });
  }
  return [...groups.values()].map(toIssue);
}

/** A warning for each cluster that was read without a verified TLS connection. */
export function insecureIssues(clusters: readonly InsecureCluster[]): readonly PlacedIssue[] {
  return clusters.map(({ cluster, context, reason }) => ({
    code: 'GET014',
    level: 'warning',
    cluster,
    path: cluster,
    message: `cluster "${cluster}" was read over an insecure connection: ${reason}`,
    fix: secureFix(context),
  }));
}

function secureFix(context: string): string {
  return `write an https server with its "certificate-authority-data" in the kubeconfig for the context "${context}"`;
}

function toIssue(group: UnreadGroup): PlacedIssue {
  const { fact, object, failure } = group;
  const { code, reason, fix } = DESCRIPTIONS[failure.kind];
  const what = isClusterWide(failure) ? `cluster "${fact.cluster}"` : objectsText(group, object);
  const message = `cannot read ${what} (mesh "${fact.mesh}"): ${reason(group)}`;
  return { code, cluster: fact.cluster, path: placeOf(group), message, fix: fix(group) };
}

function placeOf({ fact: { cluster, mesh }, object, failure, names }: UnreadGroup): string {
  if (isClusterWide(failure)) return `${cluster}/${mesh}`;
  const name = names.length === 1 ? names : [];
  return [cluster, object.kind, ...(object.namespace === undefined ? [] : [object.namespace]), ...name].join('/');
}

function objectsText({ names }: UnreadGroup, { kind, namespace }: FailedObject): string {
  const where = namespace === undefined ? '' : ` in namespace "${namespace}"`;
  if (names.length === 0) return `the list of ${kind}s${where}`;
  return `${kind}${names.length === 1 ? '' : 's'} ${listNames(names)}${where}`;
}

/** The words for one kind of failure. */
interface Description {
  readonly code: IssueCode;
  /** Why the object or the cluster could not be read. */
  readonly reason: (group: UnreadGroup) => string;
  /** What to do. */
  readonly fix: (group: UnreadGroup) => string;
}

const detail = ({ failure }: UnreadGroup) => failure.detail;
const checkNetwork = orWait(() => 'check the network, VPN, proxy and whether the cluster is running');

const DESCRIPTIONS: { readonly [kind in FailureKind]: Description } = {
  context: {
    code: 'GET001',
    reason: ({ fact }) => `the kubeconfig has no context "${fact.context}"`,
    fix: contextFix,
  },
  kubeconfig: {
    code: 'GET002',
    reason: (group) => `invalid kubeconfig: ${detail(group)}`,
    fix: (group) => `set KUBECONFIG or "--kubeconfig" to a file that has the context, then try ${kubectl(group)}`,
  },
  insecure: {
    code: 'GET014',
    reason: (group) => `insecure connection: ${detail(group)}`,
    fix: ({ fact }) => `${secureFix(fact.context)}, or allow it with "--allow-insecure"`,
  },
  plugin: {
    code: 'GET003',
    reason: (group) => `the credential plugin of the kubeconfig failed: ${detail(group)}`,
    fix: (group) => `see its output with ${kubectl(group)}, then log in again`,
  },
  unreachable: { code: 'GET004', reason: detail, fix: checkNetwork },
  timeout: { code: 'GET005', reason: detail, fix: checkNetwork },
  tls: {
    code: 'GET006',
    reason: (group) => `TLS verification failed: ${detail(group)}`,
    fix: (group) => `fix server and certificates of the context, or log in again, then try ${kubectl(group)}`,
  },
  unauthorized: {
    code: 'GET007',
    reason: () => 'unauthorized (401): the credentials are invalid or have expired',
    fix: ({ fact }) => `log in again for the context "${fact.context}", such as with "oc login"`,
  },
  forbidden: {
    code: 'GET008',
    reason: () => 'forbidden (403)',
    fix: ({ fact }) =>
      `let an administrator apply the output of "ossm-fed fetch --print-rbac --cluster ${fact.cluster}", with your user or group as --subject`,
  },
  missing: {
    code: 'GET009',
    reason: () => 'not found (404)',
    fix: orWait(({ fact }) => `apply "${fact.stage}" of ${fact.cluster} and wait until its control plane is ready`),
  },
  unavailable: { code: 'GET010', reason: detail, fix: orWait(() => 'check the API server, or try again later') },
  answer: {
    code: 'GET011',
    reason: (group) => `the response is not from a Kubernetes API: ${detail(group)}`,
    fix: (group) => `fix the server or the proxy of the context, then try ${kubectl(group)}`,
  },
  'other-object': {
    code: 'GET015',
    reason: (group) => `the response is another object: ${detail(group)}`,
    fix: (group) => `fix the server or the proxy of the context, then try ${kubectl(group)}`,
  },
  'other-cluster': {
    code: 'UP001',
    reason: detail,
    fix: ({ fact }) => otherClusterFix(fact.cluster, fact.context),
  },
  pending: { code: 'GET012', reason: detail, fix: orWait(kindFix('pending')) },
  mismatch: { code: 'GET013', reason: detail, fix: kindFix('mismatch') },
};

/** What the kind of the fact says to do. */
function kindFix(failure: 'pending' | 'mismatch'): (group: UnreadGroup) => string {
  return ({ fact, object, kinds }) => kindOf(fact, kinds)?.fix(failure, fact, object) ?? '';
}

function kubectl({ fact }: UnreadGroup): string {
  return `"kubectl --context ${shellWord(fact.context)} version"`;
}

/** A word in quotes where a shell needs them. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function orWait(fix: (group: UnreadGroup) => string): (group: UnreadGroup) => string {
  return (group) => `${fix(group)}; or ${group.waited ? 'wait longer with "--timeout"' : 'wait with "--wait"'}`;
}

function contextFix({ fact: { cluster, context }, failure }: UnreadGroup): string {
  const known = contextsOf(failure);
  const near = nearest(context, known);
  if (near !== undefined) {
    return `write "context: ${near}" for the cluster "${cluster}", or rename the context with "kubectl config rename-context ${shellWord(near)} ${shellWord(context)}"`;
  }
  const contexts =
    known.length === 0
      ? 'the kubeconfig has no contexts; set KUBECONFIG or "--kubeconfig" if they are in another file'
      : `the kubeconfig has ${listNames([...known].sort())}`;
  return `log in to the cluster, and write the name of its context as "context" of the cluster "${cluster}"; ${contexts}`;
}

/** The names of contexts that can be printed as they are. */
function contextsOf({ contexts = [] }: Failure): readonly string[] {
  return contexts.filter((name) => /^[\x21-\x7e]{1,253}$/.test(name));
}
