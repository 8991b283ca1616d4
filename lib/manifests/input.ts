import type { Severity } from '../issues/problem';
import type { ManifestObject } from './object';

/** A problem of a source: what could not be read, or what was not read as a Kubernetes object. */
export interface InputProblem {
  /** The cluster that the source belongs to. */
  readonly cluster: string;
  /** The file or directory as the user named it; `<stdin>` for standard input. */
  readonly file: string;
  /** The line of the problem, from 1; undefined for a file or directory as a whole. */
  readonly line?: number;
  /** The column of the problem, from 1; undefined for a file or directory as a whole. */
  readonly column?: number;
  /** How severe it is: an error for what could not be read. */
  readonly severity: Severity;
  /** What was found and what was expected, without a period at the end. */
  readonly message: string;
  /** What is not checked because of it, without a period at the end; empty if the message says it. */
  readonly effect: string;
  /** What to do, in the imperative, without a period at the end. */
  readonly fix: string;
}

/** The manifests of all clusters. */
export interface ManifestInput {
  /** All objects in the order in which they were read. */
  readonly objects: readonly ManifestObject[];
  /** What could not be read, and what was not read as an object. */
  readonly problems: readonly InputProblem[];
  /** The number of files that are not manifests and of documents that are not Kubernetes objects. */
  readonly skipped: number;
  /** The number of files that were read. */
  readonly files: number;
}

/** The place of a problem of a source. */
export type InputPlace = Pick<InputProblem, 'cluster' | 'file' | 'line' | 'column'>;

/** The problem of a file that could not be read or parsed. */
export function unreadable(place: InputPlace, reason: string, fix = 'fix the file, or exclude it'): InputProblem {
  return {
    ...place,
    severity: 'error',
    message: `the file cannot be read: ${reason}`,
    effect: 'its content is not checked, and other findings may be wrong without it',
    fix,
  };
}
