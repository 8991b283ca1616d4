import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type DocumentOptions, type ParseOptions, parseAllDocuments, type SchemaOptions } from 'yaml';
import type { FileResult, TopologyFiles } from '../federation/files';
import type { Manifest } from '../federation/model';
import { PLAIN_TAGS, plainValue } from '../yaml/plain';

/** The largest file that is read, in bytes. */
const MOST_BYTES = 10_000_000;

/**
 * The files below the directory of a topology. What leads out of that directory, by `..` or by a symbolic link, is
 * not read.
 *
 * @param directory the directory of the topology file
 */
export function filesBelow(directory: string): TopologyFiles {
  return {
    text: (file) => attempt(file, () => readText(directory, file)),
    manifests: (name) => attempt(name, () => readManifests(directory, name)),
  };
}

/** What keeps a file from being read; the message is for the user. */
class Unreadable extends Error {}

function attempt<T>(name: string, read: () => T): FileResult<T> {
  try {
    return { content: read() };
  } catch (error) {
    return { problem: `"${name}" cannot be read: ${reasonOf(error)}` };
  }
}

/** Why the file system refused something, in words. */
export function reasonOf(error: unknown): string {
  if (error instanceof Unreadable) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  const reasons: { readonly [code: string]: string } = {
    EACCES: 'permission denied',
    EEXIST: 'it is not a directory',
    EISDIR: 'it is a directory',
    ELOOP: 'its symbolic links go round in circles',
    ENOENT: 'it does not exist',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'a part of its path is not a directory',
    EROFS: 'the file system is read-only',
  };
  if (code === undefined) throw error;
  return reasons[code] ?? code;
}

function readText(directory: string, name: string): string {
  const path = pathBelow(directory, name);
  const { size } = statSync(path);
  if (size > MOST_BYTES) throw new Unreadable(`it has ${size} bytes, more than the ${MOST_BYTES} that are read`);
  return readFileSync(path, 'utf8');
}

/** The real path of a name, which must lie below the directory. */
function pathBelow(directory: string, name: string): string {
  const base = realpathSync(directory);
  const path = realpathSync(resolve(base, name));
  const way = relative(base, path);
  if (isAbsolute(name) || way === '..' || way.startsWith(`..${sep}`)) {
    throw new Unreadable('it lies outside the directory of the topology');
  }
  return path;
}

function readManifests(directory: string, name: string): readonly Manifest[] {
  const folder = pathBelow(directory, name);
  const files = readdirSync(folder)
    .filter((file) => ['.yaml', '.yml', '.json'].includes(extname(file)))
    .filter((file) => !lstatSync(join(folder, file)).isDirectory())
    .sort();
  if (files.length === 0) throw new Unreadable('it holds no .yaml, .yml or .json file');
  return files.flatMap((file) => parseManifests(join(name, file), readText(directory, join(name, file))));
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
    if (error !== undefined) throw new Unreadable(`${file}: ${error.message.split('\n')[0]}`);
    const plain = 'toJS' in document ? plainValue(document) : { value: null };
    if ('problem' in plain) throw new Unreadable(`${file}: ${plain.problem}`);
    return plain.value === null ? [] : toManifests(file, plain.value);
  });
}

/** The objects of one document; a List stands for its items. */
function toManifests(file: string, value: unknown): readonly Manifest[] {
  const { apiVersion, kind, metadata, items } = (value ?? {}) as { [field: string]: unknown };
  if (kind === 'List' && Array.isArray(items)) return items.flatMap((item) => toManifests(file, item));
  const isVersion = typeof apiVersion === 'string' && /^([^/]+\/)?[^/]+$/.test(apiVersion);
  if (isVersion && typeof kind === 'string' && kind !== '' && isMap(metadata)) return [value as Manifest];
  throw new Unreadable(`${file} holds something that is no Kubernetes object`);
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
