import { randomUUID } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { OutputFile } from '../output/render';
import { acquireFileLockSync } from './file-lock';
import { makeChild, makeDirectory } from './make-directory';
import {
  type ComparedFile,
  changedOf,
  type OtherOutput,
  type OutputTarget,
  otherOutput,
  staleFiles,
  unchangedOf,
} from './output-changes';
import { isOurs, OWNER_FILE, ownerId, ownerText, readOwner } from './output-owner';
import { replaceFile } from './replace-file';
import { statsOf } from './stats';
import { reasonOf } from './topology-files';

/** The result of writing, as paths of manifests below the output directory. */
export interface WriteSummary {
  /** Files that were created or replaced. */
  readonly written: readonly string[];
  /** Files that already had the same content. */
  readonly unchanged: readonly string[];
  /** Files of an earlier run that are no longer part of the output. */
  readonly removed: readonly string[];
}

/** The result of writing, or why nothing was written. */
export type WriteResult =
  | { readonly summary: WriteSummary }
  | { readonly problems: readonly string[] }
  | { readonly other: OtherOutput };

/** An output file that has not been moved to its path yet. */
export interface StagedFile extends ComparedFile {
  /** Whether a file exists at its path. */
  readonly exists: boolean;
  /** Whether that file was not written by an earlier run. */
  readonly isForeign: boolean;
  /** When the file with the same content was last replaced, in milliseconds; undefined for other content. */
  readonly seen?: number;
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
  /** Whether files are only compared, so that nothing is staged. */
  readonly comparesOnly: boolean;
}

const STAGING_NAME = /^\.ossm-fed-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The age in milliseconds at which a staging directory counts as left by a killed run; the largest runs take seconds.
 */
const ABANDONED = 600_000;

/** A staging directory with a unique name. */
export function newStaging(directory: string, comparesOnly = false): Staging {
  return { directory, name: `.ossm-fed-${randomUUID()}`, comparesOnly };
}

/**
 * Writes the files that differ from the existing ones to a staging directory, with the same paths below it. Throws the
 * errors of the file system.
 */
export function stageFiles(
  staging: Staging,
  files: readonly Pick<OutputFile, 'path' | 'text'>[],
): readonly StagedFile[] {
  const { directory, name } = staging;
  const folders = existingFolders(directory, files);
  const made = new Set<string>();
  return files.map(({ path, text }) => {
    const stats = folders.has(dirname(path)) ? statsOf(join(directory, path)) : undefined;
    const exists = stats !== undefined;
    if (stats?.isFile() && hasText(join(directory, path), stats.size, text)) {
      return { path, isChanged: false, exists, isForeign: false, seen: stats.ctimeMs };
    }
    if (!staging.comparesOnly) writeStaged(staging, path, text, made);
    if (!staging.comparesOnly && stats?.isFile()) chmodSync(join(directory, name, path), stats.mode & 0o777);
    return { path, isChanged: true, exists, isForeign: exists && !(stats.isFile() && isOurs(directory, path)) };
  });
}

/** What exists at the paths of the folders of files, and of the folders that contain them. */
function existingFolders(directory: string, files: readonly { readonly path: string }[]): ReadonlyMap<string, Stats> {
  const existing = new Map<string, Stats>();
  const paths = new Set(files.map(({ path }) => dirname(path)));
  for (const parent of new Set([...paths].map((path) => dirname(path)))) {
    const stats = statsOf(join(directory, parent));
    if (stats !== undefined) existing.set(parent, stats);
  }
  for (const path of paths) {
    const stats = existing.has(dirname(path)) ? statsOf(join(directory, path)) : undefined;
    if (stats !== undefined) existing.set(path, stats);
  }
  return existing;
}

/** Whether a file has a text; one of another size is not read. */
function hasText(path: string, size: number, text: string): boolean {
  return size === Buffer.byteLength(text) && readFileSync(path, 'utf8') === text;
}

/**
 * Moves staged files to their paths, and removes files of an earlier run that are no longer part of the output. A file
 * belongs to an earlier run if its first line is the marker with the file's own path. Any other file is never changed;
 * if it blocks a path, that is a problem. The output of another topology is not changed either. Throws the errors of
 * the file system.
 */
export function placeFiles(staging: Staging, files: readonly StagedFile[], target: OutputTarget): WriteResult {
  const { directory } = staging;
  const hasChanges =
    files.some(({ isChanged }) => isChanged) || staleFiles(directory, files, target.clusters).length > 0;
  if (!hasChanges || !existsSync(directory)) return place(staging, files, target);
  const lock = acquireFileLockSync(join(directory, PLACING), { stale: STALE });
  try {
    const replaced = files.filter(({ path, seen }) => seen !== undefined && seen !== changedAt(directory, path));
    if (replaced.length > 0) return { problems: [`another run wrote to ${directory} at the same time`] };
    return place(staging, files, target);
  } finally {
    lock.release();
  }
}

/** The file that exists while a run replaces files, so that two runs at once do not mix their output. */
const PLACING = '.ossm-fed-placing';

/** For how many milliseconds a run can replace files at most; after that it counts as killed. */
const STALE = 30_000;

/** When the file at a path was last replaced, in milliseconds; undefined where it does not exist. */
function changedAt(directory: string, path: string): number | undefined {
  return statsOf(join(directory, path))?.ctimeMs;
}

function place(staging: Staging, files: readonly StagedFile[], target: OutputTarget): WriteResult {
  const { directory } = staging;
  const paths = changedOf(files);
  const removed = staleFiles(directory, files, target.clusters);
  const other = target.takeOwnership ? undefined : otherOutput(directory, target, { files, paths, removed });
  if (other !== undefined) return { other };
  const existing = existingFolders(directory, files);
  const problems = obstacles(directory, files, existing);
  if (problems.length > 0) return { problems };
  const locked = lockedFolders(directory, [...paths.filter((path) => existing.has(dirname(path))), ...removed]);
  if (locked.length > 0) return { problems: locked.map((folder) => `cannot write to ${folder}`) };
  // First, so that an interrupted run does not leave files of an unknown topology.
  if (files.length > 0) writeOwner(directory, target.topology);
  moveFiles(staging, paths, existing);
  removeFiles(directory, removed);
  return { summary: { written: paths, unchanged: unchangedOf(files), removed } };
}

/** Moves staged files to their paths: the folder of a cluster that does not exist as a whole, otherwise file by file. */
function moveFiles({ directory, name }: Staging, paths: readonly string[], existing: ReadonlyMap<string, Stats>): void {
  const isNew = (cluster: string) => !existing.has(cluster);
  const clusters = new Set(paths.map(clusterOf));
  for (const cluster of [...clusters].filter(isNew))
    renameSync(join(directory, name, cluster), join(directory, cluster));
  const others = paths.filter((path) => !isNew(clusterOf(path)));
  for (const folder of new Set(others.map((path) => dirname(path)))) {
    makeDirectory(join(directory, folder));
  }
  for (const path of others) renameSync(join(directory, name, path), join(directory, path));
}

/** The folder of a cluster, in which there are those of its stages. */
function clusterOf(path: string): string {
  return dirname(dirname(path));
}

function writeOwner(directory: string, topology: string | undefined): void {
  const id = ownerId(directory, topology);
  if (readOwner(directory) !== id) replaceFile(join(directory, OWNER_FILE), ownerText(id));
}

/**
 * Removes a staging directory with its content, those of killed runs, and the output directory if it is empty then.
 */
export function discardStaging({ directory, name, comparesOnly }: Staging): void {
  if (!comparesOnly) removeAbandoned(directory);
  if (!existsSync(join(directory, name))) return;
  rmSync(join(directory, name), { recursive: true, force: true });
  removeIfEmpty(directory);
}

/** Writes a staged file; its folder is made if it is not among those that were. */
function writeStaged({ directory, name }: Staging, path: string, text: string, made: Set<string>): void {
  const staged = join(directory, name);
  if (made.size === 0) {
    // On its own, so that an error says that the output directory is not a directory.
    makeDirectory(directory);
    makeDirectory(staged);
  }
  makeFolder(staged, dirname(path), made);
  writeFileSync(join(staged, path), text);
}

/** Makes a folder below a directory, after those that contain it, if it is not among those that were made. */
function makeFolder(directory: string, folder: string, made: Set<string>): void {
  if (folder === '.' || made.has(folder)) return;
  makeFolder(directory, dirname(folder), made);
  makeChild(join(directory, folder));
  made.add(folder);
}

/** Removes staging directories of killed runs: those that have not changed for a while. */
function removeAbandoned(directory: string): void {
  try {
    for (const name of readdirSync(directory).filter((entry) => STAGING_NAME.test(entry))) {
      const stats = statsOf(join(directory, name));
      if (stats?.isDirectory() && Date.now() - stats.mtimeMs > ABANDONED) {
        rmSync(join(directory, name), { recursive: true, force: true });
      }
    }
  } catch (error) {
    // A missing directory, or one whose content cannot be removed, is no reason to fail; reasonOf throws all other errors.
    reasonOf(error);
  }
}

/** What blocks the paths of files: files that were not written by ossm-fed, and parents that are not directories. */
function obstacles(
  directory: string,
  files: readonly StagedFile[],
  folders: ReadonlyMap<string, Stats>,
): readonly string[] {
  const blocked = [...folders].flatMap(([folder, stats]) => (stats.isDirectory() ? [] : [folder]));
  const foreign = files.filter(({ isForeign }) => isForeign);
  return [
    ...blocked.map((folder) => `${join(directory, folder)} is not a directory`),
    ...foreign.map(({ path }) => `${join(directory, path)} was not written by ossm-fed and would be overwritten`),
  ].sort();
}

/** The directories of existing files that are not writable. */
function lockedFolders(directory: string, paths: readonly string[]): readonly string[] {
  const folders = [...new Set(paths.map((path) => join(directory, dirname(path))))];
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

/** Removes files, and the directories that become empty. */
function removeFiles(directory: string, paths: readonly string[]): void {
  for (const path of paths) rmSync(join(directory, path));
  for (const folder of new Set(paths.map((path) => dirname(path)))) {
    removeIfEmpty(join(directory, folder));
    removeIfEmpty(join(directory, dirname(folder)));
  }
}

function removeIfEmpty(directory: string): void {
  if (existsSync(directory) && readdirSync(directory).length === 0) rmdirSync(directory);
}
