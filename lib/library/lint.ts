import { type LintOptions, type LintResult, lint as lintInput } from '../lint/lint';
import { ManifestCollector } from '../manifests/collect';

export type { LintOptions, LintResult } from '../lint/lint';
export { RULES } from '../lint/rules/all';

/** The text of manifests by cluster and path. */
export interface ClusterManifests {
  /** The text of a cluster's files by their paths. */
  readonly [cluster: string]: { readonly [path: string]: string };
}

/**
 * Checks the manifests of several clusters with all lint rules, in memory. A cluster without one object is an error.
 *
 * @param clusters the text of all YAML and JSON files of each cluster
 */
export function lint(clusters: ClusterManifests, options: LintOptions = {}): LintResult {
  const input = new ManifestCollector();
  for (const [cluster, texts] of Object.entries(clusters)) {
    input.readSource(
      { cluster, file: cluster },
      () => true,
      (source) => {
        for (const [path, text] of Object.entries(texts)) source.add(path, text);
      },
    );
  }
  return lintInput(input, options);
}
