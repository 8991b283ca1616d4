import { type FactKind, kindOf } from '../facts/kind';
import { printable } from '../issues/printable';
import { printDuration } from '../kube/duration';
import type { Failure } from '../kube/failure';
import { count } from '../values';
import type { UnreadFact } from './unread';

/**
 * Is called while clusters are read.
 *
 * @typeParam U what could not be read
 */
export interface ReadProgress<U> {
  /** A number of clusters will be read; called again for each retry. */
  begin(clusters: number): void;
  /** Reading a cluster has begun. */
  started(cluster: string): void;
  /** Reading a cluster has ended, with the number of items that were read, and the items that were not. */
  finished(cluster: string, read: number, unread: readonly U[]): void;
  /** A pause begins: what is missing, and for how many milliseconds it is retried at most. */
  waiting(missing: readonly U[], left: number): void;
  /** Nothing else is called afterwards. */
  end(): void;
}

/** Is called while facts are fetched. */
export type FetchProgress = ReadProgress<UnreadFact>;

/** Something that could not be read, in words for progress. */
export interface DescribedFailure {
  /** What it is. */
  readonly what: string;
  /** Why it could not be read. */
  readonly failure: Failure;
}

/** Reports nothing. */
export const SILENT: ReadProgress<unknown> = {
  begin: () => undefined,
  started: () => undefined,
  finished: () => undefined,
  waiting: () => undefined,
  end: () => undefined,
};

/** Writes a line for each cluster that was read and for each pause, for logs. */
export function plainProgress(kinds: readonly FactKind[], write: (line: string) => unknown): FetchProgress {
  return ofFacts(kinds, plainLines(write));
}

/** Draws what {@link liveLines} draws while facts are fetched. */
export function liveProgress(kinds: readonly FactKind[], block: TerminalBlock): FetchProgress {
  return ofFacts(kinds, liveLines(block));
}

function ofFacts(
  kinds: readonly FactKind[],
  { finished, waiting, ...rest }: ReadProgress<DescribedFailure>,
): FetchProgress {
  const described = (unread: readonly UnreadFact[]) =>
    unread.map(({ fact, failure }) => ({
      what: `${kindOf(fact, kinds)?.describe(fact)} on cluster "${fact.cluster}"`,
      failure,
    }));
  return {
    ...rest,
    finished: (cluster, read, unread) => finished(cluster, read, described(unread)),
    waiting: (missing, left) => waiting(described(missing), left),
  };
}

/** Writes a line for each cluster that was read and for each pause, for logs. */
export function plainLines(write: (line: string) => unknown): ReadProgress<DescribedFailure> {
  return {
    ...SILENT,
    finished: (cluster, read, unread) => write(`${clusterLine(cluster, read, unread)}\n`),
    waiting: (missing, left) => write(`${waitingLine(missing, left)}\n`),
  };
}

/** How many lines of one sort a terminal gets. */
const MAX_LINES = 8;

/** A block of lines on a terminal. */
export interface TerminalBlock {
  /** Replaces the block. */
  readonly draw: (text: string) => unknown;
  /** Removes the block. */
  readonly clear: () => unknown;
}

/**
 * Draws a block of lines again at each step, for terminals: how many clusters were read, which are being read, and which
 * have failed. The number of lines is bounded, whatever the number of clusters.
 */
export function liveLines({ draw, clear }: TerminalBlock): ReadProgress<DescribedFailure> {
  const running = new Set<string>();
  const lines = new Map<string, string>();
  let total = 0;
  let done = 0;
  const show = (last?: string) => {
    const head = `${done} of ${count(total, 'cluster')} read`;
    const rows = [...cut([...running].map((cluster) => `${printable(cluster)}: reading`)), ...cut([...lines.values()])];
    draw([head, ...rows.map((row) => `  ${row}`), ...(last === undefined ? [] : [last])].join('\n'));
  };
  return {
    begin: (clusters) => {
      total = clusters;
      done = 0;
      show();
    },
    started: (cluster) => {
      running.add(cluster);
      lines.delete(cluster);
      show();
    },
    finished: (cluster, read, unread) => {
      running.delete(cluster);
      done += 1;
      // A few clusters have a line each; of many, only those with failures.
      if (unread.length > 0 || total <= MAX_LINES) lines.set(cluster, clusterLine(cluster, read, unread));
      else lines.delete(cluster);
      show();
    },
    waiting: (missing, left) => show(waitingLine(missing, left)),
    end: () => clear(),
  };
}

function cut(rows: readonly string[]): readonly string[] {
  if (rows.length <= MAX_LINES) return rows;
  return [...rows.slice(0, MAX_LINES - 1), `and ${rows.length - MAX_LINES + 1} more`];
}

function clusterLine(cluster: string, read: number, unread: readonly DescribedFailure[]): string {
  const reasons = [...new Set(unread.map(({ failure }) => shortReason(failure)))];
  return `${printable(cluster)}: ${read} of ${read + unread.length} read${reasons.length > 0 ? ` (${reasons.join(', ')})` : ''}`;
}

const MAX_AWAITED = 3;

function waitingLine(missing: readonly DescribedFailure[], left: number): string {
  const names = [...new Set(missing.map(({ what, failure }) => printable(`${what} (${shortReason(failure)})`)))];
  const rest = names.length > MAX_AWAITED ? ` and ${names.length - MAX_AWAITED} more` : '';
  return `waiting up to ${printDuration(left)} for ${names.slice(0, MAX_AWAITED).join(', ')}${rest}`;
}

const REASONS: { readonly [kind in Failure['kind']]: string } = {
  context: 'unknown context',
  kubeconfig: 'invalid kubeconfig',
  insecure: 'insecure connection',
  plugin: 'credential plugin failed',
  unreachable: 'unreachable',
  timeout: 'timeout',
  tls: 'TLS verification failed',
  unauthorized: 'unauthorized',
  forbidden: 'forbidden',
  missing: 'not found',
  unavailable: 'API unavailable',
  answer: 'not a Kubernetes API',
  'other-object': 'another object',
  'other-cluster': 'another cluster',
  pending: 'not ready',
  mismatch: 'unexpected object',
};

function shortReason({ kind }: Failure): string {
  return REASONS[kind];
}
