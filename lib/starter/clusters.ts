import type { IssueList } from '../issues/issue';
import { listNames, suggestName } from '../issues/suggest';
import { guessPlatform, type Platform } from '../platforms';
import { groupBy } from '../values';
import type { StarterCluster } from './model';

/** A cluster as it is named by the user or by a kubeconfig. */
export interface ClusterSource {
  /** The name of the cluster, or of its kubeconfig context. */
  readonly name: string;
  /** The host name of its API server, if it is known. */
  readonly host?: string;
  /** Whether the name is that of a context, from which a valid name of a cluster is derived. */
  readonly isContext: boolean;
}

/** What is stated of clusters, by their names or those of their contexts. */
export interface StatedClusters {
  /** The platforms. */
  readonly platforms?: ReadonlyMap<string, Platform>;
  /** The names of the meshes. */
  readonly meshes?: ReadonlyMap<string, string>;
}

/**
 * The clusters of a new topology, each with its mesh. Where no platform is stated, it is guessed from the host name of the
 * API server, then from the name.
 */
export function starterClusters(
  sources: readonly ClusterSource[],
  { platforms, meshes }: StatedClusters = {},
): readonly StarterCluster[] {
  const names = new Set<string>();
  return sources.map((source) => {
    const name = source.isContext ? unusedName(clusterNameOf(source), names) : source.name;
    names.add(name);
    const stated = platforms?.get(source.name) ?? platforms?.get(name);
    return {
      name,
      ...(source.name !== name && { context: source.name }),
      ...(stated === undefined ? guessed(source) : { platform: stated }),
      mesh: meshes?.get(source.name) ?? meshes?.get(name) ?? `${labelOf(name)}-mesh`,
    };
  });
}

/** Reports what is stated of clusters that are not among the sources, and meshes with one name. */
export function checkStated(clusters: readonly StarterCluster[], stated: StatedClusters, issues: IssueList): void {
  const fix = 'write another name with "--mesh CLUSTER=MESH"';
  for (const [mesh, on] of groupBy(clusters, (cluster) => cluster.mesh)) {
    const names = listNames(on.map(({ name }) => name));
    if (on.length > 1) issues.add('INI003', ['--mesh'], `duplicate mesh name "${mesh}" of the clusters ${names}`, fix);
  }
  const known = new Set(clusters.flatMap(({ name, context = name }) => [name, context]));
  for (const [option, names] of [
    ['--platform', stated.platforms],
    ['--mesh', stated.meshes],
  ] as const) {
    for (const name of names?.keys() ?? []) {
      if (!known.has(name)) issues.add('CLI001', [option], `unknown cluster "${name}"`, suggestName(name, known));
    }
  }
}

function guessed({ name, host }: ClusterSource): Pick<StarterCluster, 'platform' | 'guessedFrom'> {
  for (const text of [host, name]) {
    const platform = text === undefined ? undefined : guessPlatform(text);
    // OpenShift Dedicated runs on several clouds.
    if (platform !== undefined && platform !== 'osd') return { platform, guessedFrom: text as string };
  }
  return { platform: 'other' };
}

/** A DNS label for a context: its name if it is one, the name of the cluster in `api.NAME.DOMAIN`, or the nearest one. */
function clusterNameOf({ name, host = '' }: ClusterSource): string {
  if (/^[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?$/.test(name)) return name;
  const [, label] = /^api\.([a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?)\./.exec(host) ?? [];
  if (label !== undefined) return label;
  return labelOf(name);
}

/** The DNS label nearest to a name. */
function labelOf(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? ['cluster'];
  return words.join('-').slice(0, 50).replace(/-$/, '');
}

function unusedName(name: string, used: ReadonlySet<string>): string {
  if (!used.has(name)) return name;
  let number = 2;
  while (used.has(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}
