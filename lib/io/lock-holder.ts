import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A text for the file of a lock: unique, and with the process that holds it. */
export function lockToken(): string {
  return `${randomBytes(16).toString('hex')} ${process.pid} ${processSpace()}`;
}

/**
 * Whether the process that holds a lock has ended. Processes of other machines and containers are unknown, and so is
 * whether they have ended.
 *
 * @param token what {@link lockToken} wrote; any other text is of an unknown process
 */
export function hasEnded(token: string): boolean {
  const [, pid, space] = /^[0-9a-f]{32} ([1-9]\d{0,8}) ([0-9a-f]{16})$/.exec(token) ?? [];
  if (pid === undefined || space !== processSpace()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    // A process of another user exists, but cannot get signals.
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Which processes have IDs that mean the same: those of one boot and one PID namespace on Linux, else of one host. */
function processSpace(): string {
  const parts = [
    () => hostname(),
    () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'),
    () => readlinkSync('/proc/self/ns/pid'),
  ];
  return createHash('sha256').update(parts.map(orNothing).join('\n')).digest('hex').slice(0, 16);
}

/** What only Linux has is empty elsewhere. */
function orNothing(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
