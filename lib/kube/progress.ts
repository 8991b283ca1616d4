import type { Unread } from '../fetch/unread';
import { printDuration } from './duration';
import type { Failure } from './failure';

/** Hears how reading clusters goes. */
export interface Progress {
  /** Clusters are about to be read; told anew each time that they are asked again. */
  begin(clusters: number): void;
  started(cluster: string): void;
  /** One cluster is done: so many facts read, and these not. */
  finished(cluster: string, read: number, unread: readonly Unread[]): void;
  /** Before a pause: what is missing, and for how many milliseconds at most it is still waited for. */
  waiting(missing: readonly Unread[], left: number): void;
  /** Nothing more will come. */
  end(): void;
}

/** Says nothing. */
export const SILENT: Progress = {
  begin: () => undefined,
  started: () => undefined,
  finished: () => undefined,
  waiting: () => undefined,
  end: () => undefined,
};

/** A line for each cluster that is done and for each pause, for logs. */
export function plainProgress(write: (line: string) => unknown): Progress {
  return {
    ...SILENT,
    finished: (cluster, read, unread) => write(`${clusterLine(cluster, read, unread)}\n`),
    waiting: (missing, left) => write(`${waitingLine(missing, left)}\n`),
  };
}

/** How many lines of one sort a terminal shows. */
const MOST_LINES = 8;

/**
 * A block of lines that is drawn anew at each step, for terminals: how far it is, which clusters are being read, and
 * which have failed, each sort cut to what fits whatever the number of clusters.
 *
 * @param draw replaces the block
 * @param clear removes it
 */
export function liveProgress(draw: (text: string) => unknown, clear: () => unknown): Progress {
  const running = new Set<string>();
  const lines = new Map<string, string>();
  let total = 0;
  let done = 0;
  const show = (last?: string) => {
    const head = `${done} of ${total} cluster${total === 1 ? '' : 's'} read`;
    const rows = [...cut([...running].map((cluster) => `${cluster}: reading`)), ...cut([...lines.values()])];
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
      // A line for each cluster where few are; of many just those that lack something.
      if (unread.length > 0 || total <= MOST_LINES) lines.set(cluster, clusterLine(cluster, read, unread));
      else lines.delete(cluster);
      show();
    },
    waiting: (missing, left) => show(waitingLine(missing, left)),
    end: () => clear(),
  };
}

function cut(rows: readonly string[]): readonly string[] {
  if (rows.length <= MOST_LINES) return rows;
  return [...rows.slice(0, MOST_LINES - 1), `and ${rows.length - MOST_LINES + 1} more`];
}

function clusterLine(cluster: string, read: number, unread: readonly Unread[]): string {
  const reasons = [...new Set(unread.map(({ failure }) => shortReason(failure)))];
  return `${cluster}: ${read} of ${read + unread.length} read${reasons.length > 0 ? ` (${reasons.join(', ')})` : ''}`;
}

const MOST_AWAITED = 3;

function waitingLine(missing: readonly Unread[], left: number): string {
  const names = missing.map(({ cluster, target, failure }) => {
    const what =
      target.kind === 'root' ? `the root of ${target.mesh}` : `the address of ${target.mesh}/${target.gateway}`;
    return `${what} on ${cluster} (${shortReason(failure)})`;
  });
  const rest = names.length > MOST_AWAITED ? ` and ${names.length - MOST_AWAITED} more` : '';
  return `waiting up to ${printDuration(left)} for ${names.slice(0, MOST_AWAITED).join(', ')}${rest}`;
}

const REASONS: { readonly [kind in Failure['kind']]: string } = {
  context: 'no such context',
  kubeconfig: 'unusable kubeconfig',
  plugin: 'credential plugin failed',
  unreachable: 'cannot be reached',
  timeout: 'no answer in time',
  tls: 'connection not trusted',
  unauthorized: 'credentials not accepted',
  forbidden: 'not permitted',
  missing: 'not there',
  unavailable: 'API not available',
  answer: 'no Kubernetes API',
  pending: 'not there yet',
  unfit: 'not as expected',
};

function shortReason({ kind }: Failure): string {
  return REASONS[kind];
}
