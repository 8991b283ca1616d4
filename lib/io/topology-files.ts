import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { MAX_FILE_CHARACTERS, MAX_REFERRED_BYTES } from '../bounds';
import type { FileResult, TopologyFiles } from '../federation/files';
import type { Manifest } from '../federation/model';
import { Unreadable } from '../files/read';
import { isFields } from '../values';
import { parseDocuments, type YamlOptions } from '../yaml/documents';
import { duplicateKeys } from '../yaml/duplicates';
import { PLAIN_TAGS, plainValue } from '../yaml/plain';
import { readUtf8 } from './decode';

/**
 * The files below the directory of a topology. Paths that lead out of that directory, by `..` or by a symbolic link,
 * are rejected, except into allowed directories. What is named several times is read once, because all meshes of a range
 * name the same files.
 *
 * @param directory the directory of the topology file
 * @param allowed other directories with files that the topology may refer to; never taken from the topology itself
 */
export function filesBelow(directory: string, allowed: readonly string[] = []): TopologyFiles {
  const reader = new ReferredFiles([directory, ...allowed]);
  return {
    text: once((file) => attempt(file, () => reader.text(file))),
    manifests: once((name) => attempt(name, () => reader.manifests(name))),
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

function attempt<T>(name: string, read: () => T): FileResult<T> {
  try {
    return { content: read() };
  } catch (error) {
    return { problem: `cannot read "${name}": ${reasonOf(error)}` };
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

/** Adds the file to the reason why it cannot be read. */
function namingFile(file: string, read: () => string): string {
  try {
    return read();
  } catch (error) {
    throw new Unreadable(`${file}: ${reasonOf(error)}`);
  }
}

/** The directory of the topology, and those that are allowed besides. */
type Roots = readonly string[];

/** The real path of a name, which must be below one of the directories. */
function pathBelow(roots: Roots, name: string): string {
  const [base = '', ...allowed] = roots.map((root) => realpathSync(root));
  const path = realpathSync(resolve(base, name));
  if (isAbsolute(name) || ![base, ...allowed].some((root) => isBelow(root, path))) {
    throw new Unreadable('outside the directory of the topology, and not below a directory of --allow-files');
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
  manifests(name: string): readonly Manifest[] {
    const folder = pathBelow(this.roots, name);
    if (!statSync(folder).isDirectory()) return parseManifests(name, this.text(name));
    return manifestFiles(folder).flatMap((file) => {
      const path = join(name, file);
      return parseManifests(
        path,
        namingFile(path, () => this.text(path)),
      );
    });
  }
}

/** The names of the manifests in a directory, sorted. */
function manifestFiles(folder: string): readonly string[] {
  const names = readdirSync(folder);
  const kustomization = names.find((file) => /^kustomization\.ya?ml$/i.test(file));
  if (kustomization !== undefined) {
    throw new Unreadable(`it has a ${kustomization}: render it with "kubectl kustomize" to a file, and name that file`);
  }
  const files = names
    .filter((file) => ['.yaml', '.yml', '.json'].includes(extname(file)))
    .filter((file) => !lstatSync(join(folder, file)).isDirectory())
    .sort();
  if (files.length === 0) throw new Unreadable('no .yaml, .yml or .json file found');
  return files;
}

const MANIFEST_OPTIONS: YamlOptions = { ...PLAIN_TAGS, version: '1.1', merge: true };

function parseManifests(file: string, text: string): readonly Manifest[] {
  const { documents, excess } = parseDocuments(text, MANIFEST_OPTIONS);
  const manifests = documents.flatMap((document) => {
    const reason = document.errors[0]?.message ?? (duplicateKeys(document).length > 0 ? DUPLICATE : undefined);
    if (reason !== undefined) throw new Unreadable(`${file}: ${yamlReason(reason)}`);
    const plain = plainValue(document);
    if ('problem' in plain) throw new Unreadable(`${file}: ${plain.problem}`);
    return plain.value === null ? [] : toManifests(file, plain.value);
  });
  if (excess !== undefined) throw new Unreadable(`${file}: the file has ${excess}`);
  return manifests;
}

const DUPLICATE = 'Map keys must be unique';

/** The first line of a message of the YAML parser, which is recursive. */
function yamlReason(message: string): string {
  return message.includes('call stack') ? 'values are nested too deeply' : (message.split('\n')[0] ?? message);
}

/** The objects of one document; a List is replaced by its items. */
function toManifests(file: string, value: unknown): readonly Manifest[] {
  const { apiVersion, kind, metadata, items } = (value ?? {}) as { [field: string]: unknown };
  if (kind === 'List' && Array.isArray(items)) return items.flatMap((item) => toManifests(file, item));
  const isVersion = typeof apiVersion === 'string' && /^([^/]+\/)?[^/]+$/.test(apiVersion);
  if (isVersion && typeof kind === 'string' && kind !== '' && isFields(metadata)) return [value as Manifest];
  throw new Unreadable(`${file}: not a Kubernetes object`);
}
