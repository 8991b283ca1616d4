import type { App } from 'cdk8s';
import { ClusterApp } from '../charts/cluster-app';
import type { Cluster, Federation, Mesh } from '../federation/model';
import type { Generation } from '../generation';
import { textFiller } from '../inject/fill';
import { type StagedFile, type Staging, stageFiles } from '../io/output-directory';
import type { Issue } from '../issues/issue';
import type { Lock } from '../lock/model';
import { type OutputFile, type Rendering, relocate, renderApp } from '../output/render';
import type { PlannedCluster, PlanPart } from '../planning';
import { outputIssues } from './check-output';
import { factKindsOf } from './facts';

/** Adds charts to the App of a cluster; the id of a chart becomes its directory, such as `60-monitoring`. */
export type AddCharts = (app: App, cluster: Cluster, meshes: readonly Mesh[]) => void;

/** Files that lie ready for their places, or what keeps them from there. */
export interface Staged {
  /** The files, which are staged but not yet in their places. */
  readonly files: readonly StagedFile[];
  /** What is wrong; no file is put in its place if there is anything. */
  readonly issues: readonly Issue[];
}

/** Renders clusters one after the other; each App is let go before the next one is made. */
function renderAll(
  clusters: readonly PlannedCluster[],
  generations: readonly Generation[],
  charts: AddCharts | undefined,
): Rendering {
  const renderings = clusters.map((planned) => {
    const { cluster, meshes } = planned;
    const app = new ClusterApp(planned, generations);
    charts?.(app, cluster, meshes);
    return renderApp(app, cluster.name);
  });
  return { files: renderings.flatMap(({ files }) => files), issues: renderings.flatMap(({ issues }) => issues) };
}

/** Gives tokens the values of a lock, where there is one. */
function fillAll(
  files: readonly OutputFile[],
  generations: readonly Generation[],
  lock: Lock | undefined,
): readonly OutputFile[] {
  if (lock === undefined) return files;
  const fill = textFiller(lock, factKindsOf(generations));
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
    private readonly generations: readonly Generation[],
    private readonly lock?: Lock,
  ) {}

  stage(planned: PlannedCluster): Staged {
    const { cluster } = planned;
    const [common, own] = [
      this.commonOf(planned),
      renderApp(new ClusterApp(planned, this.generations, 'own'), cluster.name),
    ];
    const issues = [...common.issues, ...own.issues];
    if (issues.length > 0) return { files: [], issues };
    const files = [...common.files, ...fillAll(own.files, this.generations, this.lock)];
    return { files: stageFiles(this.staging, cluster.name, files), issues };
  }

  private commonOf(planned: PlannedCluster): Rendering {
    const { name } = planned.cluster;
    const key = JSON.stringify(planned.parts.map(commonPartOf));
    const known = this.common.get(key);
    if (known !== undefined) return { ...known, files: known.files.map((file) => relocate(file, name)) };
    const rendering = renderApp(new ClusterApp(planned, this.generations, 'common'), name);
    this.common.set(key, rendering);
    return rendering;
  }
}

/** What the operators and the applications of a cluster are made from. A file of manifests has the name of its mesh. */
function commonPartOf({ generation, plan: { operators, operatorNamespaces, workloads } }: PlanPart): unknown {
  const applications = workloads.map(({ mesh, workloads: own }) =>
    own.map((workload) => (workload.kind === 'bookinfo' ? workload : { mesh, ...workload })),
  );
  return [generation, operators, operatorNamespaces, applications];
}

/** Joins what was staged in parts. */
export function joinStaged(parts: readonly Staged[]): Staged {
  return { files: parts.flatMap(({ files }) => files), issues: parts.flatMap(({ issues }) => issues) };
}

/** What is rendered and checked as a whole. */
export interface CheckedInput {
  /** The federation, without problems. */
  readonly federation: Federation;
  /** All clusters, also those that are not written. */
  readonly clusters: readonly PlannedCluster[];
  /** The generations that planned the clusters. */
  readonly generations: readonly Generation[];
  /** Adds the user's own charts; none where undefined. */
  readonly charts?: AddCharts | undefined;
  /** The values of tokens; none where undefined. */
  readonly lock?: Lock | undefined;
}

/** Renders all clusters and lints them as a whole; gives the files of some of them, or what is wrong. */
export function renderChecked(
  { federation, clusters, generations, charts, lock }: CheckedInput,
  isWanted: (cluster: string) => boolean,
): Rendering {
  const { files, issues } = renderAll(clusters, generations, charts);
  const faults = issues.length > 0 ? issues : outputIssues(files, federation);
  if (faults.length > 0) return { files: [], issues: faults };
  const wanted = files.filter(({ cluster }) => isWanted(cluster));
  return { files: fillAll(wanted, generations, lock), issues: [] };
}

/** Stages what {@link renderChecked} gives. */
export function stageChecked(input: CheckedInput, isWanted: (cluster: string) => boolean, staging: Staging): Staged {
  const { files, issues } = renderChecked(input, isWanted);
  return { files: stageFiles(staging, 'all', files), issues };
}
