import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isDirectory } from './stats';

/**
 * Creates a directory with its parents, unless it exists. Throws the errors of the file system. `mkdirSync` with `recursive`
 * does not end below a directory such as `/proc`, in which nothing can be created.
 */
export function makeDirectory(path: string): void {
  const missing: string[] = [];
  for (let at = resolve(path); !existsSync(at); at = dirname(at)) missing.unshift(at);
  for (const directory of missing.length > 0 ? missing : [path]) {
    try {
      mkdirSync(directory);
    } catch (error) {
      // It exists, or another run has just created it.
      if (!isDirectory(directory)) throw error;
    }
  }
}
