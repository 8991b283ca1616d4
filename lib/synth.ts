import type { App } from 'cdk8s';
import { clusterApp } from './charts/cluster-app';
import { outputIssues } from './check-output';
import type { Cluster } from './federation/model';
import { type WriteSummary, writeOutput } from './io/output-directory';
import type { Issue } from './issues/issue';
import type { PlacedIssue } from './issues/place';
import { suggestName } from './issues/suggest';
import type { Loaded } from './load';
import { type OutputFile, renderApp } from './output/render';

/** What to synthesize besides the topology, and where to. */
export interface SynthOptions {
  /**
   * The output directory.
   *
   * @default dist
   */
  readonly outdir?: string;
  /**
   * The names of the clusters to write.
   *
   * @default all
   */
  readonly clusters?: readonly string[];
  /** Adds charts to the App of a cluster; the id of a chart becomes its directory, such as `60-monitoring`. */
  readonly charts?: (app: App, cluster: Cluster) => void;
}

/** What synthesis did. */
export interface SynthResult {
  /** What is wrong; nothing was written where there is anything. */
  readonly issues: readonly PlacedIssue[];
  /** What was written; undefined where nothing was. */
  readonly summary?: WriteSummary & { readonly outdir: string; readonly clusters: number };
}

/** Writes the manifests of a loaded topology, a directory per cluster. Nothing is written where anything is wrong. */
export function synth(loaded: Loaded, options: SynthOptions = {}): SynthResult {
  const { federation, issues, place } = loaded;
  if (federation === undefined) return { issues };
  const { outdir = 'dist', clusters, charts } = options;
  const chosen = federation.clusters.filter(({ name }) => clusters?.includes(name) ?? true);
  const unknown = unknownClusters(clusters ?? [], federation.clusters);
  if (unknown.length > 0) return { issues: place(unknown) };
  const { files, issues: found } = renderAll(federation.clusters, charts);
  if (found.length > 0) return { issues: place(found) };
  const faults = outputIssues(files, federation);
  if (faults.length > 0) return { issues: place(faults) };
  const names = new Set(chosen.map(({ name }) => name));
  const own = files.filter(({ cluster }) => names.has(cluster));
  const result = writeOutput(outdir, own, clusters);
  if ('problems' in result) return { issues: place(result.problems.map(unwritable)) };
  return { issues: [], summary: { ...result.summary, outdir, clusters: chosen.length } };
}

function unknownClusters(names: readonly string[], clusters: readonly Cluster[]): readonly Issue[] {
  const known = clusters.map(({ name }) => name);
  return names
    .filter((name) => !known.includes(name))
    .map((name) => ({
      code: 'TOP110',
      path: [],
      message: `there is no cluster "${name}"`,
      fix: suggestName(name, known),
    }));
}

/** Renders clusters one after the other; each App is let go before the next one is made. */
function renderAll(
  clusters: readonly Cluster[],
  charts: SynthOptions['charts'],
): { readonly files: readonly OutputFile[]; readonly issues: readonly Issue[] } {
  const renderings = clusters.map((cluster) => {
    const app = clusterApp(cluster);
    charts?.(app, cluster);
    return renderApp(app, cluster.name);
  });
  return { files: renderings.flatMap(({ files }) => files), issues: renderings.flatMap(({ issues }) => issues) };
}

function unwritable(problem: string): Issue {
  const fix = 'move it away, mend its permissions, or name another directory with "-o"';
  return { code: 'TOP170', path: [], message: problem, fix };
}
