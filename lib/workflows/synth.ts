import { chooseClusters } from '../federation/choose';
import type { Cluster, Federation } from '../federation/model';
import { lockFileOf, readLockFile } from '../io/lock-file';
import { discardStaging, newStaging, placeFiles, type Staging, type WriteSummary } from '../io/output-directory';
import { reasonOf } from '../io/topology-files';
import type { Issue } from '../issues/issue';
import type { PlacedIssue } from '../issues/place';
import type { Lock } from '../lock/model';
import { mayBreakRules } from './check-output';
import { FACT_KINDS } from './facts';
import type { Loaded } from './load';
import { type AddCharts, ClusterStager, joinStaged, type Staged, stageChecked } from './stage-clusters';

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
  /**
   * The lock file, whose values take the place of tokens.
   *
   * @default beside the topology file, such as `federation.lock.yaml`; none for a topology that was made in code
   */
  readonly lockFile?: string;
  /** Adds charts to the App of a cluster; the id of a chart becomes its directory, such as `60-monitoring`. */
  readonly charts?: AddCharts;
}

/** What synthesis did. */
export interface SynthResult {
  /** What is wrong; nothing was written where there is anything. */
  readonly issues: readonly PlacedIssue[];
  /** What was written; undefined where nothing was. */
  readonly summary?: WriteSummary & { readonly outdir: string; readonly clusters: number };
}

/** What a run of synthesis is to do. */
export interface Plan {
  readonly federation: Federation;
  /** The clusters to write. */
  readonly clusters: readonly Cluster[];
  readonly staging: Staging;
  /** Whether the linter has to look at all clusters before anything is written. */
  readonly isChecked: boolean;
  /** What gives tokens their values; undefined where there is no lock file. */
  readonly lock?: Lock;
  readonly loaded: Loaded;
  readonly options: SynthOptions;
}

/** Writes the manifests of a loaded topology, a directory per cluster. Nothing is written where anything is wrong. */
export function synth(loaded: Loaded, options: SynthOptions = {}): SynthResult {
  const plan = planSynth(loaded, options);
  return 'staging' in plan ? runPlan(plan) : plan;
}

/** Does all of a plan in this thread. */
export function runPlan(plan: Plan): SynthResult {
  try {
    return finishSynth(plan, stageHere(plan));
  } catch (error) {
    return failedSynth(plan, error);
  } finally {
    discardStaging(plan.staging);
  }
}

/** What synthesis has to do, or why there is nothing to do. */
export function planSynth(loaded: Loaded, options: SynthOptions): Plan | SynthResult {
  const { federation, issues, file } = loaded;
  if (federation === undefined) return { issues };
  const { outdir = 'dist', clusters: names, charts, lockFile = file && lockFileOf(file) } = options;
  const { chosen, issues: unknown } = chooseClusters(federation, names);
  if (unknown.length > 0) return { issues: unknown };
  const { lock, issues: faults } = lockFile === undefined ? { issues: [] } : readLockFile(lockFile, FACT_KINDS);
  if (faults.length > 0) return { issues: faults };
  return {
    federation,
    clusters: chosen,
    staging: newStaging(outdir),
    isChecked: charts !== undefined || mayBreakRules(federation),
    ...(lock !== undefined && { lock }),
    loaded,
    options,
  };
}

function stageHere({ federation, clusters, staging, isChecked, lock, options }: Plan): Staged {
  if (!isChecked) {
    const stager = new ClusterStager(staging, lock);
    return joinStaged(clusters.map((cluster) => stager.stage(cluster)));
  }
  const names = new Set(clusters.map(({ name }) => name));
  return stageChecked(federation, (name) => names.has(name), staging, { charts: options.charts, lock });
}

/** Puts what was staged in its places. */
export function finishSynth({ clusters, staging, loaded, options }: Plan, { files, issues }: Staged): SynthResult {
  const { place } = loaded;
  if (issues.length > 0) return { issues: place(issues) };
  const result = placeFiles(staging, files, options.clusters);
  if ('problems' in result) return { issues: place(result.problems.map(unwritable)) };
  return { issues: [], summary: { ...result.summary, outdir: staging.directory, clusters: clusters.length } };
}

/** What a file that cannot be written means; anything else is thrown on. */
export function failedSynth({ staging, loaded }: Plan, error: unknown): SynthResult {
  if (typeof (error as NodeJS.ErrnoException).syscall !== 'string') throw error;
  return { issues: loaded.place([unwritable(`${staging.directory}: ${reasonOf(error)}`)]) };
}

function unwritable(problem: string): Issue {
  const fix = 'move it away, mend its permissions, or name another directory with "-o"';
  return { code: 'TOP170', path: [], message: problem, fix };
}
