import type { Clock } from '../fetch/rounds';
import type { WriteAnswer, WriteFailure } from '../kube/sending';

/** The time, and the instant at which work has to end. */
export interface TimeLimit {
  /** The time. */
  readonly clock: Clock;
  /** An instant of the clock. */
  readonly deadline: number;
}

/** For how many milliseconds a cluster that does not answer is tried. */
const PATIENCE = 120_000;

/** Growing pauses: the first one in milliseconds, their growth, and the longest one. */
const FIRST_PAUSE = 500;
const GROWTH = 1.6;
const MAX_PAUSE = 10_000;

/** Pauses between attempts, each longer than the one before up to a maximum, and none beyond a deadline. */
export class BackOff {
  private pause = FIRST_PAUSE;

  /** @param limit when to end */
  constructor(private readonly limit: TimeLimit) {}

  /** Milliseconds until the deadline; not positive where it is over. */
  get left(): number {
    return this.limit.deadline - this.limit.clock.now();
  }

  /**
   * Waits before the next attempt.
   *
   * @param atLeast the pause that a server requested, in milliseconds
   * @returns whether there is time for an attempt
   */
  async next(atLeast = 0): Promise<boolean> {
    const pause = Math.max(this.pause, atLeast);
    if (this.left <= 0 || atLeast > this.left) return false;
    this.pause = Math.min(this.pause * GROWTH, MAX_PAUSE);
    await this.limit.clock.sleep(Math.min(pause, this.left));
    return true;
  }
}

const TRANSIENT: readonly WriteFailure['kind'][] = ['unreachable', 'timeout', 'unavailable'];

/** Sends a request again while the cluster does not answer or asks to wait, for two minutes at most. */
export async function retrying<T>(request: () => Promise<WriteAnswer<T>>, limit: TimeLimit): Promise<WriteAnswer<T>> {
  const deadline = Math.min(limit.deadline, limit.clock.now() + PATIENCE);
  const backOff = new BackOff({ ...limit, deadline });
  for (;;) {
    const answer = await request();
    if (!('failure' in answer) || !TRANSIENT.includes(answer.failure.kind)) return answer;
    if (!(await backOff.next(answer.failure.retryAfter))) return answer;
  }
}

const OF_ONE_OBJECT: readonly WriteFailure['kind'][] = [
  ...(['forbidden', 'missing', 'other-object', 'pending', 'mismatch'] as const),
  ...(['conflict', 'rejected', 'changed', 'unknown-kind'] as const),
];

/** Whether a failure is about one object, so that others of the cluster can still be written. */
export function isOfOneObject({ kind }: WriteFailure): boolean {
  return OF_ONE_OBJECT.includes(kind);
}
