import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isOurs, OWNER_FILE, ownerId, readOwner } from './output-owner';
import { statsOf } from './stats';

/** A file of the output, compared with the one that exists at its path. */
export interface ComparedFile {
  /** The path below the output directory. */
  readonly path: string;
  /** Whether the existing file has other content, or none exists. Then a staged one does, unless files are only compared. */
  readonly isChanged: boolean;
}

/** The output of another topology, which writing would change, as paths below the output directory. */
export interface OtherOutput {
  /** The owner that the directory states; undefined if it states none. */
  readonly owner?: string;
  /** Files that would be replaced. */
  readonly replaced: readonly string[];
  /** Files that would be removed. */
  readonly removed: readonly string[];
}

/** How the files of an output directory, with {@link OWNER_FILE}, differ from the output, as paths below it. */
export interface OutputDifferences {
  /** Manifests with the same content. */
  readonly unchanged: readonly string[];
  /** Files with other content. */
  readonly different: readonly string[];
  /** Files that do not exist. */
  readonly missing: readonly string[];
  /** Files of an earlier run that are no longer part of the output. */
  readonly extra: readonly string[];
}

/** What files are written for. */
export interface OutputTarget {
  /**
   * The clusters whose directories are searched for old files.
   *
   * @default all
   */
  readonly clusters?: readonly string[] | undefined;
  /** The topology file that the output comes from; undefined for a topology without a file. */
  readonly topology: string | undefined;
  /**
   * Whether the output of another topology may be replaced and removed.
   *
   * @default false
   */
  readonly takeOwnership?: boolean | undefined;
}

/** Compares files of the output with those in the output directory. */
export function compareOutput(
  directory: string,
  files: readonly ComparedFile[],
  { clusters, topology }: OutputTarget,
): OutputDifferences {
  const changed = changedOf(files);
  const isSameOwner = files.length === 0 || readOwner(directory) === ownerId(directory, topology);
  const differing = [...(isSameOwner ? [] : [OWNER_FILE]), ...changed];
  const [different, missing] = [true, false].map((exists) =>
    differing.filter((path) => (statsOf(join(directory, path)) !== undefined) === exists),
  );
  return {
    unchanged: unchangedOf(files),
    different: different ?? [],
    missing: missing ?? [],
    extra: staleFiles(directory, files, clusters),
  };
}

/** The paths of files that change. */
export function changedOf(files: readonly ComparedFile[]): readonly string[] {
  return files.filter(({ isChanged }) => isChanged).map(({ path }) => path);
}

/** The paths of files that do not change. */
export function unchangedOf(files: readonly ComparedFile[]): readonly string[] {
  return files.filter(({ isChanged }) => !isChanged).map(({ path }) => path);
}

/** What a run changes. */
export interface OutputChanges {
  /** All files of the output. */
  readonly files: readonly ComparedFile[];
  /** The paths of those that differ. */
  readonly paths: readonly string[];
  /** Files of an earlier run that are no longer part of the output. */
  readonly removed: readonly string[];
}

/**
 * What a run would change of the output of another topology; undefined if the output is that of the same topology. A
 * directory whose topology is unknown, because it states none or one without a file, has the output of another topology
 * if none of its files is part of the new output.
 */
export function otherOutput(
  directory: string,
  { topology }: OutputTarget,
  { files, paths, removed }: OutputChanges,
): OtherOutput | undefined {
  if (paths.length + removed.length === 0) return undefined;
  const stated = readOwner(directory);
  const exists = (path: string) => statsOf(join(directory, path)) !== undefined;
  const isStated = stated === ownerId(directory, topology);
  if (isStated && topology !== undefined) return undefined;
  const isUnknown = stated === undefined || isStated;
  if (isUnknown && (removed.length === 0 || files.some(({ path }) => exists(path)))) return undefined;
  return { ...(stated !== undefined && { owner: stated }), replaced: paths.filter(exists), removed };
}

/** The files of earlier runs that are no longer part of the output, sorted. */
export function staleFiles(
  directory: string,
  files: readonly ComparedFile[],
  clusters: readonly string[] | undefined,
): readonly string[] {
  const current = new Set(files.map(({ path }) => path));
  const looked = clusters ?? foldersOf(directory);
  return looked.flatMap((cluster) => oldFiles(directory, cluster, current)).sort();
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
