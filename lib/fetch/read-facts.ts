import { type FactKind, kindOf } from '../facts/kind';
import { type Fact, objectOf, type Reading } from '../facts/model';
import { type Failure, failed, isClusterWide, isTransient } from '../kube/failure';
import type { ClusterReader, Connect } from '../kube/reader';
import { ownEntry } from '../values';
import type { ClusterFacts } from './cluster-facts';
import { type ClusterIdentities, otherClusterText, readIdentity } from './identity';
import type { FetchProgress } from './progress';
import type { UnreadFact } from './unread';

/** The time; tests have a clock that does not wait. */
export interface Clock {
  /** Milliseconds since any fixed instant. */
  readonly now: () => number;
  /** Waits for a number of milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** What reading from clusters needs besides the facts. */
export interface FetchOptions {
  /** Makes readers for kubeconfig contexts. */
  readonly connect: Connect;
  /** Reports what is going on. */
  readonly progress: FetchProgress;
  /** The time. */
  readonly clock: Clock;
  /**
   * For how many milliseconds to retry what is missing.
   *
   * @default 0
   */
  readonly wait?: number;
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

/** A cluster that was read without a verified TLS connection. */
export interface InsecureCluster extends Pick<ClusterFacts, 'cluster' | 'context'> {
  /** Why, for users. */
  readonly reason: string;
}

/** How many clusters are read at a time. */
const MAX_CLUSTERS = 16;
/** How many facts of one cluster are read at a time. */
const MAX_FACTS = 4;
/** The pause before the first retry, in milliseconds, and how it grows. */
const FIRST_PAUSE = 2000;
const MAX_PAUSE = 15_000;
const GROWTH = 1.5;
/**
 * For how many milliseconds after a pause clusters are read at least: a timer ends a little late, and without this the
 * last pause would have no effect.
 */
const LAST_ROUND = 5000;

type ReadOutcome = { readonly reading: Reading } | { readonly unread: UnreadFact };
type ReadOutcomes = Map<Fact, ReadOutcome>;

/** Reads facts from clusters, in parallel. What cannot be read from one cluster does not affect other clusters. */
export async function fetchFacts(
  clusters: readonly ClusterFacts[],
  kinds: readonly FactKind[],
  options: FetchOptions,
): Promise<FetchedFacts> {
  const { progress, clock, wait = 0 } = options;
  const outcomes: ReadOutcomes = new Map();
  const deadline = clock.now() + wait;
  const reader = new RoundReader(kinds, outcomes, options);
  await reader.round(clusters, Number.POSITIVE_INFINITY);
  let pause = FIRST_PAUSE;
  for (;;) {
    const open = openFacts(clusters, outcomes);
    const left = deadline - clock.now();
    if (open.length === 0 || left <= 0) break;
    progress.waiting(
      open.flatMap(({ facts }) => facts.flatMap((fact) => unreadOf(outcomes, fact))),
      left,
    );
    await clock.sleep(Math.min(Math.max(pause, reader.untilReady(open)), left));
    pause = Math.min(pause * GROWTH, MAX_PAUSE);
    const ready = open.filter((cluster) => reader.untilReady([cluster]) <= 0);
    if (ready.length > 0) await reader.round(ready, Math.max(deadline, clock.now() + LAST_ROUND));
  }
  progress.end();
  const all = clusters.flatMap(({ facts }) => facts.flatMap((fact) => outcomes.get(fact) ?? []));
  return {
    readings: all.flatMap((outcome) => ('reading' in outcome ? outcome.reading : [])),
    unread: all.flatMap((outcome) => ('unread' in outcome ? outcome.unread : [])),
    insecure: clusters.flatMap(({ cluster, context }) => {
      const reason = reader.insecure.get(cluster);
      return reason === undefined ? [] : [{ cluster, context, reason }];
    }),
    identities: Object.fromEntries(reader.identities),
    unidentified: clusters.flatMap(({ cluster }) => (reader.unidentified.has(cluster) ? [cluster] : [])),
  };
}

/** The facts for which a retry makes sense. */
function openFacts(clusters: readonly ClusterFacts[], outcomes: ReadOutcomes): readonly ClusterFacts[] {
  const isOpen = (fact: Fact) => unreadOf(outcomes, fact).some(({ failure }) => isTransient(failure));
  return clusters
    .map((cluster) => ({ ...cluster, facts: cluster.facts.filter(isOpen) }))
    .filter(({ facts }) => facts.length > 0);
}

function unreadOf(outcomes: ReadOutcomes, fact: Fact): readonly UnreadFact[] {
  const outcome = outcomes.get(fact);
  return outcome !== undefined && 'unread' in outcome ? [outcome.unread] : [];
}

/** Reads facts in rounds, and keeps the last outcome of each. */
class RoundReader {
  /** Why clusters are insecure, by their names. */
  readonly insecure = new Map<string, string>();
  /** The identities of clusters, by their names. */
  readonly identities = new Map<string, string>();
  /** The clusters whose identity the user may not read. */
  readonly unidentified = new Set<string>();
  /** The instants before which servers asked not to be read again, by the names of their clusters. */
  private readonly readyAt = new Map<string, number>();

  constructor(
    private readonly kinds: readonly FactKind[],
    private readonly outcomes: ReadOutcomes,
    private readonly options: FetchOptions,
  ) {}

  /** For how many milliseconds none of some clusters may be read again; not positive where one of them may be. */
  untilReady(clusters: readonly ClusterFacts[]): number {
    const instants = clusters.map(({ cluster }) => this.readyAt.get(cluster) ?? 0);
    return Math.min(...instants) - this.options.clock.now();
  }

  /** Reads facts once; after the deadline, an instant of the clock, no further cluster is read. */
  async round(clusters: readonly ClusterFacts[], deadline: number): Promise<void> {
    const { progress, clock } = this.options;
    progress.begin(clusters.length);
    await inParallel(clusters, MAX_CLUSTERS, async (cluster) => {
      if (clock.now() > deadline) return;
      progress.started(cluster.cluster);
      const found = await this.readCluster(cluster);
      for (const [fact, outcome] of found) this.outcomes.set(fact, outcome);
      const unread = [...found.values()].flatMap((outcome) => ('unread' in outcome ? outcome.unread : []));
      const pauses = unread.map(({ failure }) => failure.retryAfter ?? 0);
      this.readyAt.set(cluster.cluster, clock.now() + Math.max(0, ...pauses));
      progress.finished(cluster.cluster, found.size - unread.length, unread);
    });
  }

  /** Reads the facts of one cluster; after a failure that affects all requests, no further one is sent. */
  private async readCluster({ cluster, context, facts }: ClusterFacts): Promise<ReadOutcomes> {
    const outcomes: ReadOutcomes = new Map();
    const reader = withNodesOnce(this.options.connect(context));
    if (reader.insecure !== undefined) this.insecure.set(cluster, reader.insecure);
    let broken = await this.identify(reader, cluster);
    const readOne = async (fact: Fact): Promise<void> => {
      const outcome = broken === undefined ? await this.readFact(reader, fact) : unreadFact(fact, broken);
      outcomes.set(fact, outcome);
      if ('unread' in outcome && isClusterWide(outcome.unread.failure)) broken ??= outcome.unread.failure;
    };
    try {
      for (const first of facts.slice(0, 1)) await readOne(first);
      await inParallel(facts.slice(1), MAX_FACTS, readOne);
    } finally {
      reader.close();
    }
    return outcomes;
  }

  /** Reads the identity of a cluster once; returns why nothing else may be read. */
  private async identify(reader: ClusterReader, cluster: string): Promise<Failure | undefined> {
    const { identities } = this.options;
    if (identities === undefined || this.identities.has(cluster) || this.unidentified.has(cluster)) return undefined;
    const answer = await readIdentity(reader);
    if ('failure' in answer) {
      if (answer.failure.kind === 'forbidden') this.unidentified.add(cluster);
      return isClusterWide(answer.failure) ? answer.failure : undefined;
    }
    const other = otherClusterText(answer.value, ownEntry(identities, cluster));
    if (other !== undefined) return failed('other-cluster', other).failure;
    this.identities.set(cluster, answer.value);
    return undefined;
  }

  private async readFact(reader: ClusterReader, fact: Fact): Promise<ReadOutcome> {
    const kind = kindOf(fact, this.kinds);
    if (kind === undefined) throw new Error(`no kind of fact has the name "${fact.kind}"`);
    const answer = await kind.read(reader, fact);
    if ('value' in answer) return { reading: { fact, value: answer.value } };
    const { unread } = unreadFact(fact, answer.failure);
    return { unread: { ...unread, object: answer.object ?? unread.object } };
  }
}

function unreadFact(fact: Fact, failure: Failure): { readonly unread: UnreadFact } {
  return { unread: { fact, object: objectOf(fact.source), failure } };
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

/** Does a piece of work for each item, a number of them at a time. */
export async function inParallel<T>(items: readonly T[], max: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(max, items.length) }, worker));
}
