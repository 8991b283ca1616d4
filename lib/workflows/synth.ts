import { argocdFiles } from '../argocd/files';
import { chooseClusters } from '../federation/choose';
import type { Federation } from '../federation/model';
import type { Generation } from '../generation';
import { readOutput } from '../io/filled-files';
import { lockFileOf, readLockFile } from '../io/lock-file';
import { compareOutput, type OutputDifferences } from '../io/output-changes';
import {
  discardStaging,
  newStaging,
  placeFiles,
  type StagedFile,
  type Staging,
  stageFiles,
  type WriteSummary,
} from '../io/output-directory';
import { foreignFiles, readOwner } from '../io/output-owner';
import { reasonOf } from '../io/topology-files';
import type { PlacedIssue } from '../issues/place';
import type { Lock } from '../lock/model';
import type { OutputFile } from '../output/render';
import type { PlannedCluster } from '../planning';
import { groupBy } from '../values';
import { type FilledFile, mayBreakRules, outputWarnings } from './check-output';
import { factKindsOf } from './facts';
import type { Loaded } from './load';
import { lostIssues, type MissingSummary, type MissingValue, missingByToken, missingIssues } from './missing';
import { differenceIssues, FOREIGN_LIMIT, foreignOutput, otherTopology, unwritable } from './output-problems';
import { type AddCharts, ClusterStager, joinStaged, renderChecked, type Staged, stageChecked } from './stage-clusters';

/** Options of synthesis. */
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
  /**
   * The lock file, whose values replace tokens.
   *
   * @default next to the topology file, such as `federation.lock.yaml`; none for a topology in code
   */
  readonly lockFile?: string;
  /**
   * Whether a missing value is an error, so that nothing is written.
   *
   * @default false
   */
  readonly requireComplete?: boolean;
  /** Adds charts to the App of a cluster; the id of a chart becomes its directory, such as `60-monitoring`. */
  readonly charts?: AddCharts;
  /**
   * Whether the output directory is only compared with the output, and nothing is written.
   *
   * @default false
   */
  readonly check?: boolean;
  /**
   * Whether to write to a directory that has the output of another topology, which is replaced, or files that ossm-fed
   * did not write, which stay as they are.
   *
   * @default false
   */
  readonly takeOwnership?: boolean;
}

/** The result of synthesis. */
export interface SynthResult {
  /** The command that has this result. */
  readonly command: 'synth';
  /** What is wrong; nothing was written where there is an error. */
  readonly issues: readonly PlacedIssue[];
  /** What was written; undefined where nothing was. */
  readonly summary?: SynthSummary;
  /** How the output directory differs from the output; undefined if it was not compared. */
  readonly check?: SynthCheck;
}

/** How the output directory differs from the output, in numbers of files. */
export interface SynthCheck {
  /** The output directory. */
  readonly outdir: string;
  /** The number of clusters. */
  readonly clusters: number;
  /** Manifests with the same content. */
  readonly unchanged: number;
  /** Files with other content, and the file `.ossm-fed` if it states another topology. */
  readonly different: number;
  /** Files that do not exist, also `.ossm-fed`. */
  readonly missing: number;
  /** Files of an earlier run that are no longer part of the output. */
  readonly extra: number;
}

/** What was written, as paths of manifests below the output directory. */
export interface SynthSummary extends WriteSummary, MissingSummary {
  /** The output directory. */
  readonly outdir: string;
  /** The number of clusters. */
  readonly clusters: number;
  /** The topology file; undefined for a topology in code or from standard input. */
  readonly topology?: string;
  /**
   * The number of warnings that the linter has for the output; undefined if it was not counted, for a part of the
   * clusters or a large federation.
   */
  readonly lintWarnings?: number;
}

/**
 * The size of a federation, in meshes and sides of peerings, up to which the output is linted to count its warnings; for
 * a larger one it would take a notable part of the time.
 */
const LINTED_SIZE = 30;

/** The plan of a run of synthesis. */
export interface SynthRun {
  /** The resolved federation. */
  readonly federation: Federation;
  /** The plans of all clusters. */
  readonly all: readonly PlannedCluster[];
  /** The plans of the clusters to write. */
  readonly clusters: readonly PlannedCluster[];
  /** The generations that planned the clusters. */
  readonly generations: readonly Generation[];
  /** The staging directory in the output directory. */
  readonly staging: Staging;
  /** Whether all clusters must be linted before anything is written. */
  readonly isChecked: boolean;
  /** Whether the warnings of the linter for the output are counted. */
  readonly isLinted: boolean;
  /** The lock with the values of tokens; undefined without a lock file. */
  readonly lock?: Lock;
  /** The lock file; undefined where there is none by default, and none was named. */
  readonly lockFile?: string;
  /** The loaded topology. */
  readonly loaded: Loaded;
  /** The options of the run. */
  readonly options: SynthOptions;
}

/** Writes the manifests of a loaded topology, one directory per cluster. Nothing is written if there are issues. */
export function synth(loaded: Loaded, options: SynthOptions = {}): SynthResult {
  const plan = planSynth(loaded, options);
  return 'staging' in plan ? runSynth(plan) : plan;
}

/** Options of synthesis in memory. */
export interface MemorySynthOptions extends Pick<SynthOptions, 'clusters' | 'charts'> {
  /**
   * The values that replace tokens.
   *
   * @default none: tokens stay
   */
  readonly lock?: Lock;
  /**
   * Whether the files for Argo CD itself are part of the result, which belong to no cluster.
   *
   * @default false
   */
  readonly argocd?: boolean;
}

/** The files that synthesis would write. */
export interface MemorySynthResult {
  /** All issues; there are no files if there is an error. */
  readonly issues: readonly PlacedIssue[];
  /** The text of files by their paths below an output directory, such as `rosa/20-mesh/rosa-prod-mesh.yaml`, sorted. */
  readonly files: ReadonlyMap<string, string>;
}

/** Synthesizes in memory: nothing is written, and nothing is read. */
export function synthToMemory(loaded: Loaded, options: MemorySynthOptions = {}): MemorySynthResult {
  const none = new Map<string, string>();
  const { federation, clusters, generations, issues } = loaded;
  if (federation === undefined || clusters === undefined) return { issues, files: none };
  const { chosen, issues: unknown } = chooseClusters(federation, options.clusters);
  if (unknown.length > 0) return { issues: unknown, files: none };
  const names = new Set(chosen.map(({ name }) => name));
  const { charts, lock } = options;
  const rendering = renderChecked({ federation, clusters, generations, charts, lock }, (name) => names.has(name));
  const hasArgoCd = options.argocd && options.clusters === undefined && rendering.issues.length === 0;
  const argocd = hasArgoCd ? argocdFilesOf({ federation, generations }, rendering) : [];
  const files = [...rendering.files, ...argocd]
    .map(({ path, text }) => [path, text] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return { issues: [...loaded.warnings, ...loaded.place(rendering.issues)], files: new Map(files) };
}

/** Runs a plan in this thread. */
export function runSynth(plan: SynthRun): SynthResult {
  try {
    return finishSynth(plan, stageHere(plan));
  } catch (error) {
    return failedSynth(plan, error);
  } finally {
    discardStaging(plan.staging);
  }
}

/** Plans a run of synthesis, or returns the issues that prevent it. */
export function planSynth(loaded: Loaded, options: SynthOptions): SynthRun | SynthResult {
  const { federation, clusters: all, generations, issues, file } = loaded;
  if (federation === undefined || all === undefined) return nothingWritten(issues);
  const { meshes, peerings } = federation;
  const { outdir = 'dist', clusters: names, charts, check, lockFile = file && lockFileOf(file) } = options;
  const { chosen, issues: unknown } = chooseClusters(federation, names);
  if (unknown.length > 0) return nothingWritten(unknown);
  const { lock, issues: faults } =
    lockFile === undefined ? { issues: [] } : readLockFile(lockFile, factKindsOf(generations));
  if (faults.length > 0) return nothingWritten(faults);
  const foreign = foreignIn(outdir, options);
  if (foreign.length > 0) return nothingWritten([foreignOutput(outdir, foreign)]);
  return {
    federation,
    all,
    clusters: all.filter(({ cluster }) => chosen.includes(cluster)),
    generations,
    staging: newStaging(outdir, check),
    isChecked: charts !== undefined || mayBreakRules(federation),
    isLinted: !check && names === undefined && meshes.length + 2 * peerings.length <= LINTED_SIZE,
    ...(lock !== undefined && { lock }),
    ...(lockFile !== undefined && { lockFile }),
    loaded,
    options,
  };
}

function stageHere(run: SynthRun): Staged {
  const { federation, all, clusters, generations, staging, isChecked, isLinted, lock, options } = run;
  if (!isChecked) {
    const filled: FilledFile[] = [];
    const onFilled = isLinted ? (files: readonly FilledFile[]) => filled.push(...files) : undefined;
    const stager = new ClusterStager(staging, generations, lock, onFilled);
    const staged = joinStaged(clusters.map((cluster) => stager.stage(cluster)));
    return { ...staged, ...(isLinted && { warnings: outputWarnings(filled, federation) }) };
  }
  const names = new Set(clusters.map(({ cluster }) => cluster.name));
  const input = { federation, clusters: all, generations, charts: options.charts, lock };
  return stageChecked(input, (name) => names.has(name), staging, isLinted);
}

/** Files of a directory that is not an output directory; empty if the run may write to it. */
function foreignIn(outdir: string, { check, takeOwnership }: SynthOptions): readonly string[] {
  if (check || takeOwnership || readOwner(outdir) !== undefined) return [];
  return foreignFiles(outdir, FOREIGN_LIMIT);
}

/** The files for the Argo CD of a federation; none without one. */
function argocdFilesOf(
  { federation: { argocd, meshes }, generations }: Pick<SynthRun, 'federation' | 'generations'>,
  { scopes }: Pick<Staged, 'scopes'>,
): readonly OutputFile[] {
  const used = generations.filter(({ versions }) => meshes.some(({ version }) => versions.includes(version)));
  return argocd === undefined ? [] : argocdFiles(argocd, scopes, used);
}

/** Moves staged files to their paths, or compares them. The files for Argo CD are about all clusters. */
export function finishSynth(run: SynthRun, staged: Staged): SynthResult {
  const { clusters, staging, loaded, options } = run;
  const { issues, missing: values, warnings } = staged;
  if (issues.length > 0) return nothingWritten(loaded.place(issues));
  const own = options.clusters === undefined ? argocdFilesOf(run, staged) : [];
  const files = [...staged.files, ...stageFiles(staging, own)];
  const missing = missingOf(run, values);
  const outdir = staging.directory;
  const absent = options.requireComplete ? missingIssues(missing, outdir) : [];
  if (absent.length > 0) return nothingWritten(absent);
  const { clusters: chosen, takeOwnership } = options;
  const target = { clusters: chosen, topology: loaded.file, takeOwnership };
  const done = { outdir, clusters: clusters.length };
  if (staging.comparesOnly) return comparison(done, compareOutput(outdir, files, target));
  const lost = lostIssues(lostValues(outdir, files, values), missing, outdir);
  const result = placeFiles(staging, files, target);
  if ('other' in result) return nothingWritten([otherTopology(outdir, result.other)]);
  if ('problems' in result) return nothingWritten(result.problems.map(unwritable));
  return {
    command: 'synth',
    issues: [...loaded.warnings, ...lost],
    summary: {
      ...done,
      ...result.summary,
      ...missing,
      ...(loaded.file !== undefined && { topology: loaded.file }),
      ...(warnings !== undefined && { lintWarnings: warnings }),
    },
  };
}

function missingOf({ lock, lockFile }: SynthRun, values: readonly MissingValue[]): MissingSummary {
  return {
    ...(lockFile !== undefined && { lockFile }),
    hasLock: lock !== undefined,
    missing: missingByToken(values),
  };
}

/** The missing values that the files on disk still have, with the token as a comment. */
function lostValues(
  outdir: string,
  files: readonly StagedFile[],
  missing: readonly MissingValue[],
): readonly MissingValue[] {
  const changed = new Set(files.flatMap(({ path, isChanged, exists }) => (exists && isChanged ? [path] : [])));
  const byPath = groupBy(
    missing.filter(({ path }) => changed.has(path)),
    ({ path }) => path,
  );
  return [...byPath].flatMap(([path, values]) => {
    const output = readOutput(outdir, path);
    return output.kind === 'text' ? values.filter(({ token }) => output.text.includes(` # ${token}`)) : [];
  });
}

function comparison(run: Pick<SynthCheck, 'outdir' | 'clusters'>, differences: OutputDifferences): SynthResult {
  const { unchanged, different, missing, extra } = differences;
  const check = {
    ...run,
    unchanged: unchanged.length,
    different: different.length,
    missing: missing.length,
    extra: extra.length,
  };
  return { command: 'synth', issues: differenceIssues(run.outdir, differences), check };
}

/** Turns an error of the file system into an issue; throws any other error. */
export function failedSynth({ staging }: SynthRun, error: unknown): SynthResult {
  if (typeof (error as NodeJS.ErrnoException).syscall !== 'string') throw error;
  return nothingWritten([unwritable(`${staging.directory}: ${reasonOf(error)}`)]);
}

function nothingWritten(issues: readonly PlacedIssue[]): SynthResult {
  return { command: 'synth', issues };
}
