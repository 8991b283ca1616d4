import type { Issue, IssueList, Path } from '../issues/issue';
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
  readonly place?: NonNullable<Issue['place']>;
  /** Whether the same object is in another place too. Default: false. */
  readonly isDuplicate?: boolean;
}

/** The content of a file, or all reasons why it cannot be used. */
export type FileResult<T> = { readonly content: T } | { readonly problems: readonly FileProblem[] };

/** Access to the files that a topology refers to. The caller provides it, because this layer has no file system. */
export interface TopologyFiles {
  /** The text of a file. */
  readonly text: (file: string) => FileResult<string>;
  /** The objects of all manifests of a directory, in the order of their files' names. */
  readonly manifests: (directory: string) => FileResult<readonly Manifest[]>;
}

/** The content of a file, or undefined and an issue for each problem. */
export function contentOf<T>(
  result: FileResult<T>,
  code: 'TOP118' | 'TOP151',
  path: Path,
  issues: IssueList,
): T | undefined {
  if ('content' in result) return result.content;
  const otherwise = 'write a path that exists below the directory of the topology';
  for (const { message, fix = otherwise, place, isDuplicate } of result.problems) {
    issues.add(isDuplicate ? 'TOP161' : code, path, message, fix, place);
  }
  return undefined;
}
