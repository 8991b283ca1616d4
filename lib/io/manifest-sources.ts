import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, extname, join, relative, sep } from 'node:path';
import type { InputProblem, ManifestInput } from '../manifests/input';
import type { ManifestObject } from '../manifests/object';
import { MOST_CHARACTERS } from '../manifests/parse';
import { readManifests } from '../manifests/read';
import { reasonOf } from './topology-files';

/** A cluster and a file or directory with manifests of it; `-` stands for standard input. */
export interface ManifestSource {
  readonly cluster: string;
  readonly path: string;
}

/** How deep directories are looked through. */
const MOST_DEPTH = 20;

const MANIFEST_EXTENSIONS = ['.yaml', '.yml', '.json'];

/**
 * The sources that an argument of the command line stands for: `cluster=path`, or a path. Each directory below a path
 * without a name is a cluster of its own; where there is none, the path itself is one.
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

/** The manifests right in a directory; beside directories that are clusters they belong to none of them. */
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
    // What is wrong with it is told when it is read.
    reasonOf(error);
    return [];
  }
}

/**
 * Reads the manifests of all sources.
 *
 * @param stdin gives the text of standard input
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
  /** The files of each cluster that were read, so that none is read again by another way. */
  private readonly seen = new Set<string>();

  constructor(private readonly stdin: () => string) {}

  readSource(cluster: string, path: string): void {
    const before = this.objects.length + this.problems.length + this.skipped + this.files;
    if (path === '-') this.guard(cluster, '<stdin>', () => this.parse(cluster, '<stdin>', this.stdin()));
    else this.guard(cluster, path, () => this.readNamed(cluster, path));
    // An empty or mistyped directory must not look like a clean one.
    if (this.objects.length + this.problems.length + this.skipped + this.files === before) {
      this.note(cluster, path, 'it holds no manifest');
    }
  }

  /** Reads what the user names; it may be a pipe, which has no real path. */
  private readNamed(cluster: string, path: string): void {
    if (statSync(path).isDirectory()) this.readFolder(cluster, path, realpathSync(path), 0);
    else this.readFile(cluster, path, 0);
  }

  /** Notes what the file system refuses. */
  private guard(cluster: string, file: string, read: () => void): void {
    try {
      read();
    } catch (error) {
      this.note(cluster, file, reasonOf(error));
    }
  }

  private note(cluster: string, file: string, message: string, line = 1, column = 1): void {
    this.problems.push({ cluster, file, line, column, message });
  }

  private readEntry(cluster: string, path: string, root: string, depth: number): void {
    const real = realpathSync(path);
    if (real !== root && !real.startsWith(root + sep)) {
      this.note(cluster, path, `it is a symbolic link that leaves the directory ${relative('.', root) || '.'}`);
    } else if (statSync(real).isDirectory()) {
      // A link to a directory further up would be read again and again.
      if (lstatSync(path).isSymbolicLink()) this.skipped += 1;
      else this.readFolder(cluster, path, root, depth);
    } else this.readFile(cluster, path, depth);
  }

  private readFolder(cluster: string, folder: string, root: string, depth: number): void {
    if (depth > MOST_DEPTH) {
      this.note(cluster, folder, `directories are nested more than ${MOST_DEPTH} deep`);
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
    // A file that the user names is read whatever it is called; a pipe in a directory may never end.
    const isOther = depth > 0 && !(stats.isFile() && MANIFEST_EXTENSIONS.includes(extname(path)));
    if (isOther || this.seen.has(id)) this.skipped += 1;
    else if (stats.isCharacterDevice()) this.note(cluster, path, 'it is a device');
    else if (size > MOST_CHARACTERS) this.note(cluster, path, `it has ${size} bytes, more than ${MOST_CHARACTERS}`);
    else this.parse(cluster, path, readFileSync(path, 'utf8'));
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
