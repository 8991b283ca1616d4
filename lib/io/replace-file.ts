import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The names of temporary files next to another file: its replacement, or its former content. */
const BESIDE = /^\.(.+)\.[0-9a-f]{12}\.ossm-fed-new$/;

/** A unique name for a temporary file next to a file, recognized by {@link removeAbandoned}. */
export function besideName(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.ossm-fed-new`);
}

/** The age in milliseconds at which such a file counts as left by a killed run. */
const ABANDONED = 60_000;

/** Options of {@link replaceFile}. */
export interface ReplaceOptions {
  /**
   * Whether to flush the content to disk before the file is replaced: for data that cannot be generated again. Default:
   * false.
   */
  readonly durable?: boolean;
  /** Called right before the file is replaced; false cancels. Default: always replace. */
  readonly confirm?: () => boolean;
}

/**
 * Creates or replaces a file atomically: an interruption leaves either the old or the new file, never a partial one.
 * The permissions of an existing file are kept. Throws the errors of the file system.
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
 * Removes the temporary files that killed runs left in a directory.
 *
 * @param now the time in milliseconds since the epoch, by the clock of the file system
 * @param file the name of a file, to remove only its temporary files
 */
export function removeAbandoned(directory: string, now: number, file?: string): void {
  for (const name of readdirSync(directory)) {
    const [, replaced] = BESIDE.exec(name) ?? [];
    if (replaced === undefined || (file !== undefined && replaced !== file)) continue;
    const stats = statSync(join(directory, name), { throwIfNoEntry: false });
    if (stats !== undefined && now - stats.mtimeMs > ABANDONED) rmSync(join(directory, name), { force: true });
  }
}
