import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type DocumentOptions, type ParseOptions, parseAllDocuments, type SchemaOptions } from 'yaml';
import type { FileResult, TopologyFiles } from '../federation/files';
import type { Manifest } from '../federation/model';
import { isFields } from '../values';
import { PLAIN_TAGS, plainValue } from '../yaml/plain';
import { readUtf8, Unreadable } from './decode';

/** The maximum size of a file in bytes. */
const MAX_BYTES = 10_000_000;

/**
 * The files below the directory of a topology. Paths that lead out of that directory, by `..` or by a symbolic link,
 * are rejected.
 *
 * @param directory the directory of the topology file
 */
export function filesBelow(directory: string): TopologyFiles {
  return {
    text: (file) => attempt(file, () => readText(directory, file)),
    manifests: (name) => attempt(name, () => readManifests(directory, name)),
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

function readText(directory: string, name: string): string {
  const path = pathBelow(directory, name);
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

/** The real path of a name, which must be below the directory. */
function pathBelow(directory: string, name: string): string {
  const base = realpathSync(directory);
  const path = realpathSync(resolve(base, name));
  const way = relative(base, path);
  if (isAbsolute(name) || way === '..' || way.startsWith(`..${sep}`)) {
    throw new Unreadable('outside the directory of the topology');
  }
  return path;
}

function readManifests(directory: string, name: string): readonly Manifest[] {
  const folder = pathBelow(directory, name);
  const files = readdirSync(folder)
    .filter((file) => ['.yaml', '.yml', '.json'].includes(extname(file)))
    .filter((file) => !lstatSync(join(folder, file)).isDirectory())
    .sort();
  if (files.length === 0) throw new Unreadable('no .yaml, .yml or .json file found');
  return files.flatMap((file) => {
    const path = join(name, file);
    return parseManifests(
      path,
      namingFile(path, () => readText(directory, path)),
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
