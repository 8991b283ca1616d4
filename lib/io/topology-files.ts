import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { MAX_FILE_CHARACTERS, MAX_REFERRED_BYTES } from '../bounds';
import type { FileProblem, ParsedManifests, TopologyFiles } from '../federation/files';
import { Unreadable } from '../files/read';
import { readUtf8, SAVE_AS_UTF8 } from './decode';
import { parseManifests } from './topology-manifests';

/**
 * The files below the directory of a topology. Paths that lead out of that directory, by `..` or by a symbolic link,
 * are rejected, except into allowed directories. What is named several times is read once, because all meshes of a range
 * name the same files.
 *
 * @param directory the directory of the topology file
 * @param allowed other directories with files that the topology may refer to; never taken from the topology itself
 */
export function filesBelow(directory: string, allowed: readonly string[] = []): TopologyFiles {
  const roots = [directory, ...allowed];
  const reader = new ReferredFiles(roots);
  return {
    text: once((file) => attempt(roots, file, () => ({ content: reader.text(file) }))),
    manifests: once((name) => ({ found: [], ...attempt(roots, name, () => reader.manifests(name)) })),
  };
}

/** A function that remembers its results. */
function once<T>(read: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const result = known.has(name) ? (known.get(name) as T) : read(name);
    known.set(name, result);
    return result;
  };
}

function attempt<T>(roots: Roots, name: string, read: () => T): T | { readonly problems: readonly FileProblem[] } {
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

/** Reads files below directories, up to a bound of all of them together. */
class ReferredFiles {
  private bytes = 0;

  constructor(private readonly roots: Roots) {}

  text(name: string): string {
    const path = pathBelow(this.roots, name);
    this.bytes += statSync(path).size;
    if (this.bytes > MAX_REFERRED_BYTES)
      throw new Unreadable(`the files that the topology refers to have more than ${MAX_REFERRED_BYTES} bytes together`);
    return readUtf8(path, MAX_FILE_CHARACTERS);
  }

  /** The objects of a file, or of all files of a directory. */
  manifests(name: string): ParsedManifests {
    const folder = pathBelow(this.roots, name);
    const files = statSync(folder).isDirectory() ? filesOf(folder).map((file) => join(name, file)) : [name];
    const parsed = files.map((file) => this.parse(file));
    return { found: parsed.flatMap(({ found }) => found), problems: parsed.flatMap(({ problems }) => problems) };
  }

  /** The objects of a file, and all problems of it with their places. */
  private parse(name: string): ParsedManifests {
    try {
      return parseManifests(join(this.roots[0] ?? '', name), this.text(name));
    } catch (error) {
      return { found: [], problems: [problemIn(this.roots, name, error)] };
    }
  }
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

/** Why a file that is there cannot be read, at its place in the file. */
function problemIn(roots: Roots, name: string, error: unknown): FileProblem {
  const position = error instanceof Unreadable ? error.position : undefined;
  const otherwise = position === undefined ? `fix "${name}", or remove it` : SAVE_AS_UTF8;
  const fix = error instanceof Forbidden ? error.fix : otherwise;
  return { message: reasonOf(error), fix, place: { file: join(roots[0] ?? '', name), ...position } };
}
