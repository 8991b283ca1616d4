import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const RAM_DISK = '/dev/shm';

/** The room that the largest output and its temporary copy need. */
const ROOM = 1024 ** 3;

/** A directory for this run, on a RAM disk if there is one with enough space; removed when the benchmark ends. */
export function makeScratch(): string {
  const scratch = mkdtempSync(join(hasRamDisk() ? RAM_DISK : tmpdir(), 'ossm-fed-bench-'));
  process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  return scratch;
}

/** Creates an empty directory, removing its former content. */
export function emptyDirectory(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
}

function hasRamDisk(): boolean {
  try {
    accessSync(RAM_DISK, constants.W_OK);
    const { bavail, bsize } = statfsSync(RAM_DISK);
    return bavail * bsize >= ROOM;
  } catch {
    return false;
  }
}
