import { lstatSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { Issue } from '../issues/issue';
import { type PlacedIssue, placeIssues } from '../issues/place';
import type { Lock } from '../lock/model';
import { MOST_LOCK_CHARACTERS, readLock } from '../lock/read';
import { lockText } from '../lock/text';
import { type Claim, claim, type Patience } from './exclusive';
import { removeAbandoned, replaceFile } from './replace-file';
import { reasonOf } from './topology-files';

/** A lock file after reading. */
export interface LockFile {
  /** The lock; undefined where there are issues, and where there is no file. */
  readonly lock?: Lock;
  /** What is wrong with the file, with places in it. */
  readonly issues: readonly PlacedIssue[];
  /** The text of the file; undefined where there is none, or none that can be read. */
  readonly text?: string;
}

/** What an update of a lock file did. */
export interface LockUpdate<T> {
  /** What keeps the file from being read or written. */
  readonly issues: readonly PlacedIssue[];
  /** What the update gave; undefined where the file could not be read. */
  readonly result?: T;
  /** Whether the file was made or changed. */
  readonly written: boolean;
}

/** The lock file of a topology file, beside it: `federation.lock.yaml` of `federation.yaml`. */
export function lockFileOf(topologyFile: string): string {
  const extension = extname(topologyFile);
  const isYaml = extension === '.yaml' || extension === '.yml';
  const name = isYaml ? basename(topologyFile, extension) : basename(topologyFile);
  return join(dirname(topologyFile), `${name}.lock.yaml`);
}

/** Reads a lock file. Neither a lock nor an issue means that there is no such file. */
export function readLockFile(path: string): LockFile {
  const content = readText(path);
  if (content === undefined) return { issues: [] };
  if (typeof content !== 'string') return { issues: placeIssues([content], path) };
  const { lock, issues, locate } = readLock(content);
  return { text: content, issues: placeIssues(issues, path, locate), ...(lock !== undefined && { lock }) };
}

function readText(path: string): string | Issue | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    if (!stats.isFile()) return unusable('LCK001', 'the lock cannot be read: it is not a file');
    if (stats.size > 4 * MOST_LOCK_CHARACTERS) {
      return unusable('LCK001', `the lock cannot be read: it has ${stats.size} bytes`);
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    return unusable('LCK001', `the lock cannot be read: ${reasonOf(error)}`);
  }
}

function unusable(code: 'LCK001' | 'LCK011', message: string): Issue {
  const fix =
    code === 'LCK001'
      ? 'mend the permissions of the file and its directory, or move away what stands there'
      : 'mend the permissions of its directory, or make room on its disk';
  return { code, path: [], message, fix };
}

/**
 * Reads a lock file, updates the lock, and writes it, while no other process does: two fetches at once lose nothing.
 * Whatever interrupts it leaves the old file or the new one, whole. Nothing is written where the text stays the same.
 *
 * @param update gives the new lock, with whatever else it finds; it may be called more than once, so it must be pure
 */
export async function updateLockFile<T extends { readonly lock: Lock }>(
  path: string,
  update: (lock: Lock | undefined) => T,
  patience?: Patience,
): Promise<LockUpdate<T>> {
  let result: T | undefined;
  const noting = (lock: Lock | undefined): T => {
    result = update(lock);
    return result;
  };
  try {
    for (;;) {
      const held = await claim(join(dirname(path), claimOf(path)), patience);
      try {
        const done = updateHeld(path, noting, held);
        if (done !== undefined) return done;
      } finally {
        held.release();
      }
    }
  } catch (error) {
    const issue = unusable('LCK011', `the lock cannot be written: ${reasonOf(error)}`);
    return { issues: placeIssues([issue], path), written: false, ...(result !== undefined && { result }) };
  }
}

/** The name of the file that stands for the claim to write a lock file. */
function claimOf(path: string): string {
  return `.${basename(path)}.claim`;
}

/** One try of an update; undefined where the claim was lost before anything was written. */
function updateHeld<T extends { readonly lock: Lock }>(
  path: string,
  update: (lock: Lock | undefined) => T,
  held: Claim,
): LockUpdate<T> | undefined {
  const { lock, issues, text } = readLockFile(path);
  if (issues.length > 0) return { issues, written: false };
  const result = update(lock);
  const written = lockText(result.lock);
  const isNothing = text === undefined && Object.keys(result.lock.meshes).length === 0;
  if (isNothing || written === text) return { issues: [], result, written: false };
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) {
    const issue = unusable('LCK011', 'the lock cannot be written: it is a symbolic link, which would be replaced');
    return { issues: placeIssues([issue], path), result, written: false };
  }
  for (const name of [basename(path), claimOf(path)]) removeAbandoned(dirname(path), Date.now(), name);
  const isReplaced = replaceFile(path, written, { durable: true, confirm: held.isHeld });
  return isReplaced ? { issues: [], result, written: true } : undefined;
}
