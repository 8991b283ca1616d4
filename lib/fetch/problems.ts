import { type FactKind, type FailedObject, kindOf } from '../facts/kind';
import type { PlacedIssue } from '../issues/place';
import { listNames } from '../issues/suggest';
import { isClusterWide, type ObjectFailureKind } from '../kube/failure';
import { isText } from '../values';
import { clusterFailureWords, type FailureWords, orWait, secureFix, serverFix } from './failure-words';
import type { InsecureCluster } from './rounds';
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

function toIssue(group: UnreadGroup): PlacedIssue {
  const { fact, object, failure } = group;
  const { code, reason, fix } = wordsOf(group);
  const what = isClusterWide(failure) ? `cluster "${fact.cluster}"` : objectsText(group, object);
  const message = `cannot read ${what} (mesh "${fact.mesh}"): ${reason}`;
  return { code, cluster: fact.cluster, path: placeOf(group), message, fix };
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

/** The words for one kind of failure of a fact. */
type FactWords = (group: UnreadGroup) => FailureWords;

const WORDS: { readonly [kind in ObjectFailureKind]: FactWords } = {
  forbidden: ({ fact }) => ({
    code: 'GET008',
    reason: 'forbidden (403)',
    fix: `let an administrator apply the output of "ossm-fed fetch --print-rbac --cluster ${fact.cluster}", with your user or group as --subject`,
  }),
  missing: ({ fact, waited }) => ({
    code: 'GET009',
    reason: 'not found (404)',
    fix: orWait(`apply "${fact.stage}" of ${fact.cluster} and wait until its control plane is ready`, waited),
  }),
  'other-object': ({ fact, failure }) => ({
    code: 'GET015',
    reason: `the response is another object: ${failure.detail}`,
    fix: serverFix(fact),
  }),
  pending: (group) => ({
    code: 'GET012',
    reason: group.failure.detail,
    fix: orWait(kindFix('pending', group), group.waited),
  }),
  mismatch: (group) => ({ code: 'GET013', reason: group.failure.detail, fix: kindFix('mismatch', group) }),
};

function wordsOf(group: UnreadGroup): FailureWords {
  const { fact, failure, waited } = group;
  if (isClusterWide(failure)) return clusterFailureWords({ ...fact, failure }, waited);
  return WORDS[failure.kind as ObjectFailureKind](group);
}

/** What the kind of the fact says to do. */
function kindFix(failure: 'pending' | 'mismatch', { fact, object, kinds }: UnreadGroup): string {
  return kindOf(fact, kinds)?.fix(failure, fact, object) ?? '';
}
