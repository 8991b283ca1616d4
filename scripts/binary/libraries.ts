import libraries from './libraries.json';

/** A library that is linked into Bun, or a package that is embedded in it. Source: Bun's LICENSE.md, and its own license file. */
export interface Library {
  /** The name. */
  readonly name: string;
  /** Its license as an SPDX expression. Where it is a choice, the first one is used. */
  readonly license: string;
  /** Where its source and the text of its license are. */
  readonly url: string;
  /** The key of its version or commit in `process.versions` of Bun; undefined where it is not there. */
  readonly version?: string;
  /** The lines that state who has the copyright; none for what is in the public domain. */
  readonly copyright: readonly string[];
}

/** All libraries and packages in Bun. */
export const LIBRARIES: readonly Library[] = libraries;

/** The SPDX IDs of the licenses and exceptions under which a library is used. */
export function usedLicenses({ license }: Library): readonly string[] {
  const [used = ''] = license.split(' OR ');
  return used.split(/ (?:AND|WITH) /);
}
