import { type Issue, IssueList } from '../issues/issue';
import { suggestName } from '../issues/suggest';
import { type ClusterSource, checkStated, type StatedClusters, starterClusters } from './clusters';
import type { Starter, StarterExample } from './model';

/** What the user wants, by options or by answers. */
export interface StarterChoices extends StatedClusters, Pick<Starter, 'meshVersion' | 'repository' | 'workflow'> {
  /** The example to start from; undefined for clusters. */
  readonly example?: StarterExample;
  /** The names of the clusters; undefined for contexts, an example or {@link DEFAULT_CLUSTERS}. */
  readonly clusters?: readonly string[];
  /** The names of the kubeconfig contexts of the clusters; undefined for clusters by name or an example. */
  readonly contexts?: readonly string[];
}

/** A context of the kubeconfig. */
export type StarterContext = Omit<ClusterSource, 'isContext'>;

/** The names of the clusters if the user names none. */
export const DEFAULT_CLUSTERS = ['west', 'east'];

/**
 * The starter of the choices.
 *
 * @param known the contexts of the kubeconfig
 */
export function starterOf(
  choices: StarterChoices,
  known: readonly StarterContext[] = [],
): { readonly starter: Starter; readonly issues: readonly Issue[] } {
  const { example, meshVersion, repository, workflow } = choices;
  const issues = new IssueList();
  const clusters = example === undefined ? starterClusters(sourcesOf(choices, known, issues), choices) : [];
  checkStated(clusters, choices, issues);
  const starter: Starter = {
    content: example ?? clusters,
    ...(meshVersion !== undefined && { meshVersion }),
    ...(repository !== undefined && { repository }),
    ...(workflow !== undefined && { workflow }),
  };
  return { starter, issues: issues.all() };
}

function sourcesOf(
  { clusters = DEFAULT_CLUSTERS, contexts }: StarterChoices,
  known: readonly StarterContext[],
  issues: IssueList,
): readonly ClusterSource[] {
  if (contexts === undefined) return [...new Set(clusters)].map((name) => ({ name, isContext: false }));
  return [...new Set(contexts)].map((name) => {
    const context = known.find((each) => each.name === name);
    if (context === undefined) {
      const names = known.map((each) => each.name);
      issues.add('GET001', ['--contexts'], `unknown kubeconfig context "${name}"`, suggestName(name, names));
    }
    return { ...context, name, isContext: true };
  });
}
