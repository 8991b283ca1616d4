import type { App } from 'cdk8s';
import { clusterApp, commonApp, ownApp } from '../charts/cluster-app';
import type { Cluster, Federation } from '../federation/model';
import { textFiller } from '../inject/fill';
import { type StagedFile, type Staging, stageFiles } from '../io/output-directory';
import type { Issue } from '../issues/issue';
import type { Lock } from '../lock/model';
import { type OutputFile, type Rendering, relocate, renderApp } from '../output/render';
import { outputIssues } from './check-output';
import { FACT_KINDS } from './facts';

/** Adds charts to the App of a cluster. */
export type AddCharts = (app: App, cluster: Cluster) => void;

/** Files that lie ready for their places, or what keeps them from there. */
export interface Staged {
  readonly files: readonly StagedFile[];
  readonly issues: readonly Issue[];
}

/** Renders clusters one after the other; each App is let go before the next one is made. */
function renderAll(clusters: readonly Cluster[], charts: AddCharts | undefined): Rendering {
  const renderings = clusters.map((cluster) => {
    const app = clusterApp(cluster);
    charts?.(app, cluster);
    return renderApp(app, cluster.name);
  });
  return { files: renderings.flatMap(({ files }) => files), issues: renderings.flatMap(({ issues }) => issues) };
}

/** Gives tokens the values of a lock, where there is one. */
function fillAll(files: readonly OutputFile[], lock: Lock | undefined): readonly OutputFile[] {
  if (lock === undefined) return files;
  const fill = textFiller(lock, FACT_KINDS);
  return files.map((file) => ({ ...file, text: fill(file.text).text }));
}

/**
 * Stages clusters without charts of the user's own, one after the other. What a cluster has in common with an earlier
 * one is not rendered anew: of a fleet with the same operators and applications everywhere, that is the most.
 */
export class ClusterStager {
  private readonly common = new Map<string, Rendering>();

  constructor(
    private readonly staging: Staging,
    private readonly lock?: Lock,
  ) {}

  stage(cluster: Cluster): Staged {
    const [common, own] = [this.commonOf(cluster), renderApp(ownApp(cluster), cluster.name)];
    const issues = [...common.issues, ...own.issues];
    if (issues.length > 0) return { files: [], issues };
    const files = [...common.files, ...fillAll(own.files, this.lock)];
    return { files: stageFiles(this.staging, cluster.name, files), issues };
  }

  private commonOf(cluster: Cluster): Rendering {
    const { name, operators, operatorNamespaces, meshes } = cluster;
    const key = JSON.stringify([operators, operatorNamespaces, meshes.map(({ workloads }) => workloads)]);
    const known = this.common.get(key);
    if (known !== undefined) return { ...known, files: known.files.map((file) => relocate(file, name)) };
    const rendering = renderApp(commonApp(cluster), name);
    this.common.set(key, rendering);
    return rendering;
  }
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
  { charts, lock }: { readonly charts?: AddCharts | undefined; readonly lock?: Lock | undefined },
): Staged {
  const { files, issues } = renderAll(federation.clusters, charts);
  const faults = issues.length > 0 ? issues : outputIssues(files, federation);
  if (faults.length > 0) return { files: [], issues: faults };
  const wanted = files.filter(({ cluster }: OutputFile) => isWanted(cluster));
  return { files: stageFiles(staging, 'all', fillAll(wanted, lock)), issues: [] };
}
