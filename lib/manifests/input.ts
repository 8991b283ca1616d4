import type { ManifestObject } from './object';

/** A file that could not be read or parsed. */
export interface InputProblem {
  readonly cluster: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What was read. */
export interface ManifestInput {
  readonly objects: readonly ManifestObject[];
  readonly problems: readonly InputProblem[];
  /** Files that are no manifests, and documents that are no Kubernetes objects. */
  readonly skipped: number;
  /** Files that were read. */
  readonly files: number;
}
