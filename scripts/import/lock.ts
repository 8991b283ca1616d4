import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { ensure, ImportError } from './import-error';

/** One kind of a CRD that is taken over. */
export interface LockedKind {
  readonly group: string;
  readonly kind: string;
  /** Versions of the CRD that the schema answers for; their schemas must be equal. */
  readonly versions: readonly string[];
  /** Version and generated file, relative to imports/, of the construct. Absent: schema only. */
  readonly construct?: { readonly version: string; readonly file: string };
  /** Generated schema file, relative to imports/. */
  readonly schema: string;
  /** The fields of `spec` that are taken over. Absent: all. */
  readonly specFields?: readonly string[];
  /** The fields of `spec` whose values depend on the release of the product, and are not taken over. Absent: none. */
  readonly openEnums?: readonly string[];
}

/** One file of a public repository, pinned by commit and digest. */
export interface LockedSource {
  /** `owner/name` on GitHub. */
  readonly repository: string;
  readonly commit: string;
  /** Path in the repository. */
  readonly path: string;
  /** Path below the directory that `--from` names. */
  readonly file: string;
  /** Lower-case hexadecimal digest of the file's bytes. */
  readonly sha256: string;
  readonly licence: string;
  readonly kinds: readonly LockedKind[];
}

/** One kind of Kubernetes itself, described by a props type of cdk8s-plus-27. */
export interface LockedCoreKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** Name of the props interface, such as `KubeServiceProps`. */
  readonly props: string;
  /** Generated schema file, relative to imports/. */
  readonly schema: string;
}

/** Content of imports/sources.yaml; the comments there explain each part. */
export interface Lock {
  readonly packages: Readonly<Record<string, { readonly version: string; readonly licence: string }>>;
  readonly keywords: { readonly kept: readonly string[]; readonly dropped: readonly string[] };
  /** Name in the manifest to name in TypeScript. */
  readonly renamed: Readonly<Record<string, string>>;
  readonly sources: readonly LockedSource[];
  readonly core: readonly LockedCoreKind[];
}

/** Reads the lock file. Throws `ImportError` when it is missing or not YAML; its shape is trusted. */
export function readLock(path: string): Lock {
  try {
    return parse(readFileSync(path, 'utf8')) as Lock;
  } catch (error) {
    throw new ImportError(`cannot read ${path}: ${(error as Error).message.split('\n')[0]}`);
  }
}

/** Throws `ImportError` when an installed package is not of the version that the lock names. */
export function checkPackages(lock: Lock): void {
  for (const [name, { version }] of Object.entries(lock.packages)) {
    const installed = (require(`${name}/package.json`) as { version: string }).version;
    ensure(
      installed === version,
      `${name} is installed as ${installed}, imports/sources.yaml expects ${version}; install that or change the lock`,
    );
  }
}
