import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isDirectory } from './stats';

/**
 * Creates a directory with its parents, unless it exists. Throws the errors of the file system. `mkdirSync` with `recursive`
 * does not end below a directory such as `/proc`, in which nothing can be created.
 */
export function makeDirectory(path: string): void {
  if (isDirectory(path)) return;
  const missing: string[] = [];
  for (let at = resolve(path); !existsSync(at); at = dirname(at)) missing.unshift(at);
  for (const directory of missing.length > 0 ? missing : [path]) makeChild(directory);
}

/** Creates a directory in one that exists, unless it exists itself. Throws the errors of the file system. */
export function makeChild(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    // It exists, or another run has just created it.
    if (!isDirectory(path)) throw error;
  }
}
