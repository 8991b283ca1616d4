import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { FileProblem, FileResult, TopologyFiles } from '../federation/files';
import type { Manifest } from '../federation/model';
import { readUtf8, Unreadable } from './decode';
import { duplicatesIn, type ParsedManifests, parseManifests } from './topology-manifests';

/** The maximum size of a file in bytes. */
const MAX_BYTES = 10_000_000;

/**
 * The files below the directory of a topology. Paths that lead out of that directory, by `..` or by a symbolic link,
 * are rejected, except into allowed directories.
 *
 * @param directory the directory of the topology file
 * @param allowed other directories with files that the topology may refer to; never taken from the topology itself
 */
export function filesBelow(directory: string, allowed: readonly string[] = []): TopologyFiles {
  const roots = [directory, ...allowed];
  return {
    text: (file) => attempt(roots, file, () => ({ content: readText(roots, file) })),
    manifests: (name) => attempt(roots, name, () => readManifests(roots, name)),
  };
}

function attempt<T>(roots: Roots, name: string, read: () => FileResult<T>): FileResult<T> {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable && error.position !== undefined)
      return { problems: [problemIn(roots, name, error)] };
    const fix = error instanceof Forbidden ? error.fix : undefined;
    return { problems: [{ message: `cannot read "${name}": ${reasonOf(error)}`, ...(fix !== undefined && { fix }) }] };
  }
}

/** A path that is neither below the directory of the topology nor allowed. */
class Forbidden extends Unreadable {
  readonly fix: string;

  constructor(name: string) {
    super('outside the directory of the topology, and not below a directory of --allow-files');
    this.fix = isAbsolute(name)
      ? 'write a path that is relative to the directory of the topology'
      : 'move it below the directory of the topology, or add "--allow-files" with a directory that contains it ("allowFiles" in code)';
  }
}

/** The reason of a file-system error, in the words of POSIX. Throws errors that have no code. */
export function reasonOf(error: unknown): string {
  if (error instanceof Unreadable) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  const reasons: { readonly [code: string]: string } = {
    EACCES: 'permission denied',
    EEXIST: 'not a directory',
    EISDIR: 'is a directory',
    ELOOP: 'too many levels of symbolic links',
    ENOENT: 'no such file or directory',
    ENOSPC: 'no space left on device',
    ENOTDIR: 'a parent is not a directory',
    EROFS: 'read-only file system',
  };
  if (code === undefined) throw error;
  return reasons[code] ?? code;
}

function readText(roots: Roots, name: string): string {
  const path = pathBelow(roots, name);
  const { size } = statSync(path);
  if (size > MAX_BYTES) throw new Unreadable(`too large: ${size} bytes, maximum ${MAX_BYTES}`);
  return readUtf8(path);
}

/** The directory of the topology, and those that are allowed besides. */
type Roots = readonly string[];

/** The real path of a name, which must be below one of the directories. */
function pathBelow(roots: Roots, name: string): string {
  const [base = '', ...allowed] = roots.map((root) => realpathSync(root));
  const path = realpathSync(resolve(base, name));
  if (isAbsolute(name) || ![base, ...allowed].some((root) => isBelow(root, path))) {
    throw new Forbidden(name);
  }
  return path;
}

function isBelow(root: string, path: string): boolean {
  const way = relative(root, path);
  return !isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`);
}

/** The objects of a file, or of all files of a directory. */
function readManifests(roots: Roots, name: string): FileResult<readonly Manifest[]> {
  const folder = pathBelow(roots, name);
  const files = statSync(folder).isDirectory() ? filesOf(folder).map((file) => join(name, file)) : [name];
  const parsed = files.map((file) => parseFile(roots, file));
  const problems = [...parsed.flatMap((one) => one.problems), ...duplicatesIn(parsed.flatMap((one) => one.found))];
  if (problems.length > 0) return { problems };
  return { content: parsed.flatMap(({ found }) => found.map(({ object }) => object)) };
}

/** The names of the manifests of a directory, sorted. */
function filesOf(folder: string): readonly string[] {
  const entries = readdirSync(folder);
  const kustomization = entries.find((file) => /^kustomization\.ya?ml$/i.test(file));
  if (kustomization !== undefined) {
    throw new Unreadable(`it has a ${kustomization}: render it with "kubectl kustomize" to a file, and name that file`);
  }
  const files = entries
    .filter((file) => ['.yaml', '.yml', '.json'].includes(extname(file)))
    .filter((file) => !lstatSync(join(folder, file)).isDirectory())
    .sort();
  if (files.length === 0) throw new Unreadable('no .yaml, .yml or .json file found');
  return files;
}

/** The objects of a file, and all problems of it with their places. */
function parseFile(roots: Roots, name: string): ParsedManifests {
  try {
    return parseManifests(join(roots[0] ?? '', name), readText(roots, name));
  } catch (error) {
    return { found: [], problems: [problemIn(roots, name, error)] };
  }
}

/** Why a file that is there cannot be read, at its place in the file. */
function problemIn(roots: Roots, name: string, error: unknown): FileProblem {
  const position = error instanceof Unreadable ? error.position : undefined;
  const fix = error instanceof Forbidden ? error.fix : `fix "${name}", or remove it`;
  return { message: reasonOf(error), fix, place: { file: join(roots[0] ?? '', name), ...position } };
}
