import { MAX_PROBLEMS } from '../bounds';
import type { IssueCode } from './catalogue';

/** The path from the root of a value to a part of it: keys of maps and indices of lists. */
export type Path = readonly (string | number)[];

/** A place in a file. */
export interface FilePlace {
  /** The file as the user would name it. */
  readonly file: string;
  /** The line, from 1; undefined if the issue is about the whole file. */
  readonly line?: number;
  /** The column in UTF-16 code units, from 1; undefined if the issue is about the whole file. */
  readonly column?: number;
}

/** A problem of the user's input: what is wrong, where, and how to fix it. */
export interface Issue {
  /** The code, which never changes its meaning. */
  readonly code: IssueCode;
  /** The affected part of the input; empty for the input as a whole. */
  readonly path: Path;
  /** What was found and what was expected, without a period at the end. */
  readonly message: string;
  /** What to write instead, in the imperative, without a period at the end. */
  readonly fix: string;
  /** Where the issue is if it is in a file that the topology refers to; undefined if it is in the topology. */
  readonly place?: FilePlace;
  /** Whether the issue is about the key at `path` instead of its value. Default: false. */
  readonly atKey?: boolean;
  /** Set if the issue is not an error, so the work was done. Default: an error. */
  readonly level?: 'warning';
}

/** Whether an issue prevents the work, or a part of it. */
export function isError({ level }: Pick<Issue, 'level'>): boolean {
  return level !== 'warning';
}

/** The last issue of a topology with more problems than are reported. */
export function tooManyProblems(): Issue {
  const message = `more than ${MAX_PROBLEMS} problems, the others are not listed`;
  return { code: 'TOP009', path: [], message, fix: 'fix the listed problems first' };
}

/** Collects issues, so that one run reports all of them, up to a bound. */
export class IssueList {
  private readonly issues = new Map<string, Issue>();
  private isClosed = false;

  /** Adds an issue once, even if a statement is validated for each of several meshes. */
  add(code: IssueCode, path: Path, message: string, fix: string, place?: FilePlace): void {
    this.put({ code, path, message, fix, ...(place !== undefined && { place }) });
  }

  /** Adds an issue about the key at the path, not its value. */
  addAtKey(code: IssueCode, path: Path, message: string, fix: string): void {
    this.put({ code, path, message, fix, atKey: true });
  }

  /** Adds an issue that does not prevent the work. */
  warn(code: IssueCode, path: Path, message: string, fix: string): void {
    this.put({ code, path, message, fix, level: 'warning' });
  }

  /** Adds the last issue: the input exceeds a bound, and what is found later can be a consequence. */
  exceed(path: Path, message: string, fix: string): void {
    this.close({ code: 'TOP009', path, message, fix });
  }

  private put(issue: Issue): void {
    const key = keyOf(issue);
    if (this.issues.size >= MAX_PROBLEMS && !this.issues.has(key)) this.close(tooManyProblems());
    else if (!this.isClosed) this.issues.set(key, issue);
  }

  private close(issue: Issue): void {
    if (!this.isClosed) this.issues.set(keyOf(issue), issue);
    this.isClosed = true;
  }

  /** The number of issues. */
  get size(): number {
    return this.issues.size;
  }

  /** Whether a bound is exceeded: no more issues are kept, so loops can end. */
  get isExceeded(): boolean {
    return this.isClosed;
  }

  /** All issues in the order in which they were added. */
  all(): readonly Issue[] {
    return [...this.issues.values()];
  }
}

function keyOf({ code, path, message, place }: Issue): string {
  return JSON.stringify([code, path, message, place]);
}

/** A path as text: `meshes.rosa.members[0]`. Keys that are not plain words are quoted. */
export function printPath(path: Path): string {
  return path
    .map((part) => {
      if (typeof part === 'number') return `[${part}]`;
      return /^[\w{}.-]+$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
    })
    .join('')
    .replace(/^\./, '');
}
