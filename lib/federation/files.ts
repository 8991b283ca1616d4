import type { IssueList, Path } from '../issues/issue';
import type { Manifest } from './model';

/** What a file of the user turned out to be: its content, or why there is none. */
export type FileResult<T> = { readonly content: T } | { readonly problem: string };

/** The files that a topology names. Whoever has a file system or not gives one; this layer has none. */
export interface TopologyFiles {
  /** The text of a file. */
  readonly text: (file: string) => FileResult<string>;
  /** The objects of all manifests of a directory, in the order of their files' names. */
  readonly manifests: (directory: string) => FileResult<readonly Manifest[]>;
}

/** No files at all: for topologies that name none. */
export const NO_FILES: TopologyFiles = {
  text: () => ({ problem: 'files are not available' }),
  manifests: () => ({ problem: 'files are not available' }),
};

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
