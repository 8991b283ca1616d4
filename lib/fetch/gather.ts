import { redact } from '../issues/redact';
import { type Answer, type Failure, isClusterWide, isTransient } from '../kube/failure';
import type { ClusterReader } from '../kube/reader';
import { type ClusterReading, type ListedKind, nameOf, namespaceOf, partsOfObject } from '../status/observation';
import { type Fields, isFields, mapStrings } from '../values';
import { clusterFailureWords } from './failure-words';
import type { DescribedFailure } from './progress';
import { type InsecureCluster, type ItemOutcome, type ItemReading, type ReadOptions, readInRounds } from './rounds';

/** A cluster with what is listed in it. */
export interface ClusterLists {
  /** The name of the cluster. */
  readonly cluster: string;
  /** The kubeconfig context. */
  readonly context: string;
  /** The objects to list. */
  readonly lists: readonly ListedKind[];
}

/** What gathering needs besides the lists. */
export type GatherOptions = Pick<ReadOptions<DescribedFailure>, 'connect' | 'progress' | 'clock' | 'atATime'>;

/** What was gathered. */
export interface GatheredClusters {
  /** What was read of each cluster, by its name. */
  readonly readings: { readonly [cluster: string]: ClusterReading };
  /** The clusters that were read without a verified TLS connection, in their order. */
  readonly insecure: readonly InsecureCluster[];
  /** The clusters of which something stays unread until a person changes credentials, permissions or the kubeconfig. */
  readonly lasting: readonly string[];
  /** The objects that contain a secret, which was left out. */
  readonly redacted: readonly RedactedObject[];
}

/** An object that contains a secret, which was left out. */
export interface RedactedObject {
  /** The name of the cluster. */
  readonly cluster: string;
  /** The kind. */
  readonly kind: string;
  /** The namespace; empty for kinds that are cluster-scoped. */
  readonly namespace: string;
  /** The name. */
  readonly name: string;
}

/** For how many milliseconds a server is asked again that wants to be asked later, as with a 429 response. */
const RETRY_TIME = 30_000;

/** For how many milliseconds requests are sent to one cluster: many times what one that answers needs. */
const CLUSTER_LIMIT = 120_000;

/** A list, or one object of it that is read by its name. */
interface ListRequest {
  readonly cluster: string;
  readonly list: ListedKind;
  readonly name?: string;
}

/** The objects of a request, as far as status reads them, and those of them that contained secrets. */
interface ListedObjects {
  readonly objects: readonly Fields[];
  readonly redacted: readonly RedactedObject[];
}

type RequestOutcome = ItemOutcome<ListedObjects, DescribedFailure>;

/** Reads what the status of clusters depends on, in parallel; what cannot be read is part of the result. */
export async function gatherClusters(
  clusters: readonly ClusterLists[],
  options: GatherOptions,
): Promise<GatheredClusters> {
  const requests = clusters.map((cluster) => ({ ...cluster, items: requestsOf(cluster) }));
  const limits = { wait: RETRY_TIME, clusterLimit: CLUSTER_LIMIT };
  const { outcomes, insecure } = await readInRounds(requests.map(coreFirst), READING, { ...options, ...limits });
  const read = requests.map(({ items, ...cluster }) => {
    const answered = items.flatMap((item) => {
      const outcome = outcomes.get(item);
      return outcome === undefined ? [] : [[item, outcome] as const];
    });
    return { ...cluster, reading: readingOf(cluster, answered), outcomes: answered.map(([, outcome]) => outcome) };
  });
  return {
    // In the order of the clusters, whichever answers first.
    readings: Object.fromEntries(read.map(({ cluster, reading }) => [cluster, reading])),
    insecure,
    lasting: read.filter((one) => one.outcomes.some(isLasting)).map(({ cluster }) => cluster),
    redacted: read.flatMap((one) => one.outcomes.flatMap((each) => ('value' in each ? each.value.redacted : []))),
  };
}

function requestsOf({ cluster, lists }: ClusterLists): readonly ListRequest[] {
  return lists.flatMap(
    (list): readonly ListRequest[] => list.names?.map((name) => ({ cluster, list, name })) ?? [{ cluster, list }],
  );
}

/** Kinds that each cluster has come first: the first request shows whether a Kubernetes API answers at all. */
function coreFirst<C extends { readonly items: readonly ListRequest[] }>(cluster: C): C {
  return { ...cluster, items: [...cluster.items].sort((a, b) => Number(isGrouped(a)) - Number(isGrouped(b))) };
}

function isGrouped({ list: { apiVersion } }: ListRequest): boolean {
  return apiVersion.includes('/');
}

function isLasting(outcome: RequestOutcome): boolean {
  return 'unread' in outcome && !isTransient(outcome.unread.failure);
}

function readingOf(
  cluster: Omit<ClusterLists, 'lists'>,
  answered: readonly (readonly [ListRequest, RequestOutcome])[],
): ClusterReading {
  const unread = new Map<ListedKind, Failure>();
  const objects: Fields[] = [];
  for (const [{ list }, outcome] of answered) {
    if ('value' in outcome) objects.push(...outcome.value.objects);
    else {
      const { failure } = outcome.unread;
      if (isClusterWide(failure)) {
        const { code, reason, fix } = clusterFailureWords({ ...cluster, failure });
        return { objects: [], unread: [], failure: `${reason} (${code})`, fix };
      }
      if (!unread.has(list)) unread.set(list, failure);
    }
  }
  return { objects, unread: [...unread].map(unreadKind) };
}

function unreadKind([{ kind, namespace }, failure]: readonly [ListedKind, Failure]): ClusterReading['unread'][number] {
  const where = namespace === undefined ? {} : { namespace };
  if (failure.kind === 'forbidden') return { kind, ...where, reason: 'forbidden (403)', isForbidden: true };
  return { kind, ...where, reason: failure.detail };
}

const READING: ItemReading<ListRequest, ListedObjects, DescribedFailure> = {
  read: async (reader, request, isOver) => {
    const answer = await readList(reader, request, isOver);
    if ('value' in answer) return { value: listedObjects(answer.value, request) };
    if (isAbsent(request, answer.failure)) return { value: { objects: [], redacted: [] } };
    return { unread: describedFailure(request, answer.failure) };
  },
  unread: describedFailure,
  isRetried: ({ failure: { retryAfter } }) => retryAfter !== undefined && retryAfter <= RETRY_TIME,
};

function describedFailure({ cluster }: ListRequest, failure: Failure): DescribedFailure {
  return { what: `cluster "${cluster}"`, failure };
}

/** Whether the cluster has no such object, or not the CRD of its kind: kube-apiserver answers 404 without a Status then. */
function isAbsent(request: ListRequest, { kind, detail }: Failure): boolean {
  return kind === 'missing' || (isGrouped(request) && kind === 'answer' && detail.startsWith('HTTP status 404 '));
}

async function readList(
  reader: ClusterReader,
  { list: { apiVersion, kind, plural, namespace }, name }: ListRequest,
  isOver: () => boolean,
): Promise<Answer<readonly unknown[]>> {
  const where = { apiVersion, kind, plural, ...(namespace !== undefined && { namespace }) };
  if (name === undefined) return reader.list(where, isOver);
  const answer = await reader.object({ ...where, name });
  return 'failure' in answer ? answer : { value: [answer.value] };
}

function listedObjects(found: readonly unknown[], { cluster, list }: ListRequest): ListedObjects {
  const redacted: RedactedObject[] = [];
  const objects = found.filter(isFields).map((object) => {
    let isRedacted = false;
    const safe = mapStrings(partsOfObject(object, list), (text) => {
      const rest = redact(text);
      isRedacted ||= rest !== text;
      return rest;
    });
    if (isRedacted) redacted.push({ cluster, kind: list.kind, namespace: namespaceOf(safe), name: nameOf(safe) });
    return safe;
  });
  return { objects, redacted };
}
