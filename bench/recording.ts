/** A request that a server of the benchmark has answered. */
export interface Recorded {
  readonly cluster: string;
  readonly method: string;
  /** The path after that of the cluster, with the query. */
  readonly path: string;
  /** The type and the text of the body. */
  readonly body?: { readonly type: string; readonly text: string };
  /** When the request was read and when its answer was sent, in milliseconds of one clock. */
  readonly from: number;
  readonly to: number;
}

/**
 * The requests of one cluster in rounds: those of a round were under way together, and a round began after an answer of the
 * round before it.
 */
export function roundsOf(requests: readonly Recorded[]): readonly (readonly Recorded[])[] {
  const rounds: Recorded[][] = [];
  let firstAnswer = Number.NEGATIVE_INFINITY;
  for (const request of [...requests].sort((a, b) => a.from - b.from)) {
    if (request.from >= firstAnswer) {
      rounds.push([]);
      firstAnswer = Number.POSITIVE_INFINITY;
    }
    rounds.at(-1)?.push(request);
    firstAnswer = Math.min(firstAnswer, request.to);
  }
  return rounds;
}

/** The requests by cluster, in the order in which clusters were first reached. */
export function byCluster(requests: readonly Recorded[]): ReadonlyMap<string, readonly Recorded[]> {
  const clusters = new Map<string, Recorded[]>();
  for (const request of requests) {
    const known = clusters.get(request.cluster);
    if (known === undefined) clusters.set(request.cluster, [request]);
    else known.push(request);
  }
  return clusters;
}
