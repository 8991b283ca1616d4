import { lstatSync, type Stats } from 'node:fs';

/** The stats of a path, without following a symbolic link; undefined if nothing exists there. */
export function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTDIR') throw error;
    return undefined;
  }
}
