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

/** Collects issues, so that one run reports all of them. */
export class IssueList {
  private readonly issues = new Map<string, Issue>();

  /** Adds an issue once, even if a statement is validated for each of several meshes. */
  add(code: IssueCode, path: Path, message: string, fix: string, place?: FilePlace): void {
    const issue = { code, path, message, fix, ...(place !== undefined && { place }) };
    this.issues.set(JSON.stringify([code, path, message, place]), issue);
  }

  /** Adds an issue about the key at the path, not its value. */
  addAtKey(code: IssueCode, path: Path, message: string, fix: string): void {
    this.issues.set(JSON.stringify([code, path, message]), { code, path, message, fix, atKey: true });
  }

  /** Adds an issue that does not prevent the work. */
  warn(code: IssueCode, path: Path, message: string, fix: string): void {
    this.issues.set(JSON.stringify([code, path, message]), { code, path, message, fix, level: 'warning' });
  }

  /** The number of issues. */
  get size(): number {
    return this.issues.size;
  }

  /** All issues in the order in which they were added. */
  all(): readonly Issue[] {
    return [...this.issues.values()];
  }
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
