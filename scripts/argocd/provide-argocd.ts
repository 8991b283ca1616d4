import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory, missingPrograms } from '../envtest/assets';
import { goBuild, goEnvironment } from '../envtest/build';
import { cleaningUp, type Provided } from '../envtest/provide-assets';
import { runProgram } from '../envtest/run-program';
import { newUnfinished, putInPlace } from '../envtest/shelf';
import {
  ARGO_CD,
  ARGO_CD_MODULE,
  type ArgoCdAssets,
  argoCdPlace,
  argoCdVersion,
  findArgoCd,
  findRedis,
  MANIFESTS,
  MODULE,
  REDIS,
  redisPlace,
} from './assets';
import { unpackRedis } from './redis';

/** Why Argo CD cannot run. */
type Missing = Exclude<Provided, { readonly kind: 'found' }>;

/** What runs Argo CD, or why it cannot run. */
export type ProvidedArgoCd = { readonly kind: 'found'; readonly assets: ArgoCdAssets } | Missing;

/** What is written while programs are provided. */
type Say = (line: string) => void;

/** 20 minutes, in milliseconds. On a machine that needs more, the other tests run without Argo CD. */
const TIMEOUT = 1_200_000;

const impossible = (message: string): Missing => ({ kind: 'impossible', message });
const failed = (message: string): Missing => ({ kind: 'failed', message });

/** Finds the programs of Argo CD's end-to-end tests, or provides them: Redis as a Debian package, Argo CD built with Go. */
export async function provideArgoCd(env: NodeJS.ProcessEnv, say: Say): Promise<ProvidedArgoCd> {
  const git = await runProgram('git', ['--version'], { env, directory: '.', timeout: 60_000 });
  if (!git.ok) return impossible('git is not on this machine');
  const cache = cacheDirectory(env);
  const provide = async () => (await provideRedis(cache, env, say)) ?? (await provideProgram(cache, env, say));
  const missing = await cleaningUp(cache, provide);
  if (missing !== undefined) return missing;
  const assets = findArgoCd(env);
  return assets === undefined ? failed(`${ARGO_CD} is not in ${cache}`) : { kind: 'found', assets };
}

async function provideRedis(cache: string, env: NodeJS.ProcessEnv, say: Say): Promise<Missing | undefined> {
  if (findRedis(env) !== undefined) return undefined;
  say(`${REDIS} is missing; unpacking its Debian package ...`);
  const unfinished = newUnfinished(cache);
  const problem = await unpackRedis(unfinished, env);
  if (problem !== undefined) return impossible(`${REDIS} is not on the PATH and cannot be unpacked: ${problem}`);
  putInPlace(unfinished, redisPlace(cache), [REDIS]);
  return undefined;
}

async function provideProgram(cache: string, env: NodeJS.ProcessEnv, say: Say): Promise<Missing | undefined> {
  const place = argoCdPlace(cache);
  if (missingPrograms(place, [ARGO_CD]).length === 0) return undefined;
  const started = Date.now();
  const unfinished = newUnfinished(cache);
  say(`building Argo CD ${argoCdVersion()} with Go, once: 5 to 15 minutes ...`);
  const missing = await build(unfinished, env);
  if (missing !== undefined) return missing;
  putInPlace(unfinished, place, [ARGO_CD]);
  say(`built Argo CD in ${Math.round((Date.now() - started) / 1000)} seconds`);
  return undefined;
}

async function build(directory: string, env: NodeJS.ProcessEnv): Promise<Missing | undefined> {
  // In the directory of the module, so that Go compares its version with the one that the module requires.
  const run = (...args: readonly string[]) =>
    runProgram('go', args, { env: goEnvironment(env), directory: MODULE, timeout: 600_000 });
  const go = await run('version');
  if (!go.ok) return impossible(`${ARGO_CD} is not in the cache and cannot be built: ${go.problem}`);
  const variables = { [`${ARGO_CD_MODULE}/common.version`]: argoCdVersion() };
  const program = { module: MODULE, path: `${ARGO_CD_MODULE}/cmd`, out: join(directory, ARGO_CD), variables };
  const built = await goBuild(program, env, TIMEOUT);
  if (!built.ok) return (built.late ? impossible : failed)(`Argo CD cannot be built: ${built.problem}`);
  const source = await run('list', '-m', '-f', '{{.Dir}}', ARGO_CD_MODULE);
  if (!source.ok) return failed(`the manifests of Argo CD cannot be found: ${source.problem}`);
  copyManifests(join(source.stdout.trim(), 'manifests'), join(directory, MANIFESTS));
  return undefined;
}

/** Copies the CRDs and the default settings. Files of Go modules are read-only, and the copies are not. */
function copyManifests(from: string, to: string): void {
  mkdirSync(to);
  for (const folder of ['crds', join('base', 'config')]) {
    const names = readdirSync(join(from, folder)).filter(
      (name) => /\.yaml$/.test(name) && name !== 'kustomization.yaml',
    );
    for (const name of names) writeFileSync(join(to, name), readFileSync(join(from, folder, name)));
  }
}
