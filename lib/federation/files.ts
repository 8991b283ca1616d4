import type { FilePlace, IssueList, Path } from '../issues/issue';
import type { Manifest } from './model';

/** Why a file, or a part of it, cannot be used. */
export interface FileProblem {
  /** What is wrong, without a period at the end. */
  readonly message: string;
  /**
   * What to do, in the imperative, without a period at the end.
   *
   * @default write a path that exists
   */
  readonly fix?: string;
  /** Where it is wrong; the topology refers to a file that cannot be read if undefined. */
  readonly place?: FilePlace;
}

/** The content of a file, or all reasons why it cannot be used. */
export type FileResult<T> = { readonly content: T } | { readonly problems: readonly FileProblem[] };

/** An object of a manifest and where it starts. */
export interface PlacedManifest {
  /** The object. */
  readonly object: Manifest;
  /** The place of its first character. */
  readonly place: FilePlace;
}

/** What is in manifests. */
export interface ParsedManifests {
  /** The objects in their order. */
  readonly found: readonly PlacedManifest[];
  /** Why other parts of them cannot be used; nothing may be written if there are any. */
  readonly problems: readonly FileProblem[];
}

/** Access to the files that a topology refers to. The caller provides it, because this layer has no file system. */
export interface TopologyFiles {
  /** The text of a file. */
  readonly text: (file: string) => FileResult<string>;
  /** The objects of all manifests of a directory, in the order of their files' names. */
  readonly manifests: (directory: string) => ParsedManifests;
}

/** The content of a file, or undefined and an issue for each problem. */
export function contentOf<T>(result: FileResult<T>, path: Path, issues: IssueList): T | undefined {
  if ('content' in result) return result.content;
  addFileProblems(result.problems, 'TOP118', path, issues);
  return undefined;
}

/**
 * Adds an issue for each problem.
 *
 * @param path where the topology refers to the file
 */
export function addFileProblems(
  problems: readonly FileProblem[],
  code: 'TOP118' | 'TOP151',
  path: Path,
  issues: IssueList,
): void {
  const otherwise = 'write a path that exists below the directory of the topology';
  for (const { message, fix = otherwise, place } of problems) issues.add(code, path, message, fix, place);
}
