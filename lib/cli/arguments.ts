import { InvalidArgumentError } from 'commander';
import { parseSubject, type RbacSubject } from '../fetch/rbac';
import { parseDuration } from '../kube/duration';

/** A day; timers of more than 24 days would end at once. */
const MAX_TIMEOUT = 86_400_000;

/** The argument of an option that takes a duration, in milliseconds. */
export function toDuration(value: string): number {
  const duration = parseDuration(value);
  if (duration === undefined) throw new InvalidArgumentError('Expected a duration such as 90s, 10m or 1h30m.');
  if (duration > MAX_TIMEOUT) throw new InvalidArgumentError('The maximum is 24h.');
  return duration;
}

/** The argument of an option that takes a subject of RBAC. */
export function toSubject(value: string): RbacSubject {
  const subject = parseSubject(value);
  if (subject !== undefined) return subject;
  throw new InvalidArgumentError('Expected Group:NAME, User:NAME or ServiceAccount:NAMESPACE/NAME.');
}
