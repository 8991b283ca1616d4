import { type Answer, type Failure, isOfCluster, isPassing } from '../kube/failure';
import type { Progress } from '../kube/progress';
import type { ClusterReader, Connect } from '../kube/reader';
import type { LockedGateway, Reading } from '../lock/model';
import { loadBalancerOf, nodeAddresses, nodePortsOf, pemOf } from './objects';
import { type ClusterTargets, type GatewayTarget, ROOT_CONFIG_MAP, type Target } from './targets';
import type { ObjectRef, Unread } from './unread';

/** The time, so that a test need not wait. */
export interface Clock {
  /** Milliseconds since any fixed instant. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** What reading clusters needs besides what is to be read. */
export interface FetchOptions {
  readonly connect: Connect;
  readonly progress: Progress;
  readonly clock: Clock;
  /**
   * For how many milliseconds to ask again for what is not there yet.
   *
   * @default 0
   */
  readonly wait?: number;
}

/** What was read, and what was not; both in the order of the targets. */
export interface Fetched {
  readonly readings: readonly Reading[];
  readonly unread: readonly Unread[];
}

/** How many clusters are read side by side. */
const MOST_CLUSTERS = 16;
/** How many objects of one cluster are read side by side. */
const MOST_OBJECTS = 4;
/** The time before clusters are asked again; it grows with each time. */
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 15_000;
const GROWTH = 1.5;
/**
 * How long after a pause clusters are asked at least, in milliseconds: a timer ends a little after its time, and without
 * this the last pause would be in vain.
 */
const LAST_LOOK = 5000;

type Outcome = { readonly reading: Reading } | { readonly unread: Unread };
type Outcomes = Map<Target, Outcome>;

/**
 * Reads facts from clusters, all side by side up to a bound. What one cluster lacks or hides keeps nothing from being
 * read elsewhere.
 */
export async function fetchFacts(clusters: readonly ClusterTargets[], options: FetchOptions): Promise<Fetched> {
  const { progress, clock, wait = 0 } = options;
  const outcomes: Outcomes = new Map();
  const deadline = clock.now() + wait;
  await readRound(clusters, outcomes, options, Number.POSITIVE_INFINITY);
  let pause = FIRST_PAUSE;
  for (;;) {
    const open = openTargets(clusters, outcomes);
    const left = deadline - clock.now();
    if (open.length === 0 || left <= 0) break;
    progress.waiting(
      open.flatMap(({ targets }) => targets.flatMap((target) => unreadOf(outcomes, target))),
      left,
    );
    await clock.sleep(Math.min(pause, left));
    pause = Math.min(pause * GROWTH, LONGEST_PAUSE);
    await readRound(open, outcomes, options, Math.max(deadline, clock.now() + LAST_LOOK));
  }
  progress.end();
  const all = clusters.flatMap(({ targets }) => targets.flatMap((target) => outcomes.get(target) ?? []));
  return {
    readings: all.flatMap((outcome) => ('reading' in outcome ? outcome.reading : [])),
    unread: all.flatMap((outcome) => ('unread' in outcome ? outcome.unread : [])),
  };
}

/** Reads targets once; after the deadline, an instant of the clock, no further cluster is asked. */
async function readRound(
  clusters: readonly ClusterTargets[],
  outcomes: Outcomes,
  { connect, progress, clock }: FetchOptions,
  deadline: number,
): Promise<void> {
  progress.begin(clusters.length);
  await inParallel(clusters, MOST_CLUSTERS, async (cluster) => {
    if (clock.now() > deadline) return;
    progress.started(cluster.cluster);
    const found = await readCluster(cluster, connect);
    for (const [target, outcome] of found) outcomes.set(target, outcome);
    const unread = [...found.values()].flatMap((outcome) => ('unread' in outcome ? outcome.unread : []));
    progress.finished(cluster.cluster, found.size - unread.length, unread);
  });
}

/** The targets that may still come to be. */
function openTargets(clusters: readonly ClusterTargets[], outcomes: Outcomes): readonly ClusterTargets[] {
  const isOpen = (target: Target) => unreadOf(outcomes, target).some(({ failure }) => isPassing(failure));
  return clusters
    .map((cluster) => ({ ...cluster, targets: cluster.targets.filter(isOpen) }))
    .filter(({ targets }) => targets.length > 0);
}

function unreadOf(outcomes: Outcomes, target: Target): readonly Unread[] {
  const outcome = outcomes.get(target);
  return outcome !== undefined && 'unread' in outcome ? [outcome.unread] : [];
}

/** Reads targets of one cluster; where its API cannot be used at all, it is not asked for each of them. */
async function readCluster({ cluster, context, targets }: ClusterTargets, connect: Connect): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  const reader = withNodesOnce(connect(context));
  let useless: Failure | undefined;
  const readOne = async (target: Target): Promise<void> => {
    const object = objectOf(target);
    const answer = useless === undefined ? await readTarget(reader, target) : { failure: useless, object };
    if ('value' in answer) outcomes.set(target, { reading: answer.value });
    else {
      outcomes.set(target, { unread: { cluster, context, target, object: answer.object, failure: answer.failure } });
      if (isOfCluster(answer.failure)) useless ??= answer.failure;
    }
  };
  try {
    for (const first of targets.slice(0, 1)) await readOne(first);
    await inParallel(targets.slice(1), MOST_OBJECTS, readOne);
  } finally {
    reader.close();
  }
  return outcomes;
}

/** A reader that asks for Nodes once, however many gateways need them. */
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

type TargetAnswer = { readonly value: Reading } | { readonly failure: Failure; readonly object: ObjectRef };

async function readTarget(reader: ClusterReader, target: Target): Promise<TargetAnswer> {
  const object = objectOf(target);
  if (target.kind === 'gateway') return readGateway(reader, target);
  const configMap = await reader.configMap(target.namespace, ROOT_CONFIG_MAP);
  const pem = 'failure' in configMap ? configMap : pemOf(configMap.value);
  if ('failure' in pem) return { ...pem, object };
  return { value: { kind: 'root', mesh: target.mesh, pem: pem.value } };
}

async function readGateway(reader: ClusterReader, target: GatewayTarget): Promise<TargetAnswer> {
  const object = objectOf(target);
  const service = await reader.service(target.namespace, target.gateway);
  if ('failure' in service) return { ...service, object };
  if (target.type === 'LoadBalancer') return toReading(target, loadBalancerOf(service.value, target));
  const nodes = await reader.nodes();
  const addresses = 'failure' in nodes ? nodes : nodeAddresses(nodes.value);
  if ('failure' in addresses) return { ...addresses, object: { kind: 'Node' } };
  return toReading(target, nodePortsOf(service.value, addresses.value, target));
}

function toReading(target: GatewayTarget, answer: Answer<LockedGateway>): TargetAnswer {
  if ('failure' in answer) return { ...answer, object: objectOf(target) };
  return { value: { kind: 'address', mesh: target.mesh, gateway: target.gateway, found: answer.value } };
}

function objectOf(target: Target): ObjectRef {
  if (target.kind === 'root') return { kind: 'ConfigMap', name: ROOT_CONFIG_MAP };
  return { kind: 'Service', name: target.gateway };
}

/** Does a piece of work for each item, some at a time. */
async function inParallel<T>(items: readonly T[], most: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
}
