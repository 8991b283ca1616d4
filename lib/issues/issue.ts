import type { IssueCode } from './catalogue';

/** The way from the root of a value to a part of it: keys of objects and indices of lists. */
export type Path = readonly (string | number)[];

/** A problem of the user: what is wrong where, and what to write instead. */
export interface Issue {
  /** The stable code. */
  readonly code: IssueCode;
  /** The part of the topology that it concerns; the whole where it is empty. */
  readonly path: Path;
  /** What was found and what was expected, without a full stop. */
  readonly message: string;
  /** What to write instead, as a request, without a full stop. */
  readonly fix: string;
  /** Whether the key at `path` is to blame instead of its value. */
  readonly atKey?: boolean;
  /** Set where it is no error: the work was done all the same. */
  readonly level?: 'warning';
}

/** Whether an issue keeps the work from being done, or from being done in full. */
export function isError({ level }: Pick<Issue, 'level'>): boolean {
  return level !== 'warning';
}

/** Collects issues, so that a user meets all of them in one run. */
export class IssueList {
  private readonly issues = new Map<string, Issue>();

  /** Notes an issue, once: one statement may be looked at for each of the meshes that it stands for. */
  add(code: IssueCode, path: Path, message: string, fix: string): void {
    this.issues.set(JSON.stringify([code, path, message]), { code, path, message, fix });
  }

  /** Notes an issue of which the key at the path is to blame, not its value. */
  addAtKey(code: IssueCode, path: Path, message: string, fix: string): void {
    this.issues.set(JSON.stringify([code, path, message]), { code, path, message, fix, atKey: true });
  }

  /** How many issues there are. */
  get size(): number {
    return this.issues.size;
  }

  /** All issues in the order in which they were found. */
  all(): readonly Issue[] {
    return [...this.issues.values()];
  }
}

/** A path as a person writes it: `meshes.rosa.members[0]`; keys that are no plain words stand in quotes. */
export function printPath(path: Path): string {
  return path
    .map((part) => {
      if (typeof part === 'number') return `[${part}]`;
      return /^[\w{}.-]+$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
    })
    .join('')
    .replace(/^\./, '');
}
