import { randomUUID } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
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

/** The result of writing, as paths below the output directory. */
export interface WriteSummary {
  /** Files that were created or replaced. */
  readonly written: readonly string[];
  /** Files that already had the same content. */
  readonly unchanged: readonly string[];
  /** Files of an earlier run that are no longer part of the output. */
  readonly removed: readonly string[];
}

/** The result of writing, or why nothing was written. */
export type WriteResult = { readonly summary: WriteSummary } | { readonly problems: readonly string[] };

/** An output file that has not been moved to its path yet. */
export interface StagedFile {
  /** The path below the output directory. */
  readonly path: string;
  /** The staged file, below the output directory; undefined if the existing file has the same content. */
  readonly from?: string;
  /** Whether a file exists at its path that was not written by an earlier run. */
  readonly isForeign: boolean;
}

/**
 * A directory in the output directory that receives all content before the first file is replaced. Each file is then
 * replaced atomically, so an interrupted run leaves no partial files. Plain data, so that threads can share it.
 */
export interface Staging {
  /** The output directory. */
  readonly directory: string;
  /** The name of the staging directory in it; the directory is created when it is needed. */
  readonly name: string;
}

const STAGING_NAME = /^\.ossm-fed-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The age in milliseconds at which a staging directory counts as left by a killed run; the largest runs take seconds.
 */
const ABANDONED = 600_000;

/** A staging directory with a unique name. */
export function newStaging(directory: string): Staging {
  return { directory, name: `.ossm-fed-${randomUUID()}` };
}

/**
 * Writes the files that differ from the existing ones to a staging directory. Throws the errors of the file system.
 *
 * @param group a name for these files that is unique in the staging directory
 */
export function stageFiles(staging: Staging, group: string, files: readonly OutputFile[]): readonly StagedFile[] {
  const { directory, name } = staging;
  const folders = new Map<string, boolean>();
  return files.map(({ path, text }, i) => {
    const folder = dirname(path);
    const isNew = folders.get(folder) ?? statsOf(join(directory, folder)) === undefined;
    folders.set(folder, isNew);
    const stats = isNew ? undefined : statsOf(join(directory, path));
    if (stats?.isFile() && readFileSync(join(directory, path), 'utf8') === text) return { path, isForeign: false };
    const from = join(name, `${group}-${i}`);
    writeStaged(staging, join(directory, from), text);
    return { path, from, isForeign: stats !== undefined && !(stats.isFile() && isOurs(directory, path)) };
  });
}

/**
 * Moves staged files to their paths, and removes files of an earlier run that are no longer part of the output. A file
 * belongs to an earlier run if its first line is the marker with the file's own path. Any other file is never changed;
 * if it blocks a path, that is a problem.
 *
 * @param clusters the clusters whose directories are searched for old files; all if undefined
 */
export function placeFiles(
  { directory }: Staging,
  files: readonly StagedFile[],
  clusters: readonly string[] | undefined,
): WriteResult {
  const problems = obstacles(directory, files);
  if (problems.length > 0) return { problems };
  const changed = files.flatMap(({ path, from }) => (from === undefined ? [] : [{ path, from }]));
  const removed = staleFiles(directory, files, clusters);
  const locked = lockedFolders(directory, [...changed.map(({ path }) => path), ...removed]);
  if (locked.length > 0) return { problems: locked.map((folder) => `cannot write to ${folder}`) };
  for (const folder of new Set(changed.map(({ path }) => dirname(path)))) {
    mkdirSync(join(directory, folder), { recursive: true });
  }
  for (const { path, from } of changed) renameSync(join(directory, from), join(directory, path));
  removeFiles(directory, removed);
  const unchanged = files.filter(({ from }) => from === undefined).map(({ path }) => path);
  return { summary: { written: changed.map(({ path }) => path), unchanged, removed } };
}

/** Removes a staging directory with its content, and the output directory if it is empty then. */
export function discardStaging({ directory, name }: Staging): void {
  if (!existsSync(join(directory, name))) return;
  rmSync(join(directory, name), { recursive: true, force: true });
  removeIfEmpty(directory);
}

/** Writes a file to a staging directory, which is created for the first one. */
function writeStaged({ directory, name }: Staging, path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    mkdirSync(directory, { recursive: true });
    mkdirSync(join(directory, name), { recursive: true });
    removeAbandoned(directory);
    writeFileSync(path, text);
  }
}

/** Removes staging directories of killed runs: those that have not changed for a while. */
function removeAbandoned(directory: string): void {
  for (const name of readdirSync(directory).filter((entry) => STAGING_NAME.test(entry))) {
    const stats = statsOf(join(directory, name));
    if (stats?.isDirectory() && Date.now() - stats.mtimeMs > ABANDONED) {
      rmSync(join(directory, name), { recursive: true, force: true });
    }
  }
}

/** What blocks the paths of files: files that were not written by ossm-fed, and parents that are not directories. */
function obstacles(directory: string, files: readonly StagedFile[]): readonly string[] {
  const folders = new Set(files.flatMap(({ path }) => [dirname(dirname(path)), dirname(path)]));
  const blocked = [...folders].filter((folder) => {
    const stats = statsOf(join(directory, folder));
    return stats !== undefined && !stats.isDirectory();
  });
  const foreign = files.filter(({ isForeign }) => isForeign);
  return [
    ...blocked.map((folder) => `${join(directory, folder)} is not a directory`),
    ...foreign.map(({ path }) => `${join(directory, path)} was not written by ossm-fed and would be overwritten`),
  ].sort();
}

/** The stats of a path, without following a symbolic link; undefined if nothing exists there. */
export function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTDIR') throw error;
    return undefined;
  }
}

/** Whether the first line of a file is the marker with its path. */
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

/** The existing directories of files that are not writable. */
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

/** The files of earlier runs that are no longer part of the output, sorted. */
function staleFiles(
  directory: string,
  files: readonly StagedFile[],
  clusters: readonly string[] | undefined,
): readonly string[] {
  const current = new Set(files.map(({ path }) => path));
  const looked = clusters ?? foldersOf(directory);
  return looked.flatMap((cluster) => oldFiles(directory, cluster, current)).sort();
}

/** Removes files, and the directories that become empty. */
function removeFiles(directory: string, paths: readonly string[]): void {
  for (const path of paths) rmSync(join(directory, path));
  for (const folder of new Set(paths.map((path) => dirname(path)))) {
    removeIfEmpty(join(directory, folder));
    removeIfEmpty(join(directory, dirname(folder)));
  }
}

/** The files of a cluster that an earlier run wrote, without the current ones. */
function oldFiles(directory: string, cluster: string, current: ReadonlySet<string>): readonly string[] {
  return foldersOf(join(directory, cluster)).flatMap((stage) =>
    readdirSync(join(directory, cluster, stage), { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
      .map(({ name }) => `${cluster}/${stage}/${name}`)
      .filter((path) => !current.has(path) && isOurs(directory, path)),
  );
}

/** The directories directly below a directory, without symbolic links. */
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
