import { type FactKind, kindOf } from '../facts/kind';
import { type Fact, objectOf, type Reading } from '../facts/model';
import { type Failure, isTransient } from '../kube/failure';
import type { ClusterReader } from '../kube/reader';
import type { ClusterFacts } from './cluster-facts';
import { type ClusterIdentities, IdentityCheck } from './identity';
import { type InsecureCluster, type ItemReading, type ReadOptions, readInRounds } from './rounds';
import type { UnreadFact } from './unread';

/** What reading from clusters needs besides the facts. */
export interface FetchOptions extends Omit<ReadOptions<UnreadFact>, 'clusterLimit'> {
  /**
   * The identities of clusters in the lock; of a cluster with another one, nothing is read.
   *
   * @default identities are not read
   */
  readonly identities?: ClusterIdentities;
}

/** What was read, and what was not; both in the order of the facts. */
export interface FetchedFacts {
  /** The values that were read. */
  readonly readings: readonly Reading[];
  /** The facts that could not be read. */
  readonly unread: readonly UnreadFact[];
  /** The clusters that were read without a verified TLS connection, in their order. */
  readonly insecure: readonly InsecureCluster[];
  /** The identities of the clusters that were read; empty if they were not requested. */
  readonly identities: ClusterIdentities;
  /** The clusters whose identity the user may not read. */
  readonly unidentified: readonly string[];
}

/** Reads facts from clusters, in parallel. What cannot be read from one cluster does not affect other clusters. */
export async function fetchFacts(
  clusters: readonly ClusterFacts[],
  kinds: readonly FactKind[],
  options: FetchOptions,
): Promise<FetchedFacts> {
  const check = options.identities && new IdentityCheck(options.identities);
  const { outcomes, insecure } = await readInRounds(
    clusters.map(({ cluster, context, facts }) => ({ cluster, context, items: facts })),
    readingOf(kinds, check),
    { ...options, connect: (context) => withNodesOnce(options.connect(context)) },
  );
  const all = clusters.flatMap(({ facts }) =>
    facts.flatMap((fact) => {
      const outcome = outcomes.get(fact);
      return outcome === undefined ? [] : [{ fact, outcome }];
    }),
  );
  return {
    readings: all.flatMap(({ fact, outcome }) => ('value' in outcome ? [{ fact, value: outcome.value }] : [])),
    unread: all.flatMap(({ outcome }) => ('unread' in outcome ? [outcome.unread] : [])),
    insecure,
    identities: Object.fromEntries(check?.found ?? []),
    unidentified: [...(check?.unidentified ?? [])].sort(),
  };
}

function readingOf(kinds: readonly FactKind[], check?: IdentityCheck): ItemReading<Fact, unknown, UnreadFact> {
  const unread = (fact: Fact, failure: Failure) => ({ fact, object: objectOf(fact.source), failure });
  return {
    probe: async (reader, cluster) => {
      if (check === undefined || check.found.has(cluster)) return undefined;
      const failure = await check.refuse(cluster, reader);
      if (failure !== undefined) return { failure };
      return check.found.has(cluster) ? { value: true } : undefined;
    },
    read: async (reader, fact) => {
      const kind = kindOf(fact, kinds);
      if (kind === undefined) throw new Error(`no kind of fact has the name "${fact.kind}"`);
      const answer = await kind.read(reader, fact);
      if ('value' in answer) return answer;
      const { object } = answer;
      return { unread: { ...unread(fact, answer.failure), ...(object !== undefined && { object }) } };
    },
    unread,
    isRetried: ({ failure }) => isTransient(failure),
  };
}

/** A reader that requests Nodes once, however many gateways need them. */
function withNodesOnce(reader: ClusterReader): ClusterReader {
  let nodes: ReturnType<ClusterReader['nodes']> | undefined;
  return {
    ...reader,
    nodes: () => {
      nodes ??= reader.nodes();
      return nodes;
    },
  };
}
