import { redact } from '../issues/redact';
import { type Answer, type Failure, isClusterWide } from '../kube/failure';
import type { ClusterReader, Connect } from '../kube/reader';
import { type ClusterReading, type ListedKind, partsOfObject, type UnreadKind } from '../status/observation';
import { type Fields, isFields, mapStrings } from '../values';
import { inParallel } from './read-facts';

/** A cluster with what is listed in it. */
export interface ClusterLists {
  /** The name of the cluster. */
  readonly cluster: string;
  /** The kubeconfig context. */
  readonly context: string;
  /** The objects to list. */
  readonly lists: readonly ListedKind[];
}

/** How many clusters are read at a time, and how many lists of one cluster. */
const MAX_CLUSTERS = 16;
const MAX_LISTS = 4;

/** Reads what the status of clusters depends on, in parallel; what cannot be read is part of the result. */
export async function gatherClusters(
  clusters: readonly ClusterLists[],
  connect: Connect,
): Promise<{ readonly [cluster: string]: ClusterReading }> {
  const readings = new Map<string, ClusterReading>();
  await inParallel(clusters, MAX_CLUSTERS, async ({ cluster, context, lists }) => {
    const reader = connect(context);
    try {
      readings.set(cluster, await gatherCluster(reader, lists));
    } finally {
      reader.close();
    }
  });
  // In the order of the clusters, whichever answers first.
  return Object.fromEntries(clusters.flatMap(({ cluster }) => [[cluster, readings.get(cluster) ?? EMPTY]]));
}

const EMPTY: ClusterReading = { objects: [], unread: [] };

async function gatherCluster(reader: ClusterReader, lists: readonly ListedKind[]): Promise<ClusterReading> {
  const found = new Map<ListedKind, readonly Fields[]>();
  const unread = new Map<ListedKind, UnreadKind>();
  let broken: Failure | undefined;
  const readOne = async (list: ListedKind): Promise<void> => {
    if (broken !== undefined) return;
    const answer = await readList(reader, list);
    if ('value' in answer) found.set(list, answer.value);
    else if (isUnknownKind(list, answer.failure)) found.set(list, []);
    else if (isClusterWide(answer.failure)) broken ??= answer.failure;
    else unread.set(list, unreadKind(list, answer.failure));
  };
  // A kind that each cluster has comes first, alone: it shows whether a Kubernetes API answers at all.
  const [first, ...rest] = [...lists].sort((a, b) => Number(isGrouped(a)) - Number(isGrouped(b)));
  if (first !== undefined) await readOne(first);
  await inParallel(rest, MAX_LISTS, readOne);
  if (broken !== undefined) return { ...EMPTY, failure: broken.detail };
  return {
    objects: lists.flatMap((list) => found.get(list) ?? []),
    unread: lists.flatMap((list) => unread.get(list) ?? []),
  };
}

function isGrouped({ apiVersion }: ListedKind): boolean {
  return apiVersion.includes('/');
}

/** Whether the cluster does not have the CRD of a kind: kube-apiserver answers 404 with a plain text, not a Status. */
function isUnknownKind(list: ListedKind, { kind, detail }: Failure): boolean {
  return isGrouped(list) && kind === 'answer' && detail.startsWith('HTTP status 404 ');
}

function unreadKind({ kind, namespace }: ListedKind, { detail }: Failure): UnreadKind {
  return { kind, reason: detail, ...(namespace !== undefined && { namespace }) };
}

/** The objects of a list, as far as status reads them; none where the cluster does not have the kind or the name. */
async function readList(reader: ClusterReader, list: ListedKind): Promise<Answer<readonly Fields[]>> {
  const { names, namespace, apiVersion, kind, plural } = list;
  const where = { apiVersion, kind, plural, ...(namespace !== undefined && { namespace }) };
  const objects: unknown[] = [];
  const requests = names?.map((name) => () => readNamed(reader, { ...where, name })) ?? [() => reader.list(where)];
  for (const request of requests) {
    const answer = await request();
    if ('value' in answer) objects.push(...answer.value);
    else if (answer.failure.kind !== 'missing') return answer;
  }
  return { value: objects.filter(isFields).map((object) => mapStrings(partsOfObject(object, list), redact)) };
}

async function readNamed(
  reader: ClusterReader,
  object: Parameters<ClusterReader['object']>[0],
): Promise<Answer<readonly unknown[]>> {
  const answer = await reader.object(object);
  return 'failure' in answer ? answer : { value: [answer.value] };
}
