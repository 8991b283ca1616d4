import { ClusterApp } from '../charts/cluster-app';
import { chooseClusters } from '../federation/choose';
import type { Generation } from '../generation';
import { type FilledText, type FillProblem, fillText } from '../inject/fill';
import { readOutput, tidyFolders, writeFilled } from '../io/filled-files';
import { readLockFile } from '../io/lock-file';
import type { Issue } from '../issues/issue';
import { type PlacedIssue, placeIssues } from '../issues/place';
import type { Lock } from '../lock/model';
import { type OutputFile, renderApp } from '../output/render';
import type { PlannedCluster } from '../planning';
import type { Loaded } from './load';

/** What to fill from where. */
export interface FillOptions {
  /** The lock file. */
  readonly lockFile: string;
  /**
   * The output directory.
   *
   * @default dist
   */
  readonly outdir?: string;
  /**
   * The names of the clusters whose files are filled.
   *
   * @default all
   */
  readonly clusters?: readonly string[];
  /** Whether a value that is missing is an error, and so is all that keeps one from being filled in. */
  readonly requireComplete?: boolean;
}

/** What filling did. */
export interface FillResult {
  /** What is wrong; with files, what is not told here was done all the same. */
  readonly issues: readonly PlacedIssue[];
  /** What was filled; undefined where no file was looked at. */
  readonly summary?: FillSummary;
}

/** What was filled, as paths below the output directory. */
export interface FillSummary {
  readonly outdir: string;
  readonly lockFile: string;
  /** Whether there is a lock file. */
  readonly hasLock: boolean;
  readonly filled: readonly string[];
  readonly unchanged: readonly string[];
  /** The tokens that are still there, as the lock has no value for them, each with its files. */
  readonly missing: { readonly [token: string]: readonly string[] };
}

const NOTHING: Lock = { meshes: {} };

/**
 * Fills the tokens of what an earlier synth wrote with the values of a lock. Nothing else of a file changes, and each is
 * replaced at once, so that a second run completes an interrupted one.
 */
export function fillOutput(loaded: Loaded, options: FillOptions): FillResult {
  const { federation, clusters: planned, generations, issues } = loaded;
  if (federation === undefined || planned === undefined) return { issues };
  const { lockFile, outdir = 'dist', clusters, requireComplete = false } = options;
  const { chosen, issues: unknown } = chooseClusters(federation, clusters);
  if (unknown.length > 0) return { issues: unknown };
  const { lock, issues: faults } = readLockFile(lockFile);
  if (faults.length > 0) return { issues: faults };
  const filler = new Filler(outdir, lock ?? NOTHING, requireComplete);
  for (const one of planned) if (chosen.includes(one.cluster)) filler.cluster(one, generations);
  const { filled, unchanged } = filler;
  const missing = Object.fromEntries([...filler.missing].sort(([a], [b]) => (a < b ? -1 : 1)));
  const summary = { outdir, lockFile, hasLock: lock !== undefined, filled, unchanged, missing };
  return { issues: [...filler.issues, ...(requireComplete ? missingIssues(summary) : [])], summary };
}

/** Fills file by file. */
class Filler {
  readonly filled: string[] = [];
  readonly unchanged: string[] = [];
  readonly missing = new Map<string, string[]>();
  readonly issues: PlacedIssue[] = [];

  constructor(
    private readonly outdir: string,
    private readonly lock: Lock,
    private readonly isStrict: boolean,
  ) {}

  cluster(planned: PlannedCluster, generations: readonly Generation[]): void {
    const wanted = renderApp(new ClusterApp(planned, generations), planned.cluster.name).files.flatMap(tokensOf);
    tidyFolders(
      this.outdir,
      wanted.map(({ path }) => path),
    );
    for (const { path, tokens } of wanted) this.file(path, tokens);
  }

  private file(path: string, tokens: readonly string[]): void {
    const output = readOutput(this.outdir, path);
    if (output.kind !== 'text') {
      this.note(path, [unusable(output)]);
      return;
    }
    const result = fillText(output.text, this.lock);
    this.note(path, this.problemsOf(result, tokens));
    for (const { token } of result.slots.filter(({ state }) => state === 'missing')) this.addMissing(token, path);
    if (result.text === output.text) {
      this.unchanged.push(path);
      return;
    }
    const problem = writeFilled(this.outdir, path, result.text);
    if (problem === undefined) this.filled.push(path);
    else this.note(path, [{ code: 'LCK046', message: `the file cannot be written: ${problem}`, fix: MEND }]);
  }

  private problemsOf({ slots, problems }: FilledText, tokens: readonly string[]): readonly FileIssue[] {
    if (problems.some(({ kind }) => kind === 'unreadable')) return problems.map((problem) => this.toIssue(problem));
    const found = new Set(slots.map(({ token }) => token));
    const gone = tokens.filter(
      (token) => !found.has(token) && !problems.some(({ message }) => message.includes(token)),
    );
    return [
      ...gone.map((token): FileIssue => {
        const message = `the file was edited and no longer has the token "${token}" where its value belongs, so it was left alone`;
        return { code: 'LCK042', message, fix: PUT_BACK, ...this.level() };
      }),
      ...problems.map((problem) => this.toIssue(problem)),
    ];
  }

  private toIssue({ kind, message, line, column }: FillProblem): FileIssue {
    if (kind === 'misplaced') return { code: 'LCK043', message, line, column, fix: PUT_BACK, ...this.level() };
    return { code: 'LCK044', message: `the file cannot be read: ${message}`, line, column, fix: WRITE_ANEW };
  }

  /** What people have done to a file is theirs to judge, unless the result has to be complete. */
  private level(): Pick<Issue, 'level'> {
    return this.isStrict ? {} : { level: 'warning' };
  }

  private addMissing(token: string, path: string): void {
    const paths = this.missing.get(token) ?? [];
    if (!paths.includes(path)) paths.push(path);
    this.missing.set(token, paths);
  }

  private note(path: string, issues: readonly FileIssue[]): void {
    for (const { line, column, ...issue } of issues) {
      const [placed] = placeIssues([{ path: [], ...issue }], `${this.outdir}/${path}`);
      if (placed === undefined) continue;
      this.issues.push({ ...placed, ...(line !== undefined && { line }), ...(column !== undefined && { column }) });
    }
  }
}

/** What is wrong with a file, and where in it. */
interface FileIssue extends Omit<Issue, 'path' | 'atKey'> {
  readonly line?: number;
  readonly column?: number;
}

const WRITE_ANEW = 'run "ossm-fed synth", which writes the file anew';
const MEND = 'mend the permissions of its directory, or make room on its disk';
const PUT_BACK = `put the token back, as the value or as a comment behind it, or ${WRITE_ANEW}`;

/** A file that synth would write with tokens, as the tokens. */
function tokensOf({
  path,
  text,
}: OutputFile): readonly { readonly path: string; readonly tokens: readonly string[] }[] {
  const tokens = [...new Set(fillText(text, NOTHING).slots.map(({ token }) => token))];
  return tokens.length === 0 ? [] : [{ path, tokens }];
}

function unusable(output: Exclude<ReturnType<typeof readOutput>, { readonly kind: 'text' }>): FileIssue {
  if (output.kind === 'absent') return { code: 'LCK040', message: 'the file is not there', fix: WRITE_ANEW };
  if (output.kind === 'unreadable') {
    return { code: 'LCK044', message: `the file cannot be read: ${output.reason}`, fix: WRITE_ANEW };
  }
  const message = 'the file was not written by ossm-fed to this place, so it was left alone';
  return { code: 'LCK041', message, fix: 'move it away, and run "ossm-fed synth"' };
}

/** An error for each token without a value. */
function missingIssues({ missing, lockFile, hasLock, outdir }: FillSummary): readonly PlacedIssue[] {
  return Object.entries(missing).flatMap(([token, [first = '', ...others]]) => {
    const where =
      others.length === 0 ? '' : `, nor in ${others.length} other${others.length === 1 ? ' file' : ' files'}`;
    const message = `${hasLock ? lockFile : `there is no ${lockFile}, which`} has no value for "${token}" here${where}`;
    return placeIssues([{ code: 'LCK045', path: [], message, fix: 'run "ossm-fed fetch"' }], `${outdir}/${first}`);
  });
}
