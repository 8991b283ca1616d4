import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, extname, join, relative, sep } from 'node:path';
import type { InputProblem, ManifestInput } from '../manifests/input';
import type { ManifestObject } from '../manifests/object';
import { MAX_CHARACTERS } from '../manifests/parse';
import { readManifests } from '../manifests/read';
import { readUtf8, Unreadable } from './decode';
import { reasonOf } from './topology-files';

/** A source of manifests of one cluster. */
export interface ManifestSource {
  /** The name of the cluster. */
  readonly cluster: string;
  /** A file or a directory; `-` for standard input. */
  readonly path: string;
}

/** The maximum nesting of directories. */
const MAX_DEPTH = 20;

const MANIFEST_EXTENSIONS = ['.yaml', '.yml', '.json'];

/**
 * The sources of a command-line argument: `cluster=path`, or a path. Without a cluster name, each directory below the
 * path is a cluster; without any, the path itself is one.
 */
export function sourcesOf(argument: string): readonly ManifestSource[] {
  const [, cluster, named] = /^([^=/\\]+)=(.+)$/.exec(argument) ?? [];
  if (cluster !== undefined && named !== undefined) return [{ cluster, path: named }];
  if (argument === '-') return [{ cluster: 'stdin', path: '-' }];
  const folders = foldersOf(argument);
  if (folders.length === 0) return [{ cluster: nameOf(argument), path: argument }];
  const loose = filesOf(argument).map((file) => ({ cluster: nameOf(argument), path: join(argument, file) }));
  return [...folders.map((folder) => ({ cluster: folder, path: join(argument, folder) })), ...loose];
}

/** The manifests directly in a directory; they belong to none of the clusters in its subdirectories. */
function filesOf(path: string): readonly string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile() && MANIFEST_EXTENSIONS.includes(extname(entry.name)))
    .map(({ name }) => name)
    .sort();
}

function nameOf(path: string): string {
  return basename(path).replace(/\.(ya?ml|json)$/, '') || 'cluster';
}

function foldersOf(path: string): readonly string[] {
  try {
    if (!existsSync(path) || !statSync(path).isDirectory()) return [];
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    // The problem is reported when the path is read.
    reasonOf(error);
    return [];
  }
}

/**
 * Reads the manifests of all sources.
 *
 * @param stdin returns the text of standard input
 */
export function readSources(sources: readonly ManifestSource[], stdin: () => string): ManifestInput {
  const reader = new Reader(stdin);
  for (const { cluster, path } of sources) reader.readSource(cluster, path);
  return reader;
}

class Reader implements ManifestInput {
  readonly objects: ManifestObject[] = [];
  readonly problems: InputProblem[] = [];
  skipped = 0;
  files = 0;
  /** The files of each cluster that were read, so that none is read twice through a link. */
  private readonly seen = new Set<string>();

  constructor(private readonly stdin: () => string) {}

  readSource(cluster: string, path: string): void {
    const before = this.objects.length + this.problems.length + this.skipped + this.files;
    if (path === '-') this.guard(cluster, '<stdin>', () => this.parse(cluster, '<stdin>', this.stdin()));
    else this.guard(cluster, path, () => this.readNamed(cluster, path));
    // An empty or mistyped directory must not look like a clean one.
    if (this.objects.length + this.problems.length + this.skipped + this.files === before) {
      this.note(cluster, path, 'no manifests found');
    }
  }

  /** Reads a path that the user named; it may be a pipe, which has no real path. */
  private readNamed(cluster: string, path: string): void {
    if (statSync(path).isDirectory()) this.readFolder(cluster, path, realpathSync(path), 0);
    else this.readFile(cluster, path, 0);
  }

  /** Turns errors of the file system into problems. */
  private guard(cluster: string, file: string, read: () => void): void {
    try {
      read();
    } catch (error) {
      const { line, column } = (error instanceof Unreadable ? error.position : undefined) ?? {};
      this.note(cluster, file, reasonOf(error), line, column);
    }
  }

  private note(cluster: string, file: string, message: string, line = 1, column = 1): void {
    this.problems.push({ cluster, file, line, column, message });
  }

  private readEntry(cluster: string, path: string, root: string, depth: number): void {
    const real = realpathSync(path);
    if (real !== root && !real.startsWith(root + sep)) {
      this.note(cluster, path, `the symbolic link leads out of the directory ${relative('.', root) || '.'}`);
    } else if (statSync(real).isDirectory()) {
      // A link to a parent directory would never end.
      if (lstatSync(path).isSymbolicLink()) this.skipped += 1;
      else this.readFolder(cluster, path, root, depth);
    } else this.readFile(cluster, path, depth);
  }

  private readFolder(cluster: string, folder: string, root: string, depth: number): void {
    if (depth > MAX_DEPTH) {
      this.note(cluster, folder, `directories are nested more than ${MAX_DEPTH} deep`);
      return;
    }
    const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
    for (const name of names.sort()) {
      const path = join(folder, name);
      this.guard(cluster, path, () => this.readEntry(cluster, path, root, depth + 1));
    }
  }

  private readFile(cluster: string, path: string, depth: number): void {
    const stats = statSync(path);
    const { size } = stats;
    const id = `${cluster} ${stats.dev} ${stats.ino}`;
    // A file that the user named is read regardless of its extension; a pipe in a directory may never end.
    const isOther = depth > 0 && !(stats.isFile() && MANIFEST_EXTENSIONS.includes(extname(path)));
    if (isOther || this.seen.has(id)) this.skipped += 1;
    else if (stats.isCharacterDevice()) this.note(cluster, path, 'the file is a device');
    else if (size > MAX_CHARACTERS) this.note(cluster, path, `too large: ${size} bytes, maximum ${MAX_CHARACTERS}`);
    else this.parse(cluster, path, readUtf8(path));
    this.seen.add(id);
  }

  private parse(cluster: string, file: string, text: string): void {
    const { manifests, others, problem } = readManifests(cluster, file, text);
    this.files += 1;
    this.skipped += others;
    for (const manifest of manifests) this.objects.push(manifest);
    if (problem !== undefined)
      this.note(cluster, file, problem.message, problem.position.line, problem.position.column);
  }
}
