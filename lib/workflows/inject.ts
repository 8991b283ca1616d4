import { ClusterApp } from '../charts/cluster-app';
import { chooseClusters } from '../federation/choose';
import type { Generation } from '../generation';
import { type FilledText, type FillProblem, type FillText, textFiller } from '../inject/fill';
import { readOutput, tidyFolders, writeFilled } from '../io/filled-files';
import { readLockFile } from '../io/lock-file';
import type { Issue } from '../issues/issue';
import { type PlacedIssue, placeIssues } from '../issues/place';
import { EMPTY_LOCK, type Lock } from '../lock/model';
import { type OutputFile, renderApp } from '../output/render';
import type { PlannedCluster } from '../planning';
import { factKindsOf } from './facts';
import type { Loaded } from './load';
import { type MissingValue, type MissingValues, missingByToken, missingIssues } from './missing';

/** What to fill, and from which lock. */
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
  /**
   * Whether a missing value is an error, as is anything that prevents one from being filled in.
   *
   * @default false
   */
  readonly requireComplete?: boolean;
}

/** What filling did. */
export interface FillResult {
  /** The command that has this result. */
  readonly command: 'inject';
  /** Errors and warnings; files without any are filled, whatever is wrong with others. */
  readonly issues: readonly PlacedIssue[];
  /** What was filled; undefined where no file was read. */
  readonly summary?: FillSummary;
}

/** What was filled, as paths below the output directory. */
export interface FillSummary {
  /** The output directory. */
  readonly outdir: string;
  /** The lock file. */
  readonly lockFile: string;
  /** Whether the lock file exists. */
  readonly hasLock: boolean;
  /** The files that were changed. */
  readonly filled: readonly string[];
  /** The files that have the values of the lock already. */
  readonly unchanged: readonly string[];
  /** The tokens that the lock has no value for, each with its files. */
  readonly missing: MissingValues;
}

/**
 * Fills the tokens in files that an earlier synth wrote with the values of a lock. Nothing else in a file changes, and each
 * file is replaced atomically, so that a second run completes an interrupted one.
 */
export function fillOutput(loaded: Loaded, options: FillOptions): FillResult {
  const { federation, clusters: planned, generations, issues } = loaded;
  if (federation === undefined || planned === undefined) return nothingFilled(issues);
  const { lockFile, outdir = 'dist', clusters, requireComplete = false } = options;
  const { chosen, issues: unknown } = chooseClusters(federation, clusters);
  if (unknown.length > 0) return nothingFilled(unknown);
  const { lock, issues: faults } = readLockFile(lockFile, factKindsOf(generations));
  if (faults.length > 0) return nothingFilled(faults);
  const filler = new OutputFiller(outdir, lock ?? EMPTY_LOCK, generations, requireComplete);
  for (const one of planned) if (chosen.includes(one.cluster)) filler.cluster(one);
  const { filled, unchanged } = filler;
  const missing = missingByToken(filler.missing);
  const summary = { outdir, lockFile, hasLock: lock !== undefined, filled, unchanged, missing };
  const all = [...filler.issues, ...(requireComplete ? missingIssues(summary, outdir) : [])];
  return { command: 'inject', issues: all, summary };
}

function nothingFilled(issues: readonly PlacedIssue[]): FillResult {
  return { command: 'inject', issues };
}

/** Fills file by file. */
class OutputFiller {
  readonly filled: string[] = [];
  readonly unchanged: string[] = [];
  readonly missing: MissingValue[] = [];
  readonly issues: PlacedIssue[] = [];

  /** Fills a text from the lock. */
  private readonly fill: FillText;
  /** Finds the tokens of a text, none of which gets a value. */
  private readonly find: FillText;

  constructor(
    private readonly outdir: string,
    lock: Lock,
    private readonly generations: readonly Generation[],
    private readonly isStrict: boolean,
  ) {
    const kinds = factKindsOf(generations);
    this.fill = textFiller(lock, kinds);
    this.find = textFiller(EMPTY_LOCK, kinds);
  }

  cluster(planned: PlannedCluster): void {
    const app = new ClusterApp(planned, this.generations);
    const wanted = renderApp(app, planned.cluster.name).files.flatMap((file) => this.tokensOf(file));
    tidyFolders(
      this.outdir,
      wanted.map(({ path }) => path),
    );
    for (const { path, tokens } of wanted) this.file(path, tokens);
  }

  /** The tokens of a file that synth would write; nothing for a file without tokens. */
  private tokensOf({ path, text }: OutputFile): readonly FileTokens[] {
    const tokens = [...new Set(this.find(text).slots.map(({ token }) => token))];
    return tokens.length === 0 ? [] : [{ path, tokens }];
  }

  private file(path: string, tokens: readonly string[]): void {
    const output = readOutput(this.outdir, path);
    if (output.kind !== 'text') {
      this.note(path, [unusable(output)]);
      return;
    }
    const result = this.fill(output.text);
    this.note(path, this.problemsOf(result, tokens));
    for (const { token, state } of result.slots) if (state === 'missing') this.missing.push({ token, path });
    if (result.text === output.text) {
      this.unchanged.push(path);
      return;
    }
    const problem = writeFilled(this.outdir, path, result.text);
    if (problem === undefined) this.filled.push(path);
    else this.note(path, [{ code: 'LCK046', message: `cannot write the file: ${problem}`, fix: FIX_DIRECTORY }]);
  }

  private problemsOf({ slots, problems }: FilledText, tokens: readonly string[]): readonly FileIssue[] {
    if (problems.some(({ kind }) => kind === 'unreadable')) return problems.map((problem) => this.toIssue(problem));
    const found = new Set(slots.map(({ token }) => token));
    const gone = tokens.filter(
      (token) => !found.has(token) && !problems.some(({ message }) => message.includes(token)),
    );
    return [
      ...gone.map((token): FileIssue => {
        const message = `the file was edited: the token "${token}" is missing at the place of its value, which was not changed`;
        return { code: 'LCK042', message, fix: PUT_BACK, ...this.level() };
      }),
      ...problems.map((problem) => this.toIssue(problem)),
    ];
  }

  private toIssue({ kind, message, line, column }: FillProblem): FileIssue {
    if (kind === 'misplaced') return { code: 'LCK043', message, line, column, fix: PUT_BACK, ...this.level() };
    return { code: 'LCK044', message: `cannot read the file: ${message}`, line, column, fix: SYNTH };
  }

  /** Edits by a person may be on purpose, unless the result has to be complete. */
  private level(): Pick<Issue, 'level'> {
    return this.isStrict ? {} : { level: 'warning' };
  }

  private note(path: string, issues: readonly FileIssue[]): void {
    for (const { line, column, ...issue } of issues) {
      const [placed] = placeIssues([{ path: [], ...issue }], `${this.outdir}/${path}`);
      if (placed === undefined) continue;
      this.issues.push({ ...placed, ...(line !== undefined && { line }), ...(column !== undefined && { column }) });
    }
  }
}

/** A file with the tokens that synth would write into it. */
interface FileTokens {
  readonly path: string;
  readonly tokens: readonly string[];
}

/** What is wrong with a file, with the place in it. */
interface FileIssue extends Omit<Issue, 'path' | 'atKey'> {
  readonly line?: number;
  readonly column?: number;
}

const SYNTH = 'run "ossm-fed synth" to write the file again';
const FIX_DIRECTORY = 'fix the permissions of its directory, or free disk space';
const PUT_BACK = `restore the token, as the value or as a comment after it, or ${SYNTH}`;

function unusable(output: Exclude<ReturnType<typeof readOutput>, { readonly kind: 'text' }>): FileIssue {
  if (output.kind === 'absent') return { code: 'LCK040', message: 'the file does not exist', fix: SYNTH };
  if (output.kind === 'unreadable') {
    return { code: 'LCK044', message: `cannot read the file: ${output.reason}`, fix: SYNTH };
  }
  const message = 'the file was not written by ossm-fed to this path, so it was not changed';
  return { code: 'LCK041', message, fix: 'move it away, then run "ossm-fed synth"' };
}
