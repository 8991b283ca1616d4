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

/** What runs Argo CD, or why it cannot run. */
export type ProvidedArgoCd =
  | { readonly kind: 'found'; readonly assets: ArgoCdAssets }
  | Exclude<Provided, { readonly kind: 'found' }>;

/** What is written while programs are provided. */
type Say = (line: string) => void;

/** Finds the programs of Argo CD's end-to-end tests, or provides them: Redis as a Debian package, Argo CD built with Go. */
export async function provideArgoCd(env: NodeJS.ProcessEnv, say: Say): Promise<ProvidedArgoCd> {
  const git = await runProgram('git', ['--version'], { env, directory: '.', timeout: 60_000 });
  if (!git.ok) return { kind: 'impossible', message: 'git is not on this machine' };
  const cache = cacheDirectory(env);
  const missing = await cleaningUp(
    cache,
    async () => (await provideRedis(cache, env, say)) ?? provide(cache, env, say),
  );
  if (missing !== undefined) return missing;
  const assets = findArgoCd(env);
  return assets === undefined ? { kind: 'failed', message: `no ${ARGO_CD} in ${cache}` } : { kind: 'found', assets };
}

type Missing = Exclude<ProvidedArgoCd, { readonly kind: 'found' }>;

async function provideRedis(cache: string, env: NodeJS.ProcessEnv, say: Say): Promise<Missing | undefined> {
  if (findRedis(env) !== undefined) return undefined;
  say(`${REDIS} is missing; unpacking its Debian package ...`);
  const unfinished = newUnfinished(cache);
  const problem = await unpackRedis(unfinished, env);
  const advice = `install it, so that it is on the PATH`;
  if (problem !== undefined)
    return { kind: 'impossible', message: `${REDIS} is not on this machine (${problem}); ${advice}` };
  putInPlace(unfinished, redisPlace(cache), [REDIS]);
  return undefined;
}

async function provide(cache: string, env: NodeJS.ProcessEnv, say: Say): Promise<Missing | undefined> {
  const place = argoCdPlace(cache);
  if (missingPrograms(place, [ARGO_CD]).length === 0) return undefined;
  // In the directory of the module, so that Go compares itself with the version that the module requires.
  const run = (...args: readonly string[]) =>
    runProgram('go', args, { env: goEnvironment(env), directory: MODULE, timeout: 600_000 });
  const go = await run('version');
  if (!go.ok)
    return {
      kind: 'impossible',
      message: `neither ${ARGO_CD} is on this machine nor a Go that builds it: ${go.problem}`,
    };
  const version = argoCdVersion();
  say(`building Argo CD ${version} with Go, once: 5 to 15 minutes ...`);
  const started = Date.now();
  const unfinished = newUnfinished(cache);
  const variables = { [`${ARGO_CD_MODULE}/common.version`]: version };
  const program = { module: MODULE, path: `${ARGO_CD_MODULE}/cmd`, out: join(unfinished, ARGO_CD), variables };
  const built = await goBuild(program, env);
  if (!built.ok) return { kind: 'failed', message: `Argo CD cannot be built: ${built.problem}` };
  const source = await run('list', '-m', '-f', '{{.Dir}}', ARGO_CD_MODULE);
  if (!source.ok) return { kind: 'failed', message: `the manifests of Argo CD cannot be found: ${source.problem}` };
  copyManifests(join(source.stdout.trim(), 'manifests'), join(unfinished, MANIFESTS));
  putInPlace(unfinished, place, [ARGO_CD]);
  say(`built Argo CD in ${Math.round((Date.now() - started) / 1000)} seconds`);
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
