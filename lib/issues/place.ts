import { type Issue, printPath } from './issue';

/** A position in a file. */
export interface Position {
  /** The line, from 1. */
  readonly line: number;
  /** The column in UTF-16 code units, from 1. */
  readonly column: number;
}

/** The position of an offset in a text. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Finds the position of an issue in its file. */
export type Locate = (issue: Pick<Issue, 'path' | 'atKey'>) => Position;

/** An issue with its place: a position in a file, or only its path for a topology built in code. */
export interface PlacedIssue extends Pick<Issue, 'code' | 'message' | 'fix' | 'level'> {
  /** The cluster that could not be read; undefined for all other issues. */
  readonly cluster?: string;
  /** The file as the user named it; undefined without a file. */
  readonly file?: string;
  /** The line, from 1; undefined if the position is unknown. */
  readonly line?: number;
  /** The column, from 1; undefined if the position is unknown. */
  readonly column?: number;
  /** The path as text, see {@link printPath}; empty for the input as a whole. */
  readonly path: string;
}

/** Adds places to issues and sorts by them, those in other files last; without `locate` the order stays. */
export function placeIssues(issues: readonly Issue[], file?: string, locate?: Locate): readonly PlacedIssue[] {
  const placed = issues.map((issue): PlacedIssue => {
    const { code, path, message, fix, level, place } = issue;
    const where = place ?? { ...(file !== undefined && { file }), ...locate?.(issue) };
    return {
      code,
      ...where,
      path: locate !== undefined && code === 'TOP002' ? '' : printPath(path),
      message,
      fix,
      ...(level !== undefined && { level }),
    };
  });
  if (locate === undefined) return placed;
  const otherFile = (issue: PlacedIssue) => (issue.file === file ? '' : (issue.file ?? ''));
  return placed.sort(
    (a, b) =>
      compareText(otherFile(a), otherFile(b)) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The place at the start of a message: `federation.yaml:3:7`, or the path if there is no file. */
export function printPlace({ file, line, column, path }: PlacedIssue): string {
  if (file === undefined) return path || 'topology';
  return line === undefined ? file : `${file}:${line}:${column}`;
}
