import { type LintOptions, type LintResult, lint as lintInput } from '../lint/lint';
import type { InputProblem } from '../manifests/input';
import { readManifests } from '../manifests/read';

export type { LintOptions, LintResult } from '../lint/lint';
export { RULES } from '../lint/rules/all';

/** The text of manifests by cluster and path. */
export interface ClusterManifests {
  /** The text of a cluster's files by their paths. */
  readonly [cluster: string]: { readonly [path: string]: string };
}

/**
 * Checks the manifests of several clusters with all lint rules, in memory.
 *
 * @param clusters the text of all YAML and JSON files of each cluster
 */
export function lint(clusters: ClusterManifests, options: LintOptions = {}): LintResult {
  const files = Object.entries(clusters).flatMap(([cluster, texts]) =>
    Object.entries(texts).map(([path, text]) => ({ cluster, path, ...readManifests(cluster, path, text) })),
  );
  const problems = files.flatMap(({ cluster, path: file, problem }): readonly InputProblem[] =>
    problem === undefined ? [] : [{ cluster, file, ...problem.position, message: problem.message }],
  );
  const input = {
    objects: files.flatMap(({ manifests }) => manifests),
    problems,
    skipped: files.reduce((sum, { others }) => sum + others, 0),
    files: files.length,
  };
  return lintInput(input, options);
}
