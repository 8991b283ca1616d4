import type { Fact } from '../facts/model';
import { groupBy } from '../values';

/** The facts that are read from one cluster. */
export interface ClusterFacts {
  /** The name of the cluster in the topology. */
  readonly cluster: string;
  /** The kubeconfig context. */
  readonly context: string;
  /** The facts; not empty. */
  readonly facts: readonly Fact[];
}

/** Facts by their clusters, sorted by the name of the cluster; the facts of each keep their order. */
export function factsByCluster(facts: readonly Fact[]): readonly ClusterFacts[] {
  return [...groupBy(facts, ({ cluster }) => cluster)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([cluster, [first, ...others]]) =>
      first === undefined ? [] : [{ cluster, context: first.context, facts: [first, ...others] }],
    );
}
