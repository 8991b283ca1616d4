import { readDump } from '../dump/read';
import { readUtf8 } from '../io/decode';
import { reasonOf } from '../io/topology-files';
import { type PlacedIssue, placeIssues } from '../issues/place';
import type { Connect } from '../kube/reader';
import type { Observation } from '../status/observation';
import { type FederationStatus, type StatusParts, worstOf } from '../status/report';
import { groupBy } from '../values';
import { observe } from './gather';
import type { Loaded } from './load';

/** What a status command found. */
export interface StatusResult {
  /** The command that has this result. */
  readonly command: 'status';
  /** What is wrong with the topology or the dump; nothing is judged if there is anything. */
  readonly issues: readonly PlacedIssue[];
  /** The status of the federation; undefined if there are issues. */
  readonly status?: FederationStatus;
}

/**
 * The status of a federation as of a dump.
 *
 * @param file the path of the dump
 */
export function statusFromDump(loaded: Loaded, file: string): StatusResult {
  if (loaded.federation === undefined) return { command: 'status', issues: loaded.issues };
  const content = readDumpFile(file);
  if ('issue' in content) return { command: 'status', issues: placeIssues([content.issue], file) };
  return { command: 'status', issues: [], status: evaluateStatus(loaded, content.observation) };
}

/**
 * The status of a federation as its clusters are now.
 *
 * @param time the time of the reading
 */
export async function statusOfClusters(loaded: Loaded, connect: Connect, time: Date): Promise<StatusResult> {
  if (loaded.federation === undefined) return { command: 'status', issues: loaded.issues };
  return { command: 'status', issues: [], status: evaluateStatus(loaded, await observe(loaded, connect, time)) };
}

/** What a dump contains, or why it cannot be read. */
export function readDumpFile(file: string): ReturnType<typeof readDump> {
  try {
    return readDump(readUtf8(file));
  } catch (error) {
    const message = `cannot read the dump: ${reasonOf(error)}`;
    return { issue: { code: 'STA004', path: [], message, fix: 'pass a file that "ossm-fed gather" wrote' } };
  }
}

/** Judges what was read of clusters, live or from a dump, by what the topology expects. */
export function evaluateStatus(loaded: Loaded, observation: Observation): FederationStatus {
  const { federation, clusters = [], generations } = loaded;
  const parts = generations.flatMap(({ name, status }): readonly StatusParts[] => {
    const plans = clusters.flatMap((cluster) => cluster.parts.filter((part) => part.generation === name));
    if (status === undefined || federation === undefined) return [];
    return [
      status.evaluate(
        plans.map(({ plan }) => plan),
        federation,
        observation,
      ),
    ];
  });
  return {
    time: observation.time.toISOString(),
    clusters: joinClusters(parts),
    edges: parts.flatMap(({ edges }) => edges),
    services: parts.flatMap(({ services }) => services),
  };
}

/** One status for each cluster: several generations may have meshes on it. */
function joinClusters(all: readonly StatusParts[]): FederationStatus['clusters'] {
  const groups = groupBy(
    all.flatMap(({ clusters }) => clusters),
    ({ cluster }) => cluster,
  );
  return [...groups.values()]
    .map((same) => ({
      cluster: same[0]?.cluster ?? '',
      isRead: same.every(({ isRead }) => isRead),
      health: worstOf(same.map(({ health }) => health)),
      findings: same.flatMap(({ findings }) => findings).slice(0, 1),
      parts: same.flatMap(({ parts }) => parts),
    }))
    .sort((a, b) => (a.cluster < b.cluster ? -1 : 1));
}
