import { type Issue, printPath } from './issue';

/** A place in a file; lines and columns count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Finds the place of an issue in its file. */
export type Locate = (issue: Pick<Issue, 'path' | 'atKey'>) => Position;

/** An issue with its place: in a file, or for a topology made in code its path alone. */
export interface PlacedIssue extends Pick<Issue, 'code' | 'message' | 'fix' | 'level'> {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** The path as a person writes it; empty for the whole. */
  readonly path: string;
}

/** Gives issues their places and sorts them by these; without a way to find places they keep their order. */
export function placeIssues(issues: readonly Issue[], file?: string, locate?: Locate): readonly PlacedIssue[] {
  const placed = issues.map((issue): PlacedIssue => {
    const { code, path, message, fix, level } = issue;
    const where = { ...(file !== undefined && { file }), ...locate?.(issue) };
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
  return placed.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}

/** Where an issue is, as messages begin: `federation.yaml:3:7`, or the path where there is no file. */
export function printPlace({ file, line, column, path }: PlacedIssue): string {
  if (file === undefined) return path || 'topology';
  return line === undefined ? file : `${file}:${line}:${column}`;
}
