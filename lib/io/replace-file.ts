import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The names of files that stand beside another one for a moment: what is to replace it, or what it was. */
const BESIDE = /^\.(.+)\.[0-9a-f]{12}\.ossm-fed-new$/;

/** A new name beside a file, which {@link removeAbandoned} knows: for what is to replace it, or was it. */
export function besideName(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.ossm-fed-new`);
}

/** After how many milliseconds such a file is taken for one that a killed run left. */
const ABANDONED = 60_000;

/** How a file is replaced. */
export interface ReplaceOptions {
  /** Whether the content is to be on the disk itself before the file is replaced: for what cannot be made again. */
  readonly durable?: boolean;
  /** Called when all is ready; where it says no, nothing is replaced. */
  readonly confirm?: () => boolean;
}

/**
 * Replaces a file at once by one with another text, or makes it: whatever interrupts that leaves the old file or the new
 * one, whole. The permissions of an old file stay. Errors of the file system are thrown.
 *
 * @returns whether the file was replaced
 */
export function replaceFile(path: string, text: string, { durable = false, confirm }: ReplaceOptions = {}): boolean {
  const old = statSync(path, { throwIfNoEntry: false });
  const beside = besideName(path);
  const file = openSync(beside, 'wx', old === undefined ? 0o666 : old.mode & 0o777);
  try {
    try {
      writeFileSync(file, text);
      if (durable) fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (confirm !== undefined && !confirm()) return false;
    renameSync(beside, path);
    return true;
  } finally {
    rmSync(beside, { force: true });
  }
}

/**
 * Removes from a directory what killed runs left of files that they were about to replace.
 *
 * @param now the time by the clock of the file system, in milliseconds
 * @param file the name of one file, where only what was to replace it is meant
 */
export function removeAbandoned(directory: string, now: number, file?: string): void {
  for (const name of readdirSync(directory)) {
    const [, replaced] = BESIDE.exec(name) ?? [];
    if (replaced === undefined || (file !== undefined && replaced !== file)) continue;
    const stats = statSync(join(directory, name), { throwIfNoEntry: false });
    if (stats !== undefined && now - stats.mtimeMs > ABANDONED) rmSync(join(directory, name), { force: true });
  }
}
