import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import { PROJECT_FILE } from '../argocd/files';
import { MAX_DIRECTORY_DEPTH, MAX_FILE_CHARACTERS, MAX_LINT_BYTES, MAX_LINT_FILES } from '../bounds';
import { readNamed, readRegular, Unreadable } from '../files/read';
import type { Position } from '../issues/place';
import { ManifestCollector, type SourceFiles } from '../manifests/collect';
import { type InputProblem, type ManifestInput, unreadable } from '../manifests/input';
import { groupBy } from '../values';
import { decodeUtf8, SAVE_AS_UTF8 } from './decode';
import { isOurs } from './output-owner';
import { STDIN } from './stdin';
import { reasonOf } from './topology-files';

/** A source of manifests of one cluster. */
export interface ManifestSource {
  /** The name of the cluster. */
  readonly cluster: string;
  /** A file or a directory; `-` for standard input. */
  readonly path: string;
  /**
   * The directory that the user named, if this source is one of the clusters in it.
   *
   * @default the user named the source itself
   */
  readonly within?: string;
  /**
   * Whether it is a file beside the directories of clusters, which need not be a manifest.
   *
   * @default false
   */
  readonly isLoose?: boolean;
  /**
   * Whether the user named no source, so that it is the output directory.
   *
   * @default false
   */
  readonly isDefault?: boolean;
}

const MANIFEST_EXTENSIONS = ['.yaml', '.yml', '.json'];

/**
 * The sources of a command-line argument: `cluster=path`, or a path. Without a cluster name, each directory below the
 * path is a cluster; without any, the path itself is one.
 */
export function sourcesOf(argument: string): readonly ManifestSource[] {
  const [, cluster, named] = /^([^=/\\]+)=(.+)$/.exec(argument) ?? [];
  if (cluster !== undefined && named !== undefined) return [{ cluster, path: named }];
  if (argument === STDIN) return [{ cluster: 'stdin', path: STDIN }];
  const folders = foldersOf(argument);
  if (folders.length === 0) return [{ cluster: nameOf(argument), path: argument }];
  const within = { within: argument };
  const loose = filesOf(argument).map((file) => ({
    cluster: nameOf(argument),
    path: join(argument, file),
    ...within,
    isLoose: true,
  }));
  return [...folders.map((folder) => ({ cluster: folder, path: join(argument, folder), ...within })), ...loose];
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
    const folders = readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort();
    return isForArgoCd(path) ? folders.filter((name) => name !== dirname(dirname(PROJECT_FILE))) : folders;
  } catch (error) {
    // The problem is reported when the path is read.
    reasonOf(error);
    return [];
  }
}

/** Whether a directory is an output with a directory of objects for Argo CD itself, which is no cluster. */
function isForArgoCd(path: string): boolean {
  return existsSync(join(path, PROJECT_FILE)) && isOurs(path, PROJECT_FILE);
}

/**
 * Reads the manifests of all sources. A source without one object is a problem.
 *
 * @param stdin returns the text of standard input
 */
export function readSources(sources: readonly ManifestSource[], stdin: () => string): ManifestInput {
  const reader = new Reader(stdin);
  const read = sources.map((source) => ({ ...source, isRead: reader.readSource(source) }));
  for (const [within, own] of groupBy(read, ({ within: directory }) => directory ?? '')) {
    if (within === '' || own.some(({ isRead }) => isRead)) continue;
    const message = 'no Kubernetes object in the directory and its subdirectories';
    const fix = 'name a directory with manifests';
    reader.input.note({ cluster: nameOf(within), file: within, severity: 'error', message, effect: '', fix });
  }
  // What was remembered for reading is not needed any more.
  const { objects, problems, skipped, files } = reader.input;
  return { objects, problems, skipped, files };
}

/** The problem of a missing output directory. */
function missingOutput(file: string): InputProblem {
  const message = `nothing to lint: the directory "${file}", which is linted without arguments, does not exist`;
  const fix = 'run "ossm-fed synth" first, or name the directories of your clusters: ossm-fed lint NAME=DIR NAME=DIR';
  return { cluster: '', file, severity: 'error', message, effect: '', fix };
}

/** Counts what is read of all sources together. */
class SourceBudget {
  private files = 0;
  private bytes = 0;
  private isExceeded = false;

  /**
   * Counts a file, and returns whether it is read.
   *
   * @param note reports the bound; called for the first file that is not read
   */
  take(size: number, note: (reason: string) => void): boolean {
    if (this.isExceeded) return false;
    this.files += 1;
    this.bytes += size;
    this.isExceeded = this.files > MAX_LINT_FILES || this.bytes > MAX_LINT_BYTES;
    if (this.isExceeded) note(`all sources have more than ${MAX_LINT_FILES} files or ${MAX_LINT_BYTES} bytes together`);
    return !this.isExceeded;
  }
}

class Reader {
  readonly input = new ManifestCollector();
  /** The files of each cluster that were read, so that none is read twice through a link. */
  readonly seen = new Set<string>();
  readonly budget = new SourceBudget();

  constructor(private readonly stdin: () => string) {}

  /** Returns whether the source has an object, or a problem that says why not. */
  readSource({ cluster, path, within, isLoose = false, isDefault = false }: ManifestSource): boolean {
    const file = path === STDIN ? '<stdin>' : path;
    const before = this.input.skipped;
    // A directory that has no manifests at all, such as that of a documentation, is not a cluster.
    const isRequired = (files: number) =>
      within === undefined || (!isLoose && (files > 0 || this.input.skipped === before));
    if (isDefault && !existsSync(path)) {
      this.input.note(missingOutput(path));
      return true;
    }
    return this.input.readSource({ cluster, file }, isRequired, (source) => {
      const reading = new SourceReader(cluster, source, this.input, this);
      if (path === STDIN) reading.guard(file, () => source.add(file, this.stdin()));
      else reading.guard(path, () => reading.readNamed(path));
    });
  }
}

/** Reads the files of one source. */
class SourceReader {
  constructor(
    private readonly cluster: string,
    private readonly source: SourceFiles,
    private readonly input: ManifestCollector,
    private readonly shared: Pick<Reader, 'seen' | 'budget'>,
  ) {}

  /** Reads a path that the user named; it may be a pipe, which has no real path. */
  readNamed(path: string): void {
    if (statSync(path).isDirectory()) this.readFolder(path, path, 0);
    else this.readFile(path, 0);
  }

  /** Turns errors of the file system into problems. */
  guard(file: string, read: () => void): void {
    try {
      read();
    } catch (error) {
      const position = error instanceof Unreadable ? error.position : undefined;
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      const fix = isMissing ? 'check the path' : position && SAVE_AS_UTF8;
      this.note(file, reasonOf(error), position, fix);
    }
  }

  private note(file: string, reason: string, position?: Position, fix?: string): void {
    this.input.note(unreadable({ cluster: this.cluster, file, ...position }, reason, fix));
  }

  /** @param root the directory that the user named, which links must not leave */
  private readEntry(entry: Dirent, path: string, root: string, depth: number): void {
    if (entry.isSymbolicLink()) this.readLink(path, root, depth);
    else if (entry.isDirectory()) this.readFolder(path, root, depth);
    else this.readFile(path, depth);
  }

  private readLink(path: string, named: string, depth: number): void {
    const [real, root] = [realpathSync(path), realpathSync(named)];
    if (real !== root && !real.startsWith(root + sep)) {
      this.note(path, `the symbolic link leads out of the directory ${relative('.', root) || '.'}`);
    } else if (statSync(real).isDirectory()) {
      // A link to a parent directory would never end.
      this.input.skipped += 1;
    } else this.readFile(path, depth);
  }

  private readFolder(folder: string, root: string, depth: number): void {
    if (depth > MAX_DIRECTORY_DEPTH) {
      this.note(folder, `directories are nested more than ${MAX_DIRECTORY_DEPTH} deep`);
      return;
    }
    const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      this.guard(path, () => this.readEntry(entry, path, root, depth + 1));
    }
  }

  private readFile(path: string, depth: number): void {
    const stats = statSync(path);
    const { size } = stats;
    const id = `${this.cluster} ${stats.dev} ${stats.ino}`;
    // A file that the user named is read regardless of its extension; a pipe in a directory may never end.
    const isOther = depth > 0 && !(stats.isFile() && MANIFEST_EXTENSIONS.includes(extname(path)));
    const isRepeat = !isOther && this.shared.seen.has(id);
    if (isRepeat) this.source.hasRepeats = true;
    if (isOther || isRepeat) this.input.skipped += 1;
    else this.addFile(path, size, depth);
    this.shared.seen.add(id);
  }

  private addFile(path: string, size: number, depth: number): void {
    if (!this.shared.budget.take(size, (reason) => this.note(path, reason))) return;
    const read = depth === 0 ? readNamed : readRegular;
    this.source.add(path, decodeUtf8(read(path, MAX_FILE_CHARACTERS)));
  }
}
