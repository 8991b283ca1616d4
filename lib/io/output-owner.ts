import { closeSync, type Dirent, openSync, readdirSync, readSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { MAX_CLAIM_BYTES } from '../bounds';
import { readRegular } from '../files/read';
import { markerOf } from '../output/render';
import { statsOf } from './stats';

/**
 * The file that names the topology of an output directory. It has no extension, so neither `kubectl apply -R` nor a
 * directory source of Argo CD reads it.
 */
export const OWNER_FILE = '.ossm-fed';

const HEAD = '# Written by ossm-fed: the manifests in this directory are the output of this topology.\n';

/** Names that do not make a directory a foreign one: those of Git and of desktops, and the staging of other runs. */
const IGNORED = /^(\.git|\.gitattributes|\.gitignore|\.gitkeep|\.DS_Store|\.ossm-fed-.+)$/;

/** The owner of the output of a topology that has no file. */
const NO_FILE = '(program or standard input)';

/**
 * The owner of an output directory: the path of the topology file relative to the directory, with `/`, so that both can
 * move together.
 *
 * @param file the topology file; undefined for a topology without a file
 */
export function ownerId(directory: string, file: string | undefined): string {
  if (file === undefined) return NO_FILE;
  const path = join(realPathOf(dirname(file)), basename(file));
  return relative(realPathOf(directory), path)
    .replaceAll(sep, '/')
    .replace(/[\r\n]/g, ' ');
}

/** The content of {@link OWNER_FILE}. */
export function ownerText(id: string): string {
  return `${HEAD}topology: ${id}\n`;
}

/** The owner that an output directory states, as {@link ownerId} writes it; undefined if it states none. */
export function readOwner(directory: string): string | undefined {
  try {
    const path = join(directory, OWNER_FILE);
    const stats = statsOf(path);
    if (!stats?.isFile()) return undefined;
    const text = readRegular(path, MAX_CLAIM_BYTES).toString('utf8').replaceAll('\r\n', '\n');
    return text.startsWith(HEAD) ? /^topology: (.+)$/m.exec(text.slice(HEAD.length))?.[1] : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Files of a directory that ossm-fed did not write to their paths, sorted, with `/` between the parts. The search ends
 * at the limit, so that it is fast in any directory. What cannot be read below the directory is listed too.
 */
export function foreignFiles(directory: string, limit: number): readonly string[] {
  const found: string[] = [];
  for (const path of foreignBelow(directory, '', 0)) {
    found.push(path);
    if (found.length === limit) break;
  }
  return found;
}

/** Whether the first line of a file is the marker with its path. */
export function isOurs(directory: string, path: string): boolean {
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

/** The depth of written files: cluster, stage, file. */
const DEPTH = 2;

function* foreignBelow(directory: string, folder: string, depth: number): Generator<string> {
  const entries = entriesOf(join(directory, folder));
  if (entries === undefined && depth > 0) yield `${folder}/`;
  for (const entry of entries ?? []) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && depth < DEPTH) yield* foreignBelow(directory, path, depth + 1);
    else if (entry.isDirectory()) yield `${path}/`;
    else if (!isWritten(directory, path, entry, depth)) yield path;
  }
}

/** The entries of a directory, sorted, without the ignored ones; undefined if it cannot be read. */
function entriesOf(folder: string): readonly Dirent[] | undefined {
  try {
    const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !IGNORED.test(name));
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return undefined;
  }
}

function isWritten(directory: string, path: string, entry: Dirent, depth: number): boolean {
  if (path === OWNER_FILE) return readOwner(directory) !== undefined;
  try {
    return depth === DEPTH && entry.isFile() && isOurs(directory, path);
  } catch {
    return false;
  }
}

/** The path without symbolic links; of what does not exist, only the part that does. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPathOf(parent), basename(path));
  }
}
