import { redact } from '../issues/redact';
import type { InputProblem, ManifestInput } from '../manifests/input';
import { buildFleet } from '../observed/build';
import type { PlatformsByCluster } from '../observed/clusters';
import { mapStrings } from '../values';
import type { Diagnostic } from './diagnostic';
import type { Rule } from './rule';
import { RULES } from './rules/all';
import { runRules, sortDiagnostics } from './run';
import { type Ignore, INPUT_RULE, suppress } from './suppress';

/** What the linter knows besides the manifests. */
export interface LintOptions {
  /**
   * The platforms of clusters, by the name of the cluster.
   *
   * @default guessed from the names of the clusters
   */
  readonly platforms?: PlatformsByCluster;
  /**
   * The rules that are not reported.
   *
   * @default none
   */
  readonly ignores?: readonly Ignore[];
  /**
   * The time at which certificates are valid or expired.
   *
   * @default the time of the call
   */
  readonly now?: Date;
  /**
   * The rules to check.
   *
   * @default all that this project has
   */
  readonly rules?: readonly Rule[];
}

/** The result of a run of the linter. */
export interface LintResult {
  /** What was found, sorted by cluster, file and position, without private keys and credentials. */
  readonly diagnostics: readonly Diagnostic[];
  /** Counts of the input and of what was found. */
  readonly summary: LintSummary;
}

/** Counts of a run. */
export interface LintSummary {
  /** Clusters with at least one object. */
  readonly clusters: number;
  /** Files that were read. */
  readonly files: number;
  /** Kubernetes objects; those of a List count one by one. */
  readonly objects: number;
  /** Files that are not manifests, and documents that are not Kubernetes objects. */
  readonly skipped: number;
  /** Diagnostics of severity `error`, also of files and sources that cannot be read. */
  readonly errors: number;
  /** Diagnostics of severity `warning`. */
  readonly warnings: number;
  /** Diagnostics of severity `info`. */
  readonly infos: number;
  /** Diagnostics that annotations, flags or the topology file suppressed. */
  readonly suppressed: number;
  /** Files that cannot be read, and sources without a Kubernetes object. */
  readonly unreadable: number;
}

/** Checks the manifests of all clusters against all rules. */
export function lint(input: ManifestInput, options: LintOptions = {}): LintResult {
  const { objects, problems } = input;
  const { platforms, ignores = [], now } = options;
  const fleet = buildFleet(objects, platforms, now && { now });
  const found = runRules(fleet, options.rules ?? RULES);
  const { diagnostics, suppressed } = suppress(found, objects, ignores);
  // What rules find is sorted already.
  const isSorted = problems.length === 0 && diagnostics.length + suppressed === found.length;
  const sorted = isSorted ? diagnostics : sortDiagnostics([...diagnostics, ...problems.map(toDiagnostic)]);
  const all = mapStrings(sorted, remembering(redact));
  const count = (severity: Diagnostic['severity']) => all.filter((one) => one.severity === severity).length;
  return {
    diagnostics: all,
    summary: {
      clusters: fleet.clusters.length,
      files: input.files,
      objects: objects.length,
      skipped: input.skipped,
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
      suppressed,
      unreadable: problems.filter(({ severity }) => severity === 'error').length,
    },
  };
}

/** A function of a text that is called once for each text: findings of a rule have mostly the same effect and fix. */
function remembering(replace: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const result = known.get(text) ?? replace(text);
    known.set(text, result);
    return result;
  };
}

function toDiagnostic(problem: InputProblem): Diagnostic {
  return { rule: INPUT_RULE, object: '', path: '', related: [], ...problem };
}
