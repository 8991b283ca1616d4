import type { App } from 'cdk8s';
import { heldFiles } from '../argocd/held';
import { type ClusterScope, scopeOf } from '../argocd/scope';
import { addDeliveryMetadata, ClusterApp, type ClusterPart } from '../charts/cluster-app';
import { addOwnerMetadata } from '../charts/metadata';
import { type FactKind, kindOf } from '../facts/kind';
import { parseToken, type TokenSubject, tokensIn } from '../facts/token';
import type { Cluster, Federation, Mesh } from '../federation/model';
import type { Generation } from '../generation';
import { textFiller } from '../inject/fill';
import { unknownForms } from '../inject/unknown-forms';
import { type StagedFile, type Staging, stageFiles } from '../io/output-directory';
import type { Issue } from '../issues/issue';
import type { Lock } from '../lock/model';
import { type OutputFile, type Rendering, relocate, renderApp, renderFiles } from '../output/render';
import type { PlannedCluster, PlanPart } from '../planning';
import { groupBy } from '../values';
import { type FilledFile, outputIssues, outputWarnings } from './check-output';
import { factKindsOf } from './facts';
import type { MissingValue } from './missing';

/** Adds charts to the App of a cluster; the id of a chart becomes its directory, such as `60-monitoring`. */
export type AddCharts = (app: App, cluster: Cluster, meshes: readonly Mesh[]) => void;

/** Staged files, or the issues that prevent writing them. */
export interface Staged {
  /** The staged files; empty if there are issues. */
  readonly files: readonly StagedFile[];
  /** The issues that prevent writing. */
  readonly issues: readonly Issue[];
  /** The tokens in the files that have no value. */
  readonly missing: readonly MissingValue[];
  /** What the files apply to each cluster with an Argo CD; in no order. */
  readonly scopes: readonly ClusterScope[];
  /** The number of warnings that the linter has for the files; undefined if they were not linted. */
  readonly warnings?: number;
}

/** Renders clusters one after the other, so that each App can be garbage-collected before the next one is created. */
function renderAll(
  clusters: readonly PlannedCluster[],
  generations: readonly Generation[],
  charts: AddCharts | undefined,
): Rendering {
  const renderings = clusters.map((planned) => {
    const { cluster, meshes } = planned;
    const app = new ClusterApp(planned, generations);
    charts?.(app, cluster, meshes);
    if (charts !== undefined) {
      addOwnerMetadata(app, cluster);
      addDeliveryMetadata(app.node.children, planned, generations);
    }
    return renderApp(app, cluster.name);
  });
  return { files: renderings.flatMap(({ files }) => files), issues: renderings.flatMap(({ issues }) => issues) };
}

/** Files whose tokens were replaced, as far as their values are known. */
interface FilledFiles {
  readonly files: readonly FilledFile[];
  /** The tokens that are left. */
  readonly missing: readonly MissingValue[];
}

/** Replaces tokens by the values of a lock, if there is one; made once for all files, as it compiles patterns. */
function fileFiller(
  generations: readonly Generation[],
  lock: Lock | undefined,
): (files: readonly OutputFile[]) => FilledFiles {
  const kinds = factKindsOf(generations);
  if (lock === undefined) {
    // Without values, parsing each file would take most of the time.
    const isKnown = (subject: TokenSubject) => kindOf(subject, kinds) !== undefined;
    const missing = ({ text, path }: OutputFile) => tokensIn(text, isKnown).map((token) => ({ token, path }));
    const withUnknown = unknownFormsOf(kinds);
    return (files) => ({ files: files.map(withUnknown), missing: files.flatMap(missing) });
  }
  const fill = textFiller(lock, kinds);
  return (files) => {
    const filled = files.map((file) => ({ file, ...fill(file.text) }));
    return {
      files: filled.map(({ file, text }) => (text === file.text ? file : { ...file, text, objects: undefined })),
      missing: filled.flatMap(({ file: { path }, slots }) =>
        slots.flatMap(({ token, state }) => (state === 'missing' ? [{ token, path }] : [])),
      ),
    };
  };
}

/** Gives files the form that they have while nothing is known. */
function unknownFormsOf(kinds: readonly FactKind[]): (file: OutputFile) => FilledFile {
  const toUnknown = unknownForms(kinds);
  return (file) => {
    const text = toUnknown(file.text);
    return text === file.text ? file : { ...file, text, objects: undefined };
  };
}

/** The number of files of a cluster that are in memory at a time; a hub has one for each of its peers. */
const BATCH = 500;

/**
 * Stages clusters without custom charts, one after the other. What a cluster has in common with an earlier
 * one is not rendered again, which is most of the output for a fleet with the same operators and applications.
 */
export class ClusterStager {
  private readonly common = new Map<string, Rendering>();
  private readonly fill: ReturnType<typeof fileFiller>;

  constructor(
    private readonly staging: Staging,
    private readonly generations: readonly Generation[],
    lock?: Lock,
    private readonly onFilled: (files: readonly FilledFile[]) => void = () => {},
  ) {
    this.fill = fileFiller(generations, lock);
  }

  stage(planned: PlannedCluster): Staged {
    const { name, argocdNamespace } = planned.cluster;
    const common = this.commonOf(planned);
    const parts: Staged[] = [];
    let files: OutputFile[] = [];
    const stageBatch = () => {
      parts.push(this.stageFilled(planned, parts.length === 0 ? common.files : [], files));
      files = [];
    };
    const found = renderFiles(this.appOf(planned, 'own'), name, (file) => {
      files.push(file);
      // Which files Argo CD must not apply depends on all values that are missing in the cluster.
      if (files.length === BATCH && argocdNamespace === undefined) stageBatch();
    });
    const issues = [...common.issues, ...found];
    if (issues.length > 0) return { files: [], issues, missing: [], scopes: [] };
    stageBatch();
    return joinStaged(parts);
  }

  /** Stages files of a cluster, of which those that are common to several clusters have no tokens. */
  private stageFilled(planned: PlannedCluster, common: readonly OutputFile[], own: readonly OutputFile[]): Staged {
    const { files, missing } = holdCalls(this.fill(own), [planned], this.generations);
    const all = [...common, ...files];
    this.onFilled(all);
    const scopes = scopesOf([planned], [...common, ...own]);
    return { files: stageFiles(this.staging, all), issues: [], missing, scopes };
  }

  private commonOf(planned: PlannedCluster): Rendering {
    const { name, labels, annotations, argocdNamespace } = planned.cluster;
    const key = JSON.stringify([labels, annotations, argocdNamespace, planned.parts.map(commonPartOf)]);
    const known = this.common.get(key);
    if (known !== undefined) return { ...known, files: known.files.map((file) => relocate(file, name)) };
    const rendering = renderApp(this.appOf(planned, 'common'), name);
    this.common.set(key, rendering);
    return rendering;
  }

  /** An App with generated charts only. They have plain values, and looking for others takes a tenth of the time. */
  private appOf(planned: PlannedCluster, part: ClusterPart): App {
    const app = new ClusterApp(planned, this.generations, part);
    app.resolvers.length = 0;
    return app;
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
  return {
    files: parts.flatMap(({ files }) => files),
    issues: parts.flatMap(({ issues }) => issues),
    missing: parts.flatMap(({ missing }) => missing),
    scopes: parts.flatMap(({ scopes }) => scopes),
  };
}

/** Keeps Argo CD from applying what sends calls to meshes of which a value is missing in the same cluster. */
function holdCalls(
  filled: FilledFiles,
  clusters: readonly PlannedCluster[],
  generations: readonly Generation[],
): FilledFiles {
  const delivered = clusters.filter(({ cluster }) => cluster.argocdNamespace !== undefined);
  if (filled.missing.length === 0 || delivered.length === 0) return filled;
  const missing = groupBy(filled.missing, ({ path }) => path.slice(0, path.indexOf('/')));
  const paths = delivered.flatMap(({ cluster: { name }, parts }) => {
    const meshes = new Set((missing.get(name) ?? []).flatMap(({ token }) => parseToken(token)?.mesh ?? []));
    return parts.flatMap(({ generation, plan }) => {
      const own = generations.find((one) => one.name === generation);
      return (own?.filesWithCallsTo?.(plan, meshes) ?? []).map((path) => `${name}/${path}`);
    });
  });
  return { ...filled, files: heldFiles(filled.files, new Set(paths)) };
}

/** What files apply to clusters with an Argo CD, before values are filled in. */
function scopesOf(clusters: readonly PlannedCluster[], files: readonly OutputFile[]): readonly ClusterScope[] {
  const own = clusters.filter(({ cluster }) => cluster.argocdNamespace !== undefined);
  if (own.length === 0) return [];
  const byCluster = groupBy(files, ({ cluster }) => cluster);
  return own.map(({ cluster: { name } }) => scopeOf(name, byCluster.get(name) ?? []));
}

/** Options of {@link renderChecked}. */
export interface CheckedInput {
  /** The federation of the clusters. */
  readonly federation: Federation;
  /** All clusters, also those that are not written. */
  readonly clusters: readonly PlannedCluster[];
  /** The generations that planned the clusters. */
  readonly generations: readonly Generation[];
  /** Adds custom charts; none if undefined. */
  readonly charts?: AddCharts | undefined;
  /** The values of tokens; none if undefined. */
  readonly lock?: Lock | undefined;
}

/** Renders all clusters and lints them together; returns the files of some of them, or the issues. */
export function renderChecked(
  { federation, clusters, generations, charts, lock }: CheckedInput,
  isWanted: (cluster: string) => boolean,
): FilledFiles & Pick<Staged, 'issues' | 'scopes'> {
  const { files, issues } = renderAll(clusters, generations, charts);
  const shown = () => files.map(unknownFormsOf(factKindsOf(generations)));
  const faults = issues.length > 0 ? issues : outputIssues(shown(), federation);
  if (faults.length > 0) return { files: [], issues: faults, missing: [], scopes: [] };
  const wanted = files.filter(({ cluster }) => isWanted(cluster));
  const filled = holdCalls(fileFiller(generations, lock)(wanted), clusters, generations);
  return { ...filled, issues: [], scopes: scopesOf(clusters, files) };
}

/**
 * Stages the files of {@link renderChecked}.
 *
 * @param isLinted whether the warnings of the linter are counted
 */
export function stageChecked(
  input: CheckedInput,
  isWanted: (cluster: string) => boolean,
  staging: Staging,
  isLinted: boolean,
): Staged {
  const { files, ...rest } = renderChecked(input, isWanted);
  return {
    files: stageFiles(staging, files),
    ...rest,
    ...(isLinted && { warnings: outputWarnings(files, input.federation) }),
  };
}
