import type { IssueList, Path } from '../issues/issue';
import type { Manifest } from './model';

/** The content of a file, or why it cannot be read. */
export type FileResult<T> = { readonly content: T } | { readonly problem: string };

/** Access to the files that a topology refers to. The caller provides it, because this layer has no file system. */
export interface TopologyFiles {
  /** The text of a file. */
  readonly text: (file: string) => FileResult<string>;
  /** The objects of all manifests of a directory, in the order of their files' names. */
  readonly manifests: (directory: string) => FileResult<readonly Manifest[]>;
}

/** The content of a file, or undefined and an issue. */
export function contentOf<T>(
  result: FileResult<T>,
  code: 'TOP118' | 'TOP151',
  path: Path,
  issues: IssueList,
): T | undefined {
  if ('content' in result) return result.content;
  issues.add(code, path, result.problem, 'write a path that exists below the directory of the topology');
  return undefined;
}
