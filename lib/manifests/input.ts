import type { ManifestObject } from './object';

/** A file that could not be read or parsed. */
export interface InputProblem {
  /** The cluster that the file belongs to. */
  readonly cluster: string;
  /** The file as the user named it; `<stdin>` for standard input. */
  readonly file: string;
  /** The line of the problem, from 1. */
  readonly line: number;
  /** The column of the problem, from 1. */
  readonly column: number;
  /** Why it could not be read, without a period at the end. */
  readonly message: string;
}

/** The manifests of all clusters. */
export interface ManifestInput {
  /** All objects in the order in which they were read. */
  readonly objects: readonly ManifestObject[];
  /** The files that could not be read or parsed. */
  readonly problems: readonly InputProblem[];
  /** The number of files that are not manifests and of documents that are not Kubernetes objects. */
  readonly skipped: number;
  /** The number of files that were read. */
  readonly files: number;
}
