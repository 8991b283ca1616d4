import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import type { Position } from '../issues/place';

/** Why a file cannot be read; the message is for the user. */
export class Unreadable extends Error {
  /**
   * @param message the reason, without a period at the end
   * @param position where in the file, if the reason is about a part of it
   */
  constructor(
    message: string,
    readonly position?: Position,
  ) {
    super(message);
  }
}

const CHUNK_BYTES = 65_536;

/** How long a pipe may have no writer, and the pause before the next attempt to read it, in milliseconds. */
const PIPE = { patience: 2_000, pause: 10 };

/**
 * Reads a regular file. A pipe, a device or a socket is not read, because it may have no end. Throws {@link Unreadable}
 * for these, for directories and for too large files, and the errors of the file system.
 *
 * @param max the maximum of its size in bytes
 */
export function readRegular(path: string, max: number): Buffer {
  return withOpen(path, (file, stats) => {
    if (!stats.isFile()) throw new Unreadable(stats.isDirectory() ? 'is a directory' : 'not a regular file');
    return readToEnd(file, stats, max);
  });
}

/**
 * Reads a regular file or a pipe that the user named, such as `<(kubectl kustomize overlays/rosa)` of a shell. Throws as
 * {@link readRegular} does, also for a pipe that no program writes to.
 *
 * @param max the maximum of its size in bytes
 */
export function readNamed(path: string, max: number): Buffer {
  return withOpen(path, (file, stats) => {
    if (stats.isDirectory()) throw new Unreadable('is a directory');
    if (stats.isCharacterDevice()) throw new Unreadable('the file is a device');
    if (!stats.isFile() && !stats.isFIFO()) throw new Unreadable('not a regular file');
    return readToEnd(file, stats, max);
  });
}

/** Opens a path without waiting for the writer of a pipe. */
function withOpen<T>(path: string, read: (file: number, stats: Stats) => T): T {
  const file = open(path);
  try {
    return read(file, fstatSync(file));
  } finally {
    closeSync(file);
  }
}

function open(path: string): number {
  try {
    return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    // Sockets, and devices without a driver.
    if (['ENXIO', 'ENODEV'].includes(codeOf(error))) throw new Unreadable('not a regular file');
    throw error;
  }
}

function readToEnd(file: number, stats: Stats, max: number): Buffer {
  if (stats.size > max) throw new Unreadable(`too large: ${stats.size} bytes, maximum ${max}`);
  const chunks: Buffer[] = [];
  let total = 0;
  // The size of a pipe is unknown, and a file can grow. One byte more than the size has room to find the end.
  let free: Buffer = Buffer.allocUnsafe(stats.size === 0 ? CHUNK_BYTES : stats.size + 1);
  for (;;) {
    const length = stats.isFIFO() ? readPipe(file, free, total === 0) : readSync(file, free);
    if (length === 0) return Buffer.concat(chunks);
    chunks.push(free.subarray(0, length));
    total += length;
    if (total > max) throw new Unreadable(`too large: more than ${max} bytes`);
    free = length < free.length ? free.subarray(length) : Buffer.allocUnsafe(CHUNK_BYTES);
  }
}

/** Reads from a pipe: waits for its writer as long as there is one. */
function readPipe(file: number, chunk: Buffer, isStart: boolean): number {
  for (let waited = 0; ; waited += PIPE.pause) {
    const length = readAvailable(file, chunk);
    if (length !== undefined && (length > 0 || !isStart)) return length;
    if (length === 0 && waited >= PIPE.patience) throw new Unreadable('a pipe that no program writes to');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PIPE.pause);
  }
}

/** Reads what is there: 0 bytes without a writer, undefined where the writer has nothing yet. */
function readAvailable(file: number, chunk: Buffer): number | undefined {
  try {
    return readSync(file, chunk);
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') return undefined;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}
