import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import { MAX_FILE_CHARACTERS, MAX_LINT_BYTES, MAX_LINT_FILES } from '../bounds';
import { Unreadable } from '../files/read';
import { decodeUtf8 } from './decode';

/** A file of a revision. */
export interface RevisionFile {
  /** The path below the directory that was read, with `/` between its parts. */
  readonly path: string;
  /** The text. */
  readonly text: string;
}

/** The manifests of a directory in a revision. */
export interface Revision {
  /** The full hash of the commit. */
  readonly commit: string;
  /** The files, sorted by path. */
  readonly files: readonly RevisionFile[];
}

/** How long git may run, in milliseconds. */
const TIMEOUT = 60_000;

const MANIFEST = ['.yaml', '.yml', '.json'];

/**
 * Reads the YAML and JSON files below a directory as they are in a revision. No filter, hook or other program of the
 * repository runs, and nothing is fetched. Throws {@link Unreadable} with the reason.
 *
 * @param directory the directory; it may be missing in the working tree
 * @param revision a commit, a branch, a tag, or any other name that git knows
 */
export function readRevision(directory: string, revision: string): Revision {
  const { root, rest } = existingPart(resolve(directory));
  const prefix = git(root, ['rev-parse', '--show-prefix']).toString('utf8').replace(/\n$/, '');
  const commit = objectOf(root, `${revision}^{commit}`);
  if (commit === undefined) throw new Unreadable(`the repository has no revision "${revision}"`);
  const path = `${prefix}${rest}`.replace(/\/$/, '');
  const found = path === '' ? commit : objectOf(root, `${commit}:${path}`);
  const tree = found && objectOf(root, `${found}^{tree}`);
  if (tree === undefined) throw new Unreadable(`revision "${revision}" has no directory "${path}"`);
  const entries = listTree(root, tree);
  return { commit, files: readBlobs(root, entries) };
}

/** The nearest directory that exists, from which git finds the repository, and the path below it. */
function existingPart(path: string): { readonly root: string; readonly rest: string } {
  let [root, rest] = [path, ''];
  while (!isDirectory(root) && dirname(root) !== root) [root, rest] = [dirname(root), `${basename(root)}/${rest}`];
  return { root, rest };
}

/** Whether a path is a directory that can be found; a path can also be too long, or be no path at all. */
function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** The hash of an object; undefined if the repository does not have it. */
function objectOf(root: string, name: string): string | undefined {
  try {
    const hash = git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', name]).toString('utf8').trim();
    return /^[0-9a-f]{40,64}$/.test(hash) ? hash : undefined;
  } catch (error) {
    // The status of git for what does not exist; any other failure has another reason.
    if ((error as { readonly cause?: { readonly status?: unknown } }).cause?.status === 1) return undefined;
    throw error;
  }
}

/** A file of a tree. */
interface TreeEntry {
  readonly path: string;
  readonly hash: string;
}

function listTree(root: string, tree: string): readonly TreeEntry[] {
  const lines = git(root, ['ls-tree', '-r', '-z', '-l', '--full-tree', tree]).toString('utf8').split('\0');
  let bytes = 0;
  const entries = lines.flatMap((line) => {
    // Symbolic links and submodules have another mode.
    const [, hash, size, path = ''] = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t(.*)$/s.exec(line) ?? [];
    const isHidden = path.split('/').some((part) => part.startsWith('.'));
    if (hash === undefined || isHidden || !MANIFEST.includes(extname(path))) return [];
    if (Number(size) > MAX_FILE_CHARACTERS) throw new Unreadable(`${path} is too large: ${size} bytes`);
    bytes += Number(size);
    return [{ path, hash }];
  });
  if (entries.length > MAX_LINT_FILES || bytes > MAX_LINT_BYTES) {
    throw new Unreadable(`it has more than ${MAX_LINT_FILES} files or ${MAX_LINT_BYTES} bytes`);
  }
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The texts of files: git writes a line with the size of each, its bytes, and a line feed. */
function readBlobs(root: string, entries: readonly TreeEntry[]): readonly RevisionFile[] {
  if (entries.length === 0) return [];
  const output = git(root, ['cat-file', '--batch'], entries.map(({ hash }) => `${hash}\n`).join(''));
  let at = 0;
  return entries.map(({ path }) => {
    const end = output.indexOf('\n', at);
    const size = Number(/^[0-9a-f]+ blob (\d+)$/.exec(output.toString('latin1', at, end))?.[1] ?? Number.NaN);
    if (Number.isNaN(size)) throw new Unreadable(`${path} is missing in the repository`);
    at = end + 1 + size + 1;
    return { path, text: decodeUtf8(output.subarray(end + 1, end + 1 + size)) };
  });
}

/** Runs git without a shell. Its messages are not repeated, because they can contain text of the repository. */
function git(root: string, args: readonly string[], input = ''): Buffer {
  try {
    return execFileSync('git', ['--no-replace-objects', '-C', root, ...args], {
      input,
      timeout: TIMEOUT,
      maxBuffer: 2 * MAX_LINT_BYTES,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
      windowsHide: true,
    });
  } catch (error) {
    throw Object.assign(new Unreadable(reasonOf(error as GitError)), { cause: error });
  }
}

interface GitError {
  readonly code?: string;
  readonly status?: number | null;
  readonly stderr?: Buffer;
}

function reasonOf({ code, status, stderr }: GitError): string {
  if (code === 'ENOENT') return 'the program "git" is not installed';
  if (code === 'ETIMEDOUT') return `git did not end within ${TIMEOUT / 1000} s`;
  const text = stderr?.toString('utf8') ?? '';
  if (text.includes('not a git repository')) return 'the directory is not in a git repository';
  if (text.includes('dubious ownership')) return 'the git repository belongs to another user ("safe.directory" of git)';
  return `git failed with exit code ${status ?? code ?? 'unknown'}`;
}
