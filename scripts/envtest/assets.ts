import { accessSync, constants, readFileSync } from 'node:fs';
import { arch, homedir, platform } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** The programs that the end-to-end tests run, by the names that `KUBEBUILDER_ASSETS` has them under. */
export const PROGRAMS = ['etcd', 'kube-apiserver', 'kubectl'] as const;

/** The Go module that names the programs and their versions. */
export const MODULE = join(__dirname, 'module');

/** The versions of the programs, without a leading `v`. */
export interface Versions {
  /** Of kube-apiserver and kubectl. */
  readonly kubernetes: string;
  readonly etcd: string;
}

/** The versions that the Go module is pinned to. */
export function pinnedVersions(): Versions {
  return {
    kubernetes: requiredVersion(MODULE, 'k8s.io/kubernetes'),
    etcd: requiredVersion(MODULE, 'go.etcd.io/etcd/server/v3'),
  };
}

/** The version, without a leading `v`, of a Go module that the `go.mod` of a directory requires. */
export function requiredVersion(module: string, path: string): string {
  const lines = readFileSync(join(module, 'go.mod'), 'utf8').split('\n');
  const words = lines.map((line) =>
    line
      .replace(/^require /, '')
      .trim()
      .split(/\s+/),
  );
  const version = words.find(([first, second]) => first === path && second?.startsWith('v'))?.[1];
  if (version === undefined) throw new Error(`go.mod does not require ${path}`);
  return version.slice(1);
}

/**
 * Where programs are kept between runs, outside of the project: below `XDG_CACHE_HOME`, or `~/.cache` where that is not
 * an absolute path (XDG Base Directory Specification).
 */
export function cacheDirectory(env: NodeJS.ProcessEnv): string {
  const stated = env.XDG_CACHE_HOME ?? '';
  return join(isAbsolute(stated) ? stated : join(homedir(), '.cache'), 'ossm-fed-envtest');
}

/** The place of programs of some versions for this machine below the cache. */
export function cachedAssets(cache: string, { kubernetes, etcd }: Versions): string {
  return join(cache, `kubernetes-${kubernetes}-etcd-${etcd}-${platform()}-${arch()}`);
}

/** The programs that a directory lacks. */
export function missingPrograms(directory: string, programs: readonly string[] = PROGRAMS): readonly string[] {
  return programs.filter((program) => !isExecutable(join(directory, program)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where programs are that are there already, or what is wrong with the place that the environment names. */
export type Found =
  | { readonly kind: 'found'; readonly directory: string }
  | { readonly kind: 'wrong'; readonly message: string }
  | { readonly kind: 'none' };

/** Searches the directory in `KUBEBUILDER_ASSETS`, otherwise the cache. */
export function findAssets(env: NodeJS.ProcessEnv): Found {
  const stated = env.KUBEBUILDER_ASSETS ?? '';
  if (stated !== '') {
    const directory = resolve(stated);
    const missing = missingPrograms(directory);
    if (missing.length === 0) return { kind: 'found', directory };
    return { kind: 'wrong', message: `KUBEBUILDER_ASSETS names ${directory}, which has no ${missing.join(', no ')}` };
  }
  const cached = cachedAssets(cacheDirectory(env), pinnedVersions());
  return missingPrograms(cached).length === 0 ? { kind: 'found', directory: cached } : { kind: 'none' };
}
