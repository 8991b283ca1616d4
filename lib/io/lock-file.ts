import { lstatSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { FactKind } from '../facts/kind';
import { RESTORE } from '../facts/locked-value';
import { Unreadable } from '../files/read';
import type { Issue } from '../issues/issue';
import { type PlacedIssue, placeIssues } from '../issues/place';
import { withComments } from '../lock/comments';
import type { Lock } from '../lock/model';
import { readLock } from '../lock/read';
import { lockText } from '../lock/text';
import { readUtf8 } from './decode';
import { acquireFileLock, type FileLock, type LockTimeouts } from './file-lock';
import { removeAbandoned, replaceFile } from './replace-file';
import { STDIN } from './stdin';
import { reasonOf } from './topology-files';

/** The content of a lock file. */
export interface LockFileContent {
  /** The lock; undefined where there are issues, and where the file does not exist. */
  readonly lock?: Lock;
  /** What is wrong with the file, with places in it. */
  readonly issues: readonly PlacedIssue[];
  /** The text of the file; undefined where it does not exist, or cannot be read. */
  readonly text?: string;
}

/** What an update of a lock file did. */
export interface LockUpdate<T> {
  /** Why the file cannot be read or written. */
  readonly issues: readonly PlacedIssue[];
  /** What the update returned; undefined where the file could not be read. */
  readonly result?: T;
  /** Whether the file was created or changed. */
  readonly written: boolean;
}

/**
 * The lock file of a topology file, beside it: `federation.lock.yaml` for `federation.yaml`, and in the current directory
 * for a topology from standard input.
 */
export function lockFileOf(topologyFile: string): string {
  if (topologyFile === STDIN) return 'federation.lock.yaml';
  const extension = extname(topologyFile);
  const isYaml = extension === '.yaml' || extension === '.yml';
  const name = isYaml ? basename(topologyFile, extension) : basename(topologyFile);
  return join(dirname(topologyFile), `${name}.lock.yaml`);
}

/** Reads a lock file. Where the file does not exist, there is neither a lock nor an issue. */
export function readLockFile(path: string, kinds: readonly FactKind[]): LockFileContent {
  const content = readText(path);
  if (content === undefined) return { issues: [] };
  if (typeof content !== 'string') return { issues: content };
  const { lock, issues, locate } = readLock(content, kinds);
  return { text: content, issues: placeIssues(issues, path, locate), ...(lock !== undefined && { lock }) };
}

function readText(path: string): string | readonly PlacedIssue[] | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    return stats.isFile() ? readUtf8(path) : placeIssues([unreadable('it is not a file')], path);
  } catch (error) {
    const position = error instanceof Unreadable ? error.position : undefined;
    if (position === undefined) return placeIssues([unreadable(reasonOf(error))], path);
    return placeIssues([unreadable(reasonOf(error), RESTORE)], path, () => position);
  }
}

const FIX_ACCESS = 'fix the permissions of the file and its directory, or move it away';

function unreadable(reason: string, fix = FIX_ACCESS): Issue {
  return { code: 'LCK001', path: [], message: `cannot read the lock: ${reason}`, fix };
}

function unwritable(reason: string): Issue {
  const fix = 'fix the permissions of its directory, or free disk space';
  return { code: 'LCK011', path: [], message: `cannot write the lock: ${reason}`, fix };
}

/** How a lock file is updated. */
export interface LockUpdateOptions {
  /** All kinds of facts. */
  readonly kinds: readonly FactKind[];
  /** How long to wait for other processes. */
  readonly timeouts?: LockTimeouts;
}

/**
 * Reads a lock file, updates the lock, and writes it, while no other process does: two fetches at once lose nothing. An
 * interrupted update leaves the old file or the new one, complete. Nothing is written where the text stays the same.
 *
 * @param update returns the new lock, with whatever else it finds; it may be called more than once, so it must be pure
 */
export async function updateLockFile<T extends { readonly lock: Lock }>(
  path: string,
  update: (lock: Lock | undefined) => T,
  { kinds, timeouts }: LockUpdateOptions,
): Promise<LockUpdate<T>> {
  let result: T | undefined;
  const remembering = (lock: Lock | undefined): T => {
    result = update(lock);
    return result;
  };
  try {
    for (;;) {
      const held = await acquireFileLock(join(dirname(path), fileLockName(path)), timeouts);
      try {
        const done = updateHeld(path, remembering, held, kinds);
        if (done !== undefined) return done;
      } finally {
        held.release();
      }
    }
  } catch (error) {
    const issues = placeIssues([unwritable(reasonOf(error))], path);
    return { issues, written: false, ...(result !== undefined && { result }) };
  }
}

/** The name of the file that exists while a process updates a lock file. */
function fileLockName(path: string): string {
  return `.${basename(path)}.lock`;
}

/** One attempt at an update; undefined where the file lock was lost before anything was written. */
function updateHeld<T extends { readonly lock: Lock }>(
  path: string,
  update: (lock: Lock | undefined) => T,
  held: FileLock,
  kinds: readonly FactKind[],
): LockUpdate<T> | undefined {
  const { lock, issues, text } = readLockFile(path, kinds);
  if (issues.length > 0) return { issues, written: false };
  const result = update(lock);
  const plain = lockText(result.lock, kinds);
  const written = text === undefined ? plain : withComments(plain, text);
  const { meshes, clusters = {} } = result.lock;
  const isNothing = text === undefined && Object.keys({ ...meshes, ...clusters }).length === 0;
  if (isNothing || written === text) return { issues: [], result, written: false };
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) {
    const issue = unwritable('it is a symbolic link, which would be replaced');
    return { issues: placeIssues([issue], path), result, written: false };
  }
  for (const name of [basename(path), fileLockName(path)]) removeAbandoned(dirname(path), Date.now(), name);
  const isReplaced = replaceFile(path, written, { durable: true, confirm: held.isHeld });
  return isReplaced ? { issues: [], result, written: true } : undefined;
}
