import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { markerOf, type OutputFile } from '../output/render';
import { reasonOf } from './topology-files';

/** What writing did, as paths below the output directory. */
export interface WriteSummary {
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
}

/** What writing did, or why nothing was written. */
export type WriteResult = { readonly summary: WriteSummary } | { readonly problems: readonly string[] };

/**
 * Writes files below a directory and removes those that an earlier run wrote and that are no more. A file counts as
 * written by an earlier run if its first line says so and names the place where it is; any other file is left alone,
 * and one that stands in the way is a problem. All content is on the disk before the first file is replaced, and each
 * is replaced at once, so an interrupted run leaves whole files.
 *
 * @param clusters the clusters whose directories are looked through for files that are no more; all where undefined
 */
export function writeOutput(
  directory: string,
  files: readonly OutputFile[],
  clusters: readonly string[] | undefined,
): WriteResult {
  try {
    const problems = obstacles(directory, files);
    if (problems.length > 0) return { problems };
    const changed = files.filter(({ path, text }) => readOrNothing(join(directory, path)) !== text);
    const removed = staleFiles(directory, files, clusters);
    const locked = lockedFolders(directory, [...changed.map(({ path }) => path), ...removed]);
    if (locked.length > 0) return { problems: locked.map((folder) => `${folder} cannot be written to`) };
    replaceFiles(directory, changed);
    removeFiles(directory, removed);
    const written = new Set(changed.map(({ path }) => path));
    const unchanged = files.map(({ path }) => path).filter((path) => !written.has(path));
    return { summary: { written: [...written], unchanged, removed } };
  } catch (error) {
    return { problems: [`${directory}: ${reasonOf(error)}`] };
  }
}

/** What stands in the way of files: files that are not ours, and anything but directories on the way to them. */
function obstacles(directory: string, files: readonly OutputFile[]): readonly string[] {
  const folders = new Set(files.flatMap(({ path }) => [dirname(dirname(path)), dirname(path)]));
  const blocked = [...folders].filter((folder) => {
    const stats = statsOf(join(directory, folder));
    return stats !== undefined && !stats.isDirectory();
  });
  const foreign = files.filter(({ path, text }) => {
    const stats = statsOf(join(directory, path));
    return (
      stats !== undefined &&
      !(stats.isFile() && (isOurs(directory, path) || readOrNothing(join(directory, path)) === text))
    );
  });
  return [
    ...blocked.map((folder) => `${join(directory, folder)} is not a directory`),
    ...foreign.map(({ path }) => `${join(directory, path)} was not written by ossm-fed and would be overwritten`),
  ].sort();
}

/** What stands at a path, itself where it is a symbolic link; undefined where nothing does or can. */
function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTDIR') throw error;
    return undefined;
  }
}

function readOrNothing(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** Whether the first line of a file says that it was written here, to this place. */
function isOurs(directory: string, path: string): boolean {
  const marker = Buffer.from(`${markerOf(path)}\n`);
  const start = Buffer.alloc(marker.length);
  const file = openSync(join(directory, path), 'r');
  try {
    readSync(file, start, 0, start.length, 0);
  } finally {
    closeSync(file);
  }
  return start.equals(marker);
}

/** Writes all files beside their places first and then moves each into its own. */
function replaceFiles(directory: string, files: readonly OutputFile[]): void {
  if (files.length === 0) return;
  mkdirSync(directory, { recursive: true });
  const staging = mkdtempSync(join(directory, '.ossm-fed-'));
  try {
    for (const [i, { text }] of files.entries()) writeFileSync(join(staging, String(i)), text);
    for (const folder of new Set(files.map(({ path }) => dirname(path)))) {
      mkdirSync(join(directory, folder), { recursive: true });
    }
    for (const [i, { path }] of files.entries()) renameSync(join(staging, String(i)), join(directory, path));
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** The directories of files, as far as they exist, in which nothing can be replaced or removed. */
function lockedFolders(directory: string, paths: readonly string[]): readonly string[] {
  const folders = [...new Set(paths.map((path) => join(directory, dirname(path))))].filter((folder) =>
    existsSync(folder),
  );
  return folders.filter((folder) => !isWritable(folder)).sort();
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Our files that are no more, sorted. */
function staleFiles(
  directory: string,
  files: readonly OutputFile[],
  clusters: readonly string[] | undefined,
): readonly string[] {
  const current = new Set(files.map(({ path }) => path));
  const looked = clusters ?? foldersOf(directory);
  const own = looked.flatMap((cluster) => ourFiles(directory, cluster));
  return own.filter((path) => !current.has(path)).sort();
}

/** Removes files, and the directories that are empty without them. */
function removeFiles(directory: string, paths: readonly string[]): void {
  for (const path of paths) rmSync(join(directory, path));
  for (const folder of new Set(paths.map((path) => dirname(path)))) {
    removeIfEmpty(join(directory, folder));
    removeIfEmpty(join(directory, dirname(folder)));
  }
}

function ourFiles(directory: string, cluster: string): readonly string[] {
  return foldersOf(join(directory, cluster)).flatMap((stage) =>
    readdirSync(join(directory, cluster, stage), { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
      .map(({ name }) => `${cluster}/${stage}/${name}`)
      .filter((path) => isOurs(directory, path)),
  );
}

/** The directories right below a directory, symbolic links left out. */
function foldersOf(directory: string): readonly string[] {
  const stats = lstatSync(directory, { throwIfNoEntry: false });
  if (stats === undefined || !(stats.isDirectory() || stats.isSymbolicLink())) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name);
}

function removeIfEmpty(directory: string): void {
  if (existsSync(directory) && readdirSync(directory).length === 0) rmdirSync(directory);
}
