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

/** What writing did, as paths below the output directory. */
export interface WriteSummary {
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
}

/** What writing did, or why nothing was written. */
export type WriteResult = { readonly summary: WriteSummary } | { readonly problems: readonly string[] };

/** A file of the output that has not been put in its place yet. */
export interface StagedFile {
  /** The path below the output directory. */
  readonly path: string;
  /** Where the new text lies; undefined where the file at its place has that text already. */
  readonly from?: string;
  /** Whether the file at its place was not written by an earlier run. */
  readonly isForeign: boolean;
}

/**
 * A directory inside of the output directory, in which all content is before the first file is replaced. Only then each
 * is replaced at once, so an interrupted run leaves whole files. Plain data, for threads that share it.
 */
export interface Staging {
  /** The output directory. */
  readonly directory: string;
  /** The name of the directory inside of it, which is made when it is needed. */
  readonly name: string;
}

const STAGING_NAME = /^\.ossm-fed-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** After how many milliseconds a staging directory is taken for one of a killed run; the largest runs take seconds. */
const ABANDONED = 600_000;

/** Names a staging directory that no other run has. */
export function newStaging(directory: string): Staging {
  return { directory, name: `.ossm-fed-${randomUUID()}` };
}

/**
 * Writes the files that differ from what is there into a staging directory. Errors of the file system are thrown.
 *
 * @param group a name for these files that no others of the same staging directory have
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
 * Puts staged files in their places, and removes those that an earlier run wrote and that are no more. A file counts as
 * written by an earlier run if its first line says so and names the place where it is; any other file is left alone,
 * and one that stands in the way is a problem.
 *
 * @param clusters the clusters whose directories are looked through for files that are no more; all where undefined
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
  if (locked.length > 0) return { problems: locked.map((folder) => `${folder} cannot be written to`) };
  for (const folder of new Set(changed.map(({ path }) => dirname(path)))) {
    mkdirSync(join(directory, folder), { recursive: true });
  }
  for (const { path, from } of changed) renameSync(join(directory, from), join(directory, path));
  removeFiles(directory, removed);
  const unchanged = files.filter(({ from }) => from === undefined).map(({ path }) => path);
  return { summary: { written: changed.map(({ path }) => path), unchanged, removed } };
}

/** Removes a staging directory with all that is left in it, and an output directory that has nothing else. */
export function discardStaging({ directory, name }: Staging): void {
  if (!existsSync(join(directory, name))) return;
  rmSync(join(directory, name), { recursive: true, force: true });
  removeIfEmpty(directory);
}

/** Writes a file into a staging directory, which is made for the first one. */
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

/** Removes what killed runs left: staging directories that have not been written to for a while. */
function removeAbandoned(directory: string): void {
  for (const name of readdirSync(directory).filter((entry) => STAGING_NAME.test(entry))) {
    const stats = statsOf(join(directory, name));
    if (stats?.isDirectory() && Date.now() - stats.mtimeMs > ABANDONED) {
      rmSync(join(directory, name), { recursive: true, force: true });
    }
  }
}

/** What stands in the way of files: files that are not ours, and anything but directories on the way to them. */
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

/** What stands at a path, itself where it is a symbolic link; undefined where nothing does or can. */
export function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTDIR') throw error;
    return undefined;
  }
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
  files: readonly StagedFile[],
  clusters: readonly string[] | undefined,
): readonly string[] {
  const current = new Set(files.map(({ path }) => path));
  const looked = clusters ?? foldersOf(directory);
  return looked.flatMap((cluster) => oldFiles(directory, cluster, current)).sort();
}

/** Removes files, and the directories that are empty without them. */
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
