import libraries from './libraries.json';

/** A library that is linked into Bun. Source: Bun's LICENSE.md. */
export interface Library {
  /** The name. */
  readonly name: string;
  /** The SPDX IDs of its licenses. */
  readonly licenses: readonly string[];
  /** Where its source and the text of its license are. */
  readonly url: string;
  /** The key of its version or commit in `process.versions` of Bun; undefined where it is not there. */
  readonly version?: string;
}

/** All libraries that are linked into Bun. */
export const LIBRARIES: readonly Library[] = libraries;
