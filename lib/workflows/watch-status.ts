import type { Clock } from '../fetch/rounds';
import type { StatusReading, StatusResult } from './status';

/** How a status is watched. */
export interface StatusWatch {
  /** The time. */
  readonly clock: Clock;
  /** Resolves when watching ends. */
  readonly stopped: Promise<void>;
  /** Is called with each result. */
  readonly show: (result: StatusResult) => void;
}

/** The pause between two readings, in milliseconds. */
const PAUSE = 5000;

/** Reads the status again and again until watching ends; a reading that has not ended by then does not count. */
export async function watchStatus(
  read: () => Promise<StatusReading>,
  { clock, stopped, show }: StatusWatch,
): Promise<void> {
  const isOver = stopped.then(() => undefined);
  for (;;) {
    const reading = await Promise.race([isOver, read()]);
    if (reading === undefined) return;
    show(reading.result);
    // A topology does not become valid by reading clusters again.
    if (reading.result.status === undefined) return;
    if ((await Promise.race([isOver, clock.sleep(PAUSE).then(() => true)])) === undefined) return;
  }
}
