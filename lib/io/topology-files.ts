import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type DocumentOptions, type ParseOptions, parseAllDocuments, type SchemaOptions } from 'yaml';
import type { FileResult, TopologyFiles } from '../federation/files';
import type { Manifest } from '../federation/model';
import { isFields } from '../values';
import { faultText } from '../yaml/fault';
import { PLAIN_TAGS, plainValue } from '../yaml/plain';
import { readUtf8, Unreadable } from './decode';

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
    text: (file) => attempt(file, () => readText(roots, file)),
    manifests: (name) => attempt(name, () => readManifests(roots, name)),
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

function readText(roots: Roots, name: string): string {
  const path = pathBelow(roots, name);
  const { size } = statSync(path);
  if (size > MAX_BYTES) throw new Unreadable(`too large: ${size} bytes, maximum ${MAX_BYTES}`);
  return readUtf8(path);
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

/** The objects of a file, or of all files of a directory. */
function readManifests(roots: Roots, name: string): readonly Manifest[] {
  const folder = pathBelow(roots, name);
  if (!statSync(folder).isDirectory()) return parseManifests(name, readText(roots, name));
  const kustomization = readdirSync(folder).find((file) => /^kustomization\.ya?ml$/i.test(file));
  if (kustomization !== undefined) {
    throw new Unreadable(`it has a ${kustomization}: render it with "kubectl kustomize" to a file, and name that file`);
  }
  const files = readdirSync(folder)
    .filter((file) => ['.yaml', '.yml', '.json'].includes(extname(file)))
    .filter((file) => !lstatSync(join(folder, file)).isDirectory())
    .sort();
  if (files.length === 0) throw new Unreadable('no .yaml, .yml or .json file found');
  return files.flatMap((file) => {
    const path = join(name, file);
    return parseManifests(
      path,
      namingFile(path, () => readText(roots, path)),
    );
  });
}

const MANIFEST_OPTIONS: ParseOptions & DocumentOptions & SchemaOptions = {
  ...PLAIN_TAGS,
  version: '1.1',
  merge: true,
  logLevel: 'error',
};

function parseManifests(file: string, text: string): readonly Manifest[] {
  return parseAllDocuments(text, MANIFEST_OPTIONS).flatMap((document) => {
    const [error] = 'errors' in document ? document.errors : [];
    if (error !== undefined) throw new Unreadable(`${file}: ${yamlReason(error.message)}`);
    const plain = 'toJS' in document ? plainValue(document) : { value: null };
    if ('problem' in plain) throw new Unreadable(`${file}: ${plain.problem}`);
    return plain.value === null ? [] : toManifests(file, plain.value);
  });
}

/** A message of the YAML parser, which is recursive, without what it quotes. */
function yamlReason(message: string): string {
  return message.includes('call stack') ? 'values are nested too deeply' : faultText(message);
}

/** The objects of one document; a List is replaced by its items. */
function toManifests(file: string, value: unknown): readonly Manifest[] {
  const { apiVersion, kind, metadata, items } = (value ?? {}) as { [field: string]: unknown };
  if (kind === 'List' && Array.isArray(items)) return items.flatMap((item) => toManifests(file, item));
  const isVersion = typeof apiVersion === 'string' && /^([^/]+\/)?[^/]+$/.test(apiVersion);
  if (isVersion && typeof kind === 'string' && kind !== '' && isFields(metadata)) return [value as Manifest];
  throw new Unreadable(`${file}: not a Kubernetes object`);
}
