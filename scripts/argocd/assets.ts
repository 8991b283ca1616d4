import { arch, platform } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { cacheDirectory, missingPrograms, requiredVersion } from '../envtest/assets';

/** The Go module that names the version of Argo CD. */
export const MODULE = join(__dirname, 'module');

/** The Go module of Argo CD. */
export const ARGO_CD_MODULE = 'github.com/argoproj/argo-cd/v3';

/** The name of the program of Argo CD, all of whose servers and controllers are in one file. */
export const ARGO_CD = 'argocd';

/** The name of the program of Redis, in which Argo CD keeps its cache. */
export const REDIS = 'redis-server';

/** The directory beside Argo CD with its CRDs and default settings. */
export const MANIFESTS = 'manifests';

/** What runs Argo CD, as paths. */
export interface ArgoCdAssets {
  /** The program of Argo CD. `ARGOCD_BINARY_NAME` in its environment selects the server or controller. */
  readonly argocd: string;
  /** The directory with the CRDs and default settings of the same version. */
  readonly manifests: string;
  /** The program of Redis. */
  readonly redis: string;
}

/** The version that the Go module is pinned to, without a leading `v`. */
export function argoCdVersion(): string {
  return requiredVersion(MODULE, ARGO_CD_MODULE);
}

/** The directory of Argo CD and its manifests below the cache. */
export function argoCdPlace(cache: string): string {
  return join(cache, `argocd-${argoCdVersion()}-${platform()}-${arch()}`);
}

/** The directory of Redis below the cache. */
export function redisPlace(cache: string): string {
  return join(cache, `redis-${platform()}-${arch()}`);
}

/** Argo CD in the cache and Redis; undefined where one of them is missing. */
export function findArgoCd(env: NodeJS.ProcessEnv): ArgoCdAssets | undefined {
  const place = argoCdPlace(cacheDirectory(env));
  const redis = findRedis(env);
  if (missingPrograms(place, [ARGO_CD]).length > 0 || redis === undefined) return undefined;
  return { argocd: join(place, ARGO_CD), manifests: join(place, MANIFESTS), redis };
}

/** Redis of this machine, otherwise that of the cache. */
export function findRedis(env: NodeJS.ProcessEnv): string | undefined {
  const onPath = (env.PATH ?? '').split(delimiter).filter(isAbsolute);
  const directories = [...onPath, redisPlace(cacheDirectory(env))];
  const directory = directories.find((candidate) => missingPrograms(candidate, [REDIS]).length === 0);
  return directory === undefined ? undefined : join(directory, REDIS);
}
