import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { missingPrograms, PROGRAMS } from './assets';

const UNFINISHED = /^\.unfinished-(\d+)-/;

/** A new directory next to those of the programs, named after this process. */
export function newUnfinished(cache: string): string {
  mkdirSync(cache, { recursive: true });
  return mkdtempSync(join(cache, `.unfinished-${process.pid}-`));
}

/** Removes what processes left that were killed, and what this one left. */
export function removeUnfinished(cache: string): void {
  for (const name of namesIn(cache)) {
    const pid = UNFINISHED.exec(name)?.[1];
    if (pid !== undefined && (Number(pid) === process.pid || !isAlive(Number(pid)))) {
      rmSync(join(cache, name), { recursive: true, force: true });
    }
  }
}

/**
 * Puts a directory with all programs in its place. Where another process was faster its programs stay, and where
 * programs are missing at the place they are replaced.
 */
export function putInPlace(unfinished: string, place: string, programs: readonly string[] = PROGRAMS): void {
  const isComplete = (): boolean => missingPrograms(place, programs).length === 0;
  if (!isComplete()) rmSync(place, { recursive: true, force: true });
  try {
    renameSync(unfinished, place);
  } catch (error) {
    if (!isComplete()) throw error;
  }
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
