import { linkSync, lstatSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { MAX_CLAIM_BYTES } from '../bounds';
import { readRegular, Unreadable } from '../files/read';
import { hasEnded, lockToken } from './lock-holder';
import { besideName } from './replace-file';

/** How long a process waits for a lock that another one holds, in milliseconds. */
export interface LockTimeouts {
  /**
   * The pause before the next attempt.
   *
   * @default 20
   */
  readonly pause?: number;
  /**
   * After which a lock that has not changed is stale, because its process was killed. Locks are held for milliseconds.
   * Only where the process is unknown, such as one of another machine, this time must pass.
   *
   * @default 5000
   */
  readonly stale?: number;
}

/** A lock that this process holds. */
export interface FileLock {
  /** Whether it is still held: another process may have taken it for stale. */
  readonly isHeld: () => boolean;
  /** Removes it, unless another process holds it by now. */
  readonly release: () => void;
}

/**
 * Waits until no other process holds a lock, and makes its file. A lock whose process has ended is removed, and so is a
 * stale one; for how long the same lock is seen decides, so clocks need not agree. Errors of the file system are thrown.
 *
 * @param path the file that stands for the lock
 */
export async function acquireFileLock(path: string, timeouts: LockTimeouts = {}): Promise<FileLock> {
  const attempt = attempts(path, timeouts);
  for (;;) {
    const next = attempt();
    if (typeof next !== 'number') return next;
    await new Promise((resolve) => setTimeout(resolve, next));
  }
}

/** Like {@link acquireFileLock}, for callers that cannot wait without blocking the thread. */
export function acquireFileLockSync(path: string, timeouts: LockTimeouts = {}): FileLock {
  const attempt = attempts(path, timeouts);
  const timer = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  for (;;) {
    const next = attempt();
    if (typeof next !== 'number') return next;
    Atomics.wait(timer, 0, 0, next);
  }
}

/** A function that tries to make a lock; it returns the lock, or for how many milliseconds to wait before the next try. */
function attempts(path: string, { pause = 20, stale = 5000 }: LockTimeouts): () => FileLock | number {
  const token = lockToken();
  let other: string | undefined;
  let seenFor = 0;
  return () => {
    if (create(path, token)) {
      const isHeld = () => read(path) === token;
      return { isHeld, release: () => remove(path, token) };
    }
    const holder = read(path);
    seenFor = holder === other ? seenFor + pause : 0;
    other = holder;
    if (holder === undefined || (seenFor < stale && !hasEnded(holder))) return pause;
    remove(path, holder);
    return 0;
  };
}

function create(path: string, token: string): boolean {
  try {
    writeFileSync(path, token, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * The token of the process that holds a lock; undefined where no process does. Throws `Unreadable` for what no process
 * made, such as a pipe or a symbolic link, which may have no end or no target.
 */
function read(path: string): string | undefined {
  try {
    if (!lstatSync(path).isFile()) throw new Unreadable(`${path} is not a regular file; remove it`);
    return readRegular(path, MAX_CLAIM_BYTES).toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Removes the lock with a token and no other: it is moved aside first, and back if another process has replaced it. */
function remove(path: string, token: string): void {
  if (read(path) !== token) return;
  const aside = besideName(path);
  try {
    renameSync(path, aside);
    if (read(aside) !== token) linkSync(aside, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Another process was faster; the lock that exists now is its own.
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}
