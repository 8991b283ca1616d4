import type { InputProblem, ManifestInput } from '../manifests/input';
import { buildFleet } from '../observed/build';
import type { PlatformsByCluster } from '../observed/clusters';
import type { Diagnostic } from './diagnostic';
import { RULES } from './rules/all';
import { runRules, sortDiagnostics } from './run';
import { type Ignore, INPUT_RULE, suppress } from './suppress';

/** What is known beside the manifests. */
export interface LintOptions {
  /**
   * Where clusters run.
   *
   * @default guessed from their names
   */
  readonly platforms?: PlatformsByCluster;
  /** Rules that are not to be reported. */
  readonly ignores?: readonly Ignore[];
}

/** What the linter found. */
export interface LintResult {
  /** Sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  readonly summary: LintSummary;
}

/** Numbers of a run. */
export interface LintSummary {
  readonly clusters: number;
  readonly files: number;
  readonly objects: number;
  /** Files that are no manifests, and documents that are no Kubernetes objects. */
  readonly skipped: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  /** What annotations and flags kept from being reported. */
  readonly suppressed: number;
  /** Files that could not be read. */
  readonly unreadable: number;
}

/** Checks the manifests of all clusters against all rules. */
export function lint(input: ManifestInput, options: LintOptions = {}): LintResult {
  const { objects, problems } = input;
  const fleet = buildFleet(objects, options.platforms);
  const found = runRules(fleet, RULES);
  const { diagnostics, suppressed } = suppress(found, objects, options.ignores ?? []);
  const all = sortDiagnostics([...diagnostics, ...problems.map(toDiagnostic)]);
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
      unreadable: problems.length,
    },
  };
}

function toDiagnostic({ cluster, file, line, column, message }: InputProblem): Diagnostic {
  return {
    rule: INPUT_RULE,
    severity: 'error',
    cluster,
    file,
    line,
    column,
    object: '',
    path: '',
    message: `the file cannot be read: ${message}`,
    effect: 'what is in it is not checked, and other findings may be wrong for want of it',
    fix: 'mend the file, or leave it out',
    related: [],
  };
}
