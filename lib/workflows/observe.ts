import { chooseClusters } from '../federation/choose';
import { type ClusterLists, type GatheredClusters, type GatherOptions, gatherClusters } from '../fetch/gather';
import { insecureIssues } from '../fetch/problems';
import { SILENT } from '../fetch/progress';
import type { PlacedIssue } from '../issues/place';
import type { Connect } from '../kube/reader';
import { type Observation, SKIPPED } from '../status/observation';
import { SYSTEM_CLOCK } from './cluster-access';
import type { Loaded } from './load';

/** How clusters are read besides how they are reached. */
export interface ObserveOptions extends Partial<Pick<GatherOptions, 'progress' | 'clock' | 'atATime'>> {
  /**
   * The names of the clusters to read; the others are skipped.
   *
   * @default all
   */
  readonly clusters?: readonly string[] | undefined;
}

/** What was read of the clusters of a topology. */
export interface Observed extends Pick<GatheredClusters, 'lasting' | 'redacted'> {
  /** What was read. */
  readonly observation: Observation;
  /** A warning for each cluster that was read without a verified TLS connection. */
  readonly warnings: readonly PlacedIssue[];
}

/** Reads the clusters of a topology. */
export async function observe(
  loaded: Loaded,
  connect: Connect,
  time: Date,
  { clusters: names, progress = SILENT, clock = SYSTEM_CLOCK, ...rest }: ObserveOptions = {},
): Promise<Observed> {
  const lists = listsOf(loaded, names);
  const { readings, insecure, ...others } = await gatherClusters(lists, { connect, progress, clock, ...rest });
  const observation = onlyClusters(loaded, { time, clusters: readings }, names);
  return { observation, warnings: insecureIssues(insecure), ...others };
}

/** An observation in which all clusters of the topology are skipped but those with some names. */
export function onlyClusters(
  { clusters = [] }: Loaded,
  { time, clusters: readings }: Observation,
  names: readonly string[] | undefined,
): Observation {
  if (names === undefined) return { time, clusters: readings };
  const skipped = clusters.map(({ cluster }) => cluster.name).filter((name) => !names.includes(name));
  return { time, clusters: { ...readings, ...Object.fromEntries(skipped.map((name) => [name, SKIPPED])) } };
}

/** Why clusters cannot be read: what is wrong with the topology, or with the names of clusters. */
export function observeIssues(
  { federation, issues }: Loaded,
  names: readonly string[] | undefined,
): readonly PlacedIssue[] {
  return federation === undefined ? issues : chooseClusters(federation, names).issues;
}

/** What is listed in the clusters with some names, by all generations that have meshes on them. */
export function listsOf({ clusters = [], generations }: Loaded, names?: readonly string[]): readonly ClusterLists[] {
  return clusters
    .filter(({ cluster: { name } }) => names?.includes(name) ?? true)
    .map(({ cluster: { name, context }, parts }) => ({
      cluster: name,
      context,
      lists: parts.flatMap(
        ({ generation, plan }) => generations.find((each) => each.name === generation)?.status?.lists(plan) ?? [],
      ),
    }));
}
