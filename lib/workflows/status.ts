import { readDump } from '../dump/read';
import { readUtf8 } from '../io/decode';
import { reasonOf } from '../io/topology-files';
import { type PlacedIssue, placeIssues } from '../issues/place';
import type { Connect } from '../kube/reader';
import type { Observation } from '../status/observation';
import { type FederationStatus, type StatusParts, worstOf } from '../status/report';
import { groupBy } from '../values';
import type { Loaded } from './load';
import { type ObserveOptions, observe, observeIssues, onlyClusters } from './observe';

/** What a status command found. */
export interface StatusResult {
  /** The command that has this result. */
  readonly command: 'status';
  /** What is wrong with the topology or the dump; with a status: remarks on how it was read or what it is worth. */
  readonly issues: readonly PlacedIssue[];
  /** The status of the federation; undefined if the topology or the dump cannot be used. */
  readonly status?: FederationStatus;
}

/** A status that may be read again. */
export interface StatusReading {
  /** The result. */
  readonly result: StatusResult;
  /** The clusters of which something stays unread until a person changes credentials, permissions or the kubeconfig. */
  readonly lasting: readonly string[];
}

/**
 * The status of a federation as of a dump.
 *
 * @param file the path of the dump
 * @param names the names of the clusters to judge, the others are skipped; all if undefined
 */
export function statusFromDump(loaded: Loaded, file: string, names?: readonly string[]): StatusResult {
  const issues = observeIssues(loaded, names);
  if (issues.length > 0) return { command: 'status', issues };
  const content = readDumpFile(file);
  if ('issue' in content) return { command: 'status', issues: placeIssues([content.issue], file) };
  const observation = onlyClusters(loaded, content.observation, names);
  return { command: 'status', issues: [], status: evaluateStatus(loaded, observation) };
}

/**
 * The status of a federation as its clusters are now.
 *
 * @param time the time of the reading
 */
export async function statusOfClusters(
  loaded: Loaded,
  connect: Connect,
  time: Date,
  options: ObserveOptions = {},
): Promise<StatusResult> {
  return (await readStatus(loaded, connect, time, options)).result;
}

/** The status of a federation as its clusters are now, and whether reading it again may help. */
export async function readStatus(
  loaded: Loaded,
  connect: Connect,
  time: Date,
  options: ObserveOptions,
): Promise<StatusReading> {
  const issues = observeIssues(loaded, options.clusters);
  if (issues.length > 0) return { result: { command: 'status', issues }, lasting: [] };
  const { observation, warnings, lasting } = await observe(loaded, connect, time, options);
  return { result: { command: 'status', issues: warnings, status: evaluateStatus(loaded, observation) }, lasting };
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
