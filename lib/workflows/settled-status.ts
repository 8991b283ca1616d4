import { BackOff, type TimeLimit } from '../deliver/retry';
import type { Connect } from '../kube/reader';
import type { FederationStatus } from '../status/report';
import type { Loaded } from './load';
import { statusOfClusters } from './status';

/** For how many milliseconds after a change statuses can still be those of before (docs/federation.md, Statuses). */
const SETTLING = 60_000;

/** Options of {@link settledStatus}. */
export interface SettleOptions extends TimeLimit {
  /** Connects to clusters. */
  readonly connect: Connect;
  /** The time of day. */
  readonly now: () => Date;
  /** When clusters were last changed, in milliseconds since the epoch. */
  readonly lastChange: number;
  /** Is called with what is waited for. */
  readonly report: (text: string) => void;
}

/** Reads the status until everything is healthy, not before a minute after the last change, or until the deadline. */
export async function settledStatus(
  loaded: Loaded,
  { connect, now, lastChange, report, ...limit }: SettleOptions,
): Promise<FederationStatus | undefined> {
  const backOff = new BackOff(limit);
  for (;;) {
    const time = now();
    const { status } = await statusOfClusters(loaded, connect, time);
    const settling = Math.min(SETTLING, lastChange + SETTLING - time.getTime());
    const isDone = status === undefined || isHealthy(status);
    if (isDone && settling <= 0) return status;
    report(isDone ? 'waiting until a minute has passed since the last change' : 'waiting until everything is healthy');
    if (!(await backOff.next(isDone ? Math.min(settling, Math.max(backOff.left, 0)) : 0))) return status;
  }
}

/** Whether all that a status is about is healthy. */
export function isHealthy({ clusters, edges, services }: FederationStatus): boolean {
  return [...clusters, ...edges, ...services].every(({ health }) => health === 'healthy');
}
