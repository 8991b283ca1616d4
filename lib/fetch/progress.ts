import { type FactKind, kindOf } from '../facts/kind';
import { printable } from '../issues/printable';
import { printDuration } from '../kube/duration';
import type { Failure } from '../kube/failure';
import { count } from '../values';
import type { UnreadFact } from './unread';

/** Is called while clusters are read. */
export interface FetchProgress {
  /** A number of clusters will be read; called again for each retry. */
  begin(clusters: number): void;
  /** Reading a cluster has begun. */
  started(cluster: string): void;
  /** Reading a cluster has ended, with the number of facts that were read, and the facts that were not. */
  finished(cluster: string, read: number, unread: readonly UnreadFact[]): void;
  /** A pause begins: what is missing, and for how many milliseconds it is retried at most. */
  waiting(missing: readonly UnreadFact[], left: number): void;
  /** Nothing else is called afterwards. */
  end(): void;
}

/** Reports nothing. */
export const SILENT: FetchProgress = {
  begin: () => undefined,
  started: () => undefined,
  finished: () => undefined,
  waiting: () => undefined,
  end: () => undefined,
};

/** Writes a line for each cluster that was read and for each pause, for logs. */
export function plainProgress(kinds: readonly FactKind[], write: (line: string) => unknown): FetchProgress {
  return {
    ...SILENT,
    finished: (cluster, read, unread) => write(`${clusterLine(cluster, read, unread)}\n`),
    waiting: (missing, left) => write(`${waitingLine(missing, left, kinds)}\n`),
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
export function liveProgress(kinds: readonly FactKind[], { draw, clear }: TerminalBlock): FetchProgress {
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
    waiting: (missing, left) => show(waitingLine(missing, left, kinds)),
    end: () => clear(),
  };
}

function cut(rows: readonly string[]): readonly string[] {
  if (rows.length <= MAX_LINES) return rows;
  return [...rows.slice(0, MAX_LINES - 1), `and ${rows.length - MAX_LINES + 1} more`];
}

function clusterLine(cluster: string, read: number, unread: readonly UnreadFact[]): string {
  const reasons = [...new Set(unread.map(({ failure }) => shortReason(failure)))];
  return `${printable(cluster)}: ${read} of ${read + unread.length} read${reasons.length > 0 ? ` (${reasons.join(', ')})` : ''}`;
}

const MAX_AWAITED = 3;

function waitingLine(missing: readonly UnreadFact[], left: number, kinds: readonly FactKind[]): string {
  const names = missing.map(({ fact, failure }) => {
    return printable(`${kindOf(fact, kinds)?.describe(fact)} on cluster "${fact.cluster}" (${shortReason(failure)})`);
  });
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
