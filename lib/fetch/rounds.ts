import { printDuration } from '../kube/duration';
import { type Answer, type Failure, isClusterWide } from '../kube/failure';
import type { ClusterReader, Connect } from '../kube/reader';
import type { ReadProgress } from './progress';

/** The time; tests have a clock that does not wait. */
export interface Clock {
  /** Milliseconds since any fixed instant. */
  readonly now: () => number;
  /** Waits for a number of milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** What is read from one cluster. */
export interface ClusterItems<T> {
  /** The name of the cluster. */
  readonly cluster: string;
  /** The kubeconfig context. */
  readonly context: string;
  /** The items; the first one is read alone if nothing else shows whether the cluster can be read. */
  readonly items: readonly T[];
}

/** A cluster that was read without a verified TLS connection. */
export interface InsecureCluster extends Omit<ClusterItems<unknown>, 'items'> {
  /** Why, for users. */
  readonly reason: string;
}

/** Something that could not be read. */
export interface Unread {
  /** Why. */
  readonly failure: Failure;
}

/** A value that was read, or what could not be read. */
export type ItemOutcome<V, U> = { readonly value: V } | { readonly unread: U };

/** How the items of clusters are read. */
export interface ItemReading<T, V, U extends Unread> {
  /**
   * Reads one item.
   *
   * @param isOver whether the time of the cluster is over, so that no further request is to be sent
   */
  read(reader: ClusterReader, item: T, isOver: () => boolean): Promise<ItemOutcome<V, U>>;
  /**
   * Reads what shows whether a cluster can be read, before its items.
   *
   * @returns whether it can be; undefined if this is not known
   * @default nothing is read before the items
   */
  probe?(reader: ClusterReader, cluster: string): Promise<Answer<true> | undefined>;
  /** The outcome of an item that is not requested, because a failure affects its whole cluster. */
  unread(item: T, failure: Failure): U;
  /** Whether an item is read again while there is time. */
  isRetried(unread: U): boolean;
}

/** What reading needs besides the items. */
export interface ReadOptions<U extends Unread> {
  /** Makes readers for kubeconfig contexts. */
  readonly connect: Connect;
  /** Reports what is going on. */
  readonly progress: ReadProgress<U>;
  /** The time. */
  readonly clock: Clock;
  /**
   * For how many milliseconds items are read again.
   *
   * @default 0
   */
  readonly wait?: number;
  /**
   * For how many milliseconds requests are sent to one cluster in one round.
   *
   * @default without a limit
   */
  readonly clusterLimit?: number;
  /**
   * How many clusters are read at a time.
   *
   * @default 16
   */
  readonly atATime?: number;
}

/** The outcome of each item, and what was found out about clusters. */
export interface RoundsResult<T, V, U> {
  /** The last outcome of each item. */
  readonly outcomes: ReadonlyMap<T, ItemOutcome<V, U>>;
  /** The clusters that were read without a verified TLS connection, in their order. */
  readonly insecure: readonly InsecureCluster[];
}

/** How many clusters are read at a time by default. */
const MAX_CLUSTERS = 16;
/** How many items of one cluster are read at a time. */
const MAX_ITEMS = 4;
/** The pause before the first retry, in milliseconds, and how it grows. */
const FIRST_PAUSE = 2000;
const MAX_PAUSE = 15_000;
const GROWTH = 1.5;
/**
 * For how many milliseconds after a pause clusters are read at least: a timer ends a little late, and without this the
 * last pause would have no effect.
 */
const LAST_ROUND = 5000;

/**
 * Reads items from clusters, in parallel, and again what may become readable while there is time. What cannot be read
 * from one cluster does not affect other clusters.
 */
export async function readInRounds<T, V, U extends Unread>(
  clusters: readonly ClusterItems<T>[],
  reading: ItemReading<T, V, U>,
  options: ReadOptions<U>,
): Promise<RoundsResult<T, V, U>> {
  const { progress, clock, wait = 0 } = options;
  const deadline = clock.now() + wait;
  const reader = new RoundReader(reading, options);
  await reader.round(clusters, Number.POSITIVE_INFINITY);
  let pause = FIRST_PAUSE;
  for (;;) {
    const open = reader.openItems(clusters);
    const left = deadline - clock.now();
    if (open.length === 0 || left <= 0) break;
    progress.waiting(
      open.flatMap(({ items }) => items.flatMap((item) => reader.unreadOf(item))),
      left,
    );
    await clock.sleep(Math.min(Math.max(pause, reader.untilReady(open)), left));
    pause = Math.min(pause * GROWTH, MAX_PAUSE);
    const ready = open.filter((cluster) => reader.untilReady([cluster]) <= 0);
    if (ready.length > 0) await reader.round(ready, Math.max(deadline, clock.now() + LAST_ROUND));
  }
  progress.end();
  return {
    outcomes: reader.outcomes,
    insecure: clusters.flatMap(({ cluster, context }) => {
      const reason = reader.insecure.get(cluster);
      return reason === undefined ? [] : [{ cluster, context, reason }];
    }),
  };
}

/** Reads items in rounds, and keeps the last outcome of each. */
class RoundReader<T, V, U extends Unread> {
  readonly outcomes = new Map<T, ItemOutcome<V, U>>();
  /** Why clusters are insecure, by their names. */
  readonly insecure = new Map<string, string>();
  /** The instants before which servers asked not to be read again, by the names of their clusters. */
  private readonly readyAt = new Map<string, number>();

  constructor(
    private readonly reading: ItemReading<T, V, U>,
    private readonly options: ReadOptions<U>,
  ) {}

  /** The items for which a retry makes sense. */
  openItems(clusters: readonly ClusterItems<T>[]): readonly ClusterItems<T>[] {
    const isOpen = (item: T) => this.unreadOf(item).some((unread) => this.reading.isRetried(unread));
    return clusters
      .map((cluster) => ({ ...cluster, items: cluster.items.filter(isOpen) }))
      .filter(({ items }) => items.length > 0);
  }

  unreadOf(item: T): readonly U[] {
    const outcome = this.outcomes.get(item);
    return outcome !== undefined && 'unread' in outcome ? [outcome.unread] : [];
  }

  /** For how many milliseconds none of some clusters may be read again; not positive where one of them may be. */
  untilReady(clusters: readonly ClusterItems<T>[]): number {
    const instants = clusters.map(({ cluster }) => this.readyAt.get(cluster) ?? 0);
    return Math.min(...instants) - this.options.clock.now();
  }

  /** Reads items once; after the deadline, an instant of the clock, no further cluster is read. */
  async round(clusters: readonly ClusterItems<T>[], deadline: number): Promise<void> {
    const { progress, clock, atATime = MAX_CLUSTERS } = this.options;
    progress.begin(clusters.length);
    await inParallel(clusters, atATime, async (cluster) => {
      if (clock.now() > deadline) return;
      progress.started(cluster.cluster);
      await this.readCluster(cluster);
      const unread = cluster.items.flatMap((item) => this.unreadOf(item));
      const pauses = unread.map(({ failure }) => failure.retryAfter ?? 0);
      this.readyAt.set(cluster.cluster, clock.now() + Math.max(0, ...pauses));
      progress.finished(cluster.cluster, cluster.items.length - unread.length, unread);
    });
  }

  /** Reads the items of one cluster; after a failure that affects all requests, no further one is sent. */
  private async readCluster({ cluster, context, items }: ClusterItems<T>): Promise<void> {
    const { connect, clock, clusterLimit = Number.POSITIVE_INFINITY } = this.options;
    const reader = connect(context);
    if (reader.insecure !== undefined) this.insecure.set(cluster, reader.insecure);
    const end = clock.now() + clusterLimit;
    const isOver = () => clock.now() > end;
    let broken: Failure | undefined;
    const readOne = async (item: T): Promise<void> => {
      if (isOver()) broken ??= { kind: 'timeout', detail: `not all was read within ${printDuration(clusterLimit)}` };
      const outcome: ItemOutcome<V, U> =
        broken === undefined
          ? await this.reading.read(reader, item, isOver)
          : { unread: this.reading.unread(item, broken) };
      this.outcomes.set(item, outcome);
      if ('unread' in outcome && isClusterWide(outcome.unread.failure)) broken ??= outcome.unread.failure;
    };
    try {
      const probe = await this.reading.probe?.(reader, cluster);
      if (probe !== undefined && 'failure' in probe) broken = probe.failure;
      const alone = probe === undefined ? 1 : 0;
      for (const first of items.slice(0, alone)) await readOne(first);
      await inParallel(items.slice(alone), MAX_ITEMS, readOne);
    } finally {
      reader.close();
    }
  }
}

/** Does a piece of work for each item, a number of them at a time. */
export async function inParallel<T>(items: readonly T[], max: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(max, items.length) }, worker));
}
