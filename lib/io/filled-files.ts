import { dirname, join } from 'node:path';
import { markerOf } from '../output/render';
import { readUtf8 } from './decode';
import { removeAbandoned, replaceFile } from './replace-file';
import { statsOf } from './stats';
import { reasonOf } from './topology-files';

/** A file of the output directory, or why it is not read. */
export type OutputText =
  | { readonly kind: 'text'; readonly text: string }
  /** It does not exist. */
  | { readonly kind: 'absent' }
  /** An earlier synth did not write it to this path. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * Reads a file that an earlier synth wrote. Symbolic links are not followed.
 *
 * @param directory the output directory
 * @param path the path below the output directory, as in the result of synth
 */
export function readOutput(directory: string, path: string): OutputText {
  try {
    const [cluster, stage, file] = [dirname(dirname(path)), dirname(path), path].map((part) =>
      statsOf(join(directory, part)),
    );
    if (cluster === undefined || stage === undefined || file === undefined) return { kind: 'absent' };
    if (!cluster.isDirectory() || !stage.isDirectory() || !file.isFile()) return { kind: 'foreign' };
    const text = readUtf8(join(directory, path));
    const isOurs = text.startsWith(`${markerOf(path)}\n`) || text.startsWith(`${markerOf(path)}\r\n`);
    return isOurs ? { kind: 'text', text } : { kind: 'foreign' };
  } catch (error) {
    return { kind: 'unreadable', reason: reasonOf(error) };
  }
}

/**
 * Replaces a file of the output directory atomically.
 *
 * @returns why it cannot be replaced; undefined where it was replaced
 */
export function writeFilled(directory: string, path: string, text: string): string | undefined {
  try {
    replaceFile(join(directory, path), text);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/** Removes temporary files that killed runs left in the directories of files. */
export function tidyFolders(directory: string, paths: readonly string[]): void {
  for (const folder of new Set(paths.map((path) => dirname(path)))) {
    try {
      removeAbandoned(join(directory, folder), Date.now());
    } catch (error) {
      // A temporary file that cannot be removed does no harm.
      reasonOf(error);
    }
  }
}
