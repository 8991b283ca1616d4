import { dumpText } from '../dump/write';
import { type ClusterLists, gatherClusters } from '../fetch/gather';
import { replaceFile } from '../io/replace-file';
import { reasonOf } from '../io/topology-files';
import { type PlacedIssue, placeIssues } from '../issues/place';
import type { Connect } from '../kube/reader';
import type { Observation } from '../status/observation';
import type { Loaded } from './load';

/** What gathering did. */
export interface GatherResult {
  /** The command that has this result. */
  readonly command: 'gather';
  /** What is wrong with the topology or the file, and which clusters and kinds could not be read. */
  readonly issues: readonly PlacedIssue[];
  /** What was written; undefined if nothing was. */
  readonly summary?: GatherSummary;
}

/** What a dump contains, in numbers. */
export interface GatherSummary {
  /** The path of the dump. */
  readonly dump: string;
  /** The number of clusters that were read. */
  readonly clusters: number;
  /** The number of their objects. */
  readonly objects: number;
}

/** Reads the clusters of a topology. */
export async function observe(loaded: Loaded, connect: Connect, time: Date): Promise<Observation> {
  return { time, clusters: await gatherClusters(listsOf(loaded), connect) };
}

/** Reads the clusters of a topology and writes a dump, which has what could be read. */
export async function gather(loaded: Loaded, connect: Connect, time: Date, file: string): Promise<GatherResult> {
  if (loaded.federation === undefined) return { command: 'gather', issues: loaded.issues };
  const observation = await observe(loaded, connect, time);
  try {
    replaceFile(file, dumpText(observation));
  } catch (error) {
    const message = `cannot write the dump: ${reasonOf(error)}`;
    const fix = 'fix the permissions of its directory, or free disk space';
    return { command: 'gather', issues: placeIssues([{ code: 'STA005', path: [], message, fix }], file) };
  }
  const readings = Object.values(observation.clusters);
  const read = readings.filter(({ failure }) => failure === undefined);
  const objects = read.reduce((sum, reading) => sum + reading.objects.length, 0);
  return {
    command: 'gather',
    issues: unreadIssues(observation),
    summary: { dump: file, clusters: read.length, objects },
  };
}

/** What is listed in each cluster, by all generations that have meshes on it. */
function listsOf({ clusters = [], generations }: Loaded): readonly ClusterLists[] {
  return clusters.map(({ cluster: { name, context }, parts }) => ({
    cluster: name,
    context,
    lists: parts.flatMap(
      ({ generation, plan }) => generations.find((each) => each.name === generation)?.status?.lists(plan) ?? [],
    ),
  }));
}

function unreadIssues({ clusters }: Observation): readonly PlacedIssue[] {
  return Object.entries(clusters).flatMap(([cluster, { failure, unread }]): readonly PlacedIssue[] => {
    const place = { cluster, path: cluster };
    if (failure !== undefined) {
      const message = `cluster "${cluster}" could not be read: ${failure}`;
      return [{ code: 'STA001', ...place, message, fix: 'read the cluster again' }];
    }
    return unread.map(({ kind, namespace, reason }) => {
      const where = namespace === undefined ? '' : ` in namespace "${namespace}"`;
      const message = `objects of kind ${kind}${where} of cluster "${cluster}" could not be read: ${reason}`;
      return { code: 'STA002', ...place, message, fix: `allow the user to list ${kind}, and read the cluster again` };
    });
  });
}
