/** The objects of running clusters that a plan compares with what synth would write. */

import type { ObjectKey, PlacedObject } from '../changes/model';
import { keyOf } from '../changes/objects';
import { GENERATED } from '../charts/metadata';
import { type ClusterIdentities, unidentifiedIssue } from '../fetch/identity';
import { readObjects, type WantedObjects } from '../fetch/live-objects';
import { insecureIssues } from '../fetch/problems';
import type { PlacedIssue } from '../issues/place';
import { listNames } from '../issues/suggest';
import type { Connect } from '../kube/reader';
import type { PlannedCluster } from '../planning';
import type { ClusterReading, Observation, UnreadKind } from '../status/observation';
import { READ_AGAIN } from '../status/report';
import { groupBy } from '../values';
import { placed } from './changes';
import type { Loaded } from './load';

/** What can be compared of running clusters. */
export interface LiveComparison {
  /** The objects of the clusters. */
  readonly before: readonly PlacedObject[];
  /** What synth would write, as far as it can be compared. */
  readonly after: readonly PlacedObject[];
  /** What could not be read, and what is not compared. */
  readonly issues: readonly PlacedIssue[];
  /** The clusters of which not all could be read. */
  readonly unknown: readonly string[];
}

/**
 * Reads each object that synth would write, and the generated objects that it would no longer write.
 *
 * @param identities the identities of the clusters in the lock; another cluster is not read
 */
export async function readLive(
  loaded: Loaded,
  after: readonly PlacedObject[],
  connect: Connect,
  identities: ClusterIdentities = {},
): Promise<LiveComparison> {
  const wanted = wantedObjects(loaded, after);
  const { readings, insecure, unidentified } = await readObjects(wanted, connect, identities);
  const compared = after.filter(isRead);
  return {
    before: [...readings].flatMap(([cluster, { objects }]) => placed(cluster, objects)),
    after: compared.filter((object) => isComparable(object, readings.get(object.cluster))),
    issues: [
      ...insecureIssues(insecure),
      ...unidentified.map((cluster) => unidentifiedIssue(cluster, 'plan')),
      ...unreadIssues(Object.fromEntries(readings), allowFix),
      ...[...readings].flatMap(([cluster, { unlisted }]) => unlistedWarnings(cluster, unlisted)),
      ...(compared.length < after.length ? [SECRETS] : []),
    ],
    unknown: unknownClusters(Object.fromEntries(readings)),
  };
}

/** Whether an object is read from clusters: Secrets never are. */
function isRead({ object }: PlacedObject): boolean {
  return object.kind !== 'Secret';
}

const SECRETS: PlacedIssue = {
  code: 'PLN003',
  level: 'warning',
  path: '',
  message: 'Secrets of clusters are not read, so their changes are not known',
  fix: 'compare with an earlier output ("--from-dir" or "--from-git")',
};

/** What is read from each cluster. */
export function wantedObjects(
  { clusters = [], generations }: Loaded,
  after: readonly PlacedObject[],
): readonly WantedObjects[] {
  const byCluster = groupBy(after, ({ cluster }) => cluster);
  return clusters.flatMap((planned): readonly WantedObjects[] => {
    const { name, context } = planned.cluster;
    const objects = (byCluster.get(name) ?? []).filter(isRead).map(keyOf);
    if (objects.length === 0) return [];
    const kinds = planned.parts.flatMap(
      ({ generation }) => generations.find((each) => each.name === generation)?.changes?.kinds ?? [],
    );
    const lists = searchedNamespaces(planned, objects).flatMap((namespace) =>
      kinds.map((kind) => ({ ...kind, namespace, labels: GENERATED })),
    );
    return [{ cluster: name, context, objects, lists }];
  });
}

/** The namespaces in which there can be generated objects: of control planes, members and other objects, not of operators. */
function searchedNamespaces({ meshes, parts }: PlannedCluster, objects: readonly ObjectKey[]): readonly string[] {
  const operators = new Set(parts.flatMap(({ plan }) => plan.operators.map(({ namespace }) => namespace)));
  const used = objects.flatMap(({ namespace }) => namespace ?? []).filter((namespace) => !operators.has(namespace));
  const own = meshes.flatMap(({ namespace, members }) => [namespace, ...members.filter((member) => member !== '*')]);
  return [...new Set([...used, ...own])].sort();
}

/**
 * A problem for each cluster, and for each kind of a cluster, that could not be read.
 *
 * @param allow what to do where a user may not read a kind
 */
export function unreadIssues(
  readings: Observation['clusters'],
  allow: (cluster: string, kind: string) => string,
): readonly PlacedIssue[] {
  return Object.entries(readings).flatMap(
    ([cluster, { failure, fix = READ_AGAIN, unread }]): readonly PlacedIssue[] => {
      const place = { cluster, path: cluster };
      if (failure !== undefined) {
        const message = `cluster "${cluster}" could not be read, so its changes are not known: ${failure}`;
        return [{ code: 'STA001', ...place, message, fix }];
      }
      return unread.map(({ kind, namespace, reason, isForbidden = false }) => {
        const where = namespace === undefined ? '' : ` in namespace "${namespace}"`;
        const message = `objects of kind ${kind}${where} of cluster "${cluster}" could not be read: ${reason}`;
        return { code: 'STA002', ...place, message, fix: isForbidden ? allow(cluster, kind) : READ_AGAIN };
      });
    },
  );
}

/** The clusters of which not all could be read. */
export function unknownClusters(readings: Observation['clusters']): readonly string[] {
  const unknown = Object.entries(readings).filter(
    ([, { failure, unread }]) => failure !== undefined || unread.length > 0,
  );
  return unknown.map(([cluster]) => cluster).sort();
}

/** A warning if objects that synth no longer writes could not be looked for. */
function unlistedWarnings(cluster: string, unlisted: readonly UnreadKind[]): readonly PlacedIssue[] {
  const [first] = unlisted;
  if (first === undefined) return [];
  const kinds = [...new Set(unlisted.map(({ kind }) => kind))].sort();
  const message = `objects of cluster "${cluster}" that synth no longer writes are not known, as these kinds could not be listed (${first.reason}): ${listNames(kinds)}`;
  return [{ code: 'PLN003', level: 'warning', cluster, path: cluster, message, fix: allowFix(cluster) }];
}

function allowFix(cluster: string): string {
  return `allow the user to read them, such as with what "ossm-fed plan --print-rbac --cluster ${cluster}" prints`;
}

/** Whether it is known whether a cluster has an object. */
function isComparable(object: PlacedObject, reading: ClusterReading | undefined): boolean {
  if (reading === undefined || reading.failure !== undefined) return false;
  const { kind, namespace } = keyOf(object);
  return !reading.unread.some((unread) => unread.kind === kind && unread.namespace === namespace);
}
