import type { App } from 'cdk8s';
import { clusterApp } from './charts/cluster-app';
import { outputIssues } from './check-output';
import type { Cluster, Federation } from './federation/model';
import { type StagedFile, type Staging, stageFiles } from './io/output-directory';
import type { Issue } from './issues/issue';
import { type OutputFile, type Rendering, renderApp } from './output/render';

/** Adds charts to the App of a cluster. */
export type AddCharts = (app: App, cluster: Cluster) => void;

/** Files that lie ready for their places, or what keeps them from there. */
export interface Staged {
  readonly files: readonly StagedFile[];
  readonly issues: readonly Issue[];
}

/** Renders clusters one after the other; each App is let go before the next one is made. */
function renderAll(clusters: readonly Cluster[], charts?: AddCharts): Rendering {
  const renderings = clusters.map((cluster) => {
    const app = clusterApp(cluster);
    charts?.(app, cluster);
    return renderApp(app, cluster.name);
  });
  return { files: renderings.flatMap(({ files }) => files), issues: renderings.flatMap(({ issues }) => issues) };
}

/** Renders and stages one cluster. */
export function stageCluster(cluster: Cluster, staging: Staging): Staged {
  const { files, issues } = renderAll([cluster]);
  return { files: issues.length > 0 ? [] : stageFiles(staging, cluster.name, files), issues };
}

/** Joins what was staged in parts. */
export function joinStaged(parts: readonly Staged[]): Staged {
  return { files: parts.flatMap(({ files }) => files), issues: parts.flatMap(({ issues }) => issues) };
}

/** Renders all clusters and has the linter look at them as a whole, and stages the files of some of them. */
export function stageChecked(
  federation: Federation,
  isWanted: (cluster: string) => boolean,
  staging: Staging,
  charts?: AddCharts,
): Staged {
  const { files, issues } = renderAll(federation.clusters, charts);
  const faults = issues.length > 0 ? issues : outputIssues(files, federation);
  if (faults.length > 0) return { files: [], issues: faults };
  const wanted = files.filter(({ cluster }: OutputFile) => isWanted(cluster));
  return { files: stageFiles(staging, 'all', wanted), issues: [] };
}
