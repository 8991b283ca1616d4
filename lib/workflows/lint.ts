import { type ManifestSource, readSources } from '../io/manifest-sources';
import type { PlacedIssue } from '../issues/place';
import { type LintOptions, type LintResult, lint } from '../lint/lint';
import type { LineOf } from '../lint/report/text';
import type { Ignore } from '../lint/suppress';
import type { ManifestInput } from '../manifests/input';
import { ShownText } from '../manifests/shown-text';
import type { PlatformsByCluster } from '../observed/clusters';
import { platformsOf } from './check-output';
import { type LoadOptions, loadFile } from './load';

/** What to lint, and how. */
export interface LintRequest extends LoadOptions {
  /** The files and directories to read, each with its cluster. */
  readonly sources: readonly ManifestSource[];
  /**
   * The topology file with the platforms of clusters and ignored rules.
   *
   * @default none
   */
  readonly topology?: string;
  /**
   * The rules that are not reported, besides those that the topology ignores.
   *
   * @default none
   */
  readonly ignores?: readonly Ignore[];
  /**
   * The platforms of clusters, which override those of the topology.
   *
   * @default none: those of the topology, or guessed from the names of the clusters
   */
  readonly platforms?: PlatformsByCluster;
  /**
   * Whether warnings fail, as errors do.
   *
   * @default false
   */
  readonly strict?: boolean;
}

/** What linting found. */
export interface LintRun {
  /** The command that has this result. */
  readonly command: 'lint';
  /** What is wrong with the topology; no manifest is read if there is anything. */
  readonly issues: readonly PlacedIssue[];
  /** The topology file; undefined without one. */
  readonly topology?: string;
  /** What was found in the manifests; undefined if the topology has problems. */
  readonly found?: LintResult;
  /** Finds lines of the files that were read. */
  readonly lineOf: LineOf;
  /** Whether warnings fail, as errors do. */
  readonly strict: boolean;
}

/**
 * Reads manifests and checks them against all rules.
 *
 * @param stdin reads all of standard input; called only if it is one of the sources
 */
export function runLint(request: LintRequest, stdin: () => string): LintRun {
  const { sources, topology, strict = false } = request;
  const { issues, options } = optionsOf(request);
  const run = { command: 'lint', issues, ...(topology !== undefined && { topology }), strict } as const;
  if (options === undefined) return { ...run, lineOf: () => undefined };
  const input = readSources(sources, stdin);
  return { ...run, found: lint(input, options), lineOf: lineFinder(input) };
}

/** The options of a request and its topology; undefined if the topology has problems. */
function optionsOf({ topology, ignores = [], platforms = new Map(), ...loading }: LintRequest): {
  readonly issues: readonly PlacedIssue[];
  readonly options?: LintOptions;
} {
  if (topology === undefined) return { issues: [], options: { ignores, platforms } };
  const { federation, issues } = loadFile(topology, loading);
  if (federation === undefined) return { issues };
  const stated = federation.ignoredRules.map((rule) => ({ rule, origin: topology }));
  return {
    issues,
    options: {
      ignores: [...ignores, ...stated],
      platforms: new Map([...platformsOf(federation.clusters), ...platforms]),
    },
  };
}

/** Finds lines in the files that were read; a report has the lines of one file after those of another. */
function lineFinder({ objects }: ManifestInput): LineOf {
  const files = new Map(objects.map(({ file }) => [file.path, file]));
  let last: { readonly path: string; readonly shown: ShownText } | undefined;
  return (path, line, column) => {
    const file = files.get(path);
    if (file === undefined) return undefined;
    if (last?.path !== path) last = { path, shown: new ShownText(file) };
    return last.shown.line(line, column);
  };
}
