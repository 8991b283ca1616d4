import { chooseClusters } from '../federation/choose';
import type { Federation } from '../federation/model';
import type { Generation } from '../generation';
import { lockFileOf, readLockFile } from '../io/lock-file';
import { discardStaging, newStaging, placeFiles, type Staging, type WriteSummary } from '../io/output-directory';
import { reasonOf } from '../io/topology-files';
import type { Issue } from '../issues/issue';
import type { PlacedIssue } from '../issues/place';
import type { Lock } from '../lock/model';
import type { PlannedCluster } from '../planning';
import { mayBreakRules } from './check-output';
import { factKindsOf } from './facts';
import type { Loaded } from './load';
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
  /** Adds charts to the App of a cluster; the id of a chart becomes its directory, such as `60-monitoring`. */
  readonly charts?: AddCharts;
}

/** The result of synthesis. */
export interface SynthResult {
  /** The command that has this result. */
  readonly command: 'synth';
  /** What is wrong; nothing was written where there is an error. */
  readonly issues: readonly PlacedIssue[];
  /** What was written; undefined where nothing was. */
  readonly summary?: SynthSummary;
}

/** What was written, as paths below the output directory. */
export interface SynthSummary extends WriteSummary {
  /** The output directory. */
  readonly outdir: string;
  /** The number of clusters. */
  readonly clusters: number;
}

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
  /** The lock with the values of tokens; undefined without a lock file. */
  readonly lock?: Lock;
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
  const files = rendering.files.map(({ path, text }) => [path, text] as const).sort(([a], [b]) => (a < b ? -1 : 1));
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
  const { outdir = 'dist', clusters: names, charts, lockFile = file && lockFileOf(file) } = options;
  const { chosen, issues: unknown } = chooseClusters(federation, names);
  if (unknown.length > 0) return nothingWritten(unknown);
  const { lock, issues: faults } =
    lockFile === undefined ? { issues: [] } : readLockFile(lockFile, factKindsOf(generations));
  if (faults.length > 0) return nothingWritten(faults);
  return {
    federation,
    all,
    clusters: all.filter(({ cluster }) => chosen.includes(cluster)),
    generations,
    staging: newStaging(outdir),
    isChecked: charts !== undefined || mayBreakRules(federation),
    ...(lock !== undefined && { lock }),
    loaded,
    options,
  };
}

function stageHere(run: SynthRun): Staged {
  const { federation, all, clusters, generations, staging, isChecked, lock, options } = run;
  if (!isChecked) {
    const stager = new ClusterStager(staging, generations, lock);
    return joinStaged(clusters.map((cluster) => stager.stage(cluster)));
  }
  const names = new Set(clusters.map(({ cluster }) => cluster.name));
  const input = { federation, clusters: all, generations, charts: options.charts, lock };
  return stageChecked(input, (name) => names.has(name), staging);
}

/** Moves staged files to their paths. */
export function finishSynth({ clusters, staging, loaded, options }: SynthRun, { files, issues }: Staged): SynthResult {
  const { place } = loaded;
  if (issues.length > 0) return nothingWritten(place(issues));
  const result = placeFiles(staging, files, options.clusters);
  if ('problems' in result) return nothingWritten(place(result.problems.map(unwritable)));
  const summary = { outdir: staging.directory, clusters: clusters.length, ...result.summary };
  return { command: 'synth', issues: loaded.warnings, summary };
}

/** Turns an error of the file system into an issue; throws any other error. */
export function failedSynth({ staging, loaded }: SynthRun, error: unknown): SynthResult {
  if (typeof (error as NodeJS.ErrnoException).syscall !== 'string') throw error;
  return nothingWritten(loaded.place([unwritable(`${staging.directory}: ${reasonOf(error)}`)]));
}

function nothingWritten(issues: readonly PlacedIssue[]): SynthResult {
  return { command: 'synth', issues };
}

function unwritable(problem: string): Issue {
  const fix = 'move it away, fix its permissions, or use another directory with "-o"';
  return { code: 'TOP170', path: [], message: problem, fix };
}
