import type { TimeLimit } from '../deliver/retry';
import { SILENT } from '../fetch/progress';
import type { Connect } from '../kube/reader';
import type { Loaded } from './load';
import { readStatus, type StatusResult } from './status';
import { waitForStatus } from './wait-for-status';

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
  /** The names of the clusters to read; the others are skipped. All if undefined. */
  readonly clusters: readonly string[] | undefined;
  /** How many clusters are read at a time. */
  readonly atATime: number;
  /** Is called with what is waited for. */
  readonly report: (text: string) => void;
}

/** Reads the status until everything is healthy, not before a minute after the last change, or until the deadline. */
export async function settledStatus(
  loaded: Loaded,
  { connect, now, lastChange, clusters, atATime, report, clock, deadline }: SettleOptions,
): Promise<StatusResult> {
  const settling = Math.min(SETTLING, lastChange + SETTLING - now().getTime(), deadline - clock.now());
  if (settling > 0) {
    report('waiting until a minute has passed since the last change');
    await clock.sleep(settling);
  }
  const timeout = Math.max(0, deadline - clock.now());
  const tell = (line: string) => report(line.trimEnd());
  const read = () => readStatus(loaded, connect, now(), { progress: SILENT, clusters, atATime });
  return waitForStatus(read, { clock, timeout, tell });
}
