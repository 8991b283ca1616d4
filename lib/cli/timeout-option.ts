import { type Command, InvalidArgumentError } from 'commander';
import { parseDuration } from '../kube/duration';

/** What the options of waiting say. */
export interface WaitFlags {
  /** Whether the command waits. */
  readonly wait?: boolean;
  /** For how many milliseconds at most. */
  readonly timeout?: number;
}

/** For how many milliseconds a command waits unless the user says otherwise. */
export const DEFAULT_TIMEOUT = 600_000;

/** A day; timers of more than 24 days would end at once. */
const MAX_TIMEOUT = 86_400_000;

/** Reads the value of `--timeout`. */
export function toDuration(value: string): number {
  const duration = parseDuration(value);
  if (duration === undefined) throw new InvalidArgumentError('Expected a duration such as 90s, 10m or 1h30m.');
  if (duration > MAX_TIMEOUT) throw new InvalidArgumentError('The maximum is 24h.');
  return duration;
}

/** Rejects `--timeout` without `--wait`. */
export function checkWaitFlags({ wait, timeout }: WaitFlags, command: Command): void {
  if (timeout !== undefined && !wait) command.error('error: "--timeout" requires "--wait"');
}
