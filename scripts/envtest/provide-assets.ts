import { join } from 'node:path';
import { cacheDirectory, cachedAssets, findAssets, missingPrograms, PROGRAMS, pinnedVersions } from './assets';
import { build } from './build';
import { download } from './download';
import { killPrograms, runProgram } from './run-program';
import { newUnfinished, putInPlace, removeUnfinished } from './shelf';

/** The directory of the programs, or why there is none. */
export type Provided =
  | { readonly kind: 'found'; readonly directory: string }
  /** Neither the programs nor Go are on this machine. */
  | { readonly kind: 'impossible'; readonly message: string }
  /** They should exist or be provided, but that failed. */
  | { readonly kind: 'failed'; readonly message: string };

/**
 * Finds the programs of the end-to-end tests, or provides them: downloaded by setup-envtest, or built with Go. They
 * are moved to their directory when they are complete, so a killed run or two concurrent runs leave no partial files.
 */
export async function provideAssets(env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<Provided> {
  const found = findAssets(env);
  if (found.kind === 'found') return found;
  if (found.kind === 'wrong') return { kind: 'failed', message: found.message };
  const go = await runProgram('go', ['version'], { env, directory: '.', timeout: 60_000 });
  if (!go.ok) return { kind: 'impossible', message: NEITHER };
  const cache = cacheDirectory(env);
  return await cleaningUp(cache, () => make(cache, env, say));
}

/** Runs a function that fills the cache. Afterwards, and if this process is stopped, no partial files are left. */
export async function cleaningUp<T>(cache: string, fill: () => Promise<T>): Promise<T> {
  removeUnfinished(cache);
  const cleanUp = (): void => {
    killPrograms();
    removeUnfinished(cache);
  };
  process.on('exit', cleanUp);
  try {
    return await fill();
  } finally {
    process.off('exit', cleanUp);
    cleanUp();
  }
}

const NEITHER =
  'neither etcd, kube-apiserver and kubectl are on this machine nor Go 1.24 or later to build them; set ' +
  'KUBEBUILDER_ASSETS to a directory with the three, or install Go (https://go.dev/doc/install)';

async function make(cache: string, env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<Provided> {
  const versions = pinnedVersions();
  const place = cachedAssets(cache, versions);
  const unfinished = newUnfinished(cache);
  say(`${PROGRAMS.join(', ')} are missing; downloading them with setup-envtest ...`);
  const refused = await download(unfinished, versions, env);
  if (refused !== undefined) {
    say(`setup-envtest failed: ${firstWords(refused)}`);
    say(`building Kubernetes ${versions.kubernetes} and etcd ${versions.etcd} with Go, once: 5 to 20 minutes`);
    const problem = await build(unfinished, versions, env, say);
    if (problem !== undefined) return { kind: 'failed', message: problem };
  }
  const problem = await tryOut(unfinished, env);
  if (problem !== undefined) return { kind: 'failed', message: problem };
  putInPlace(unfinished, place);
  say(`the programs are in ${place}`);
  return { kind: 'found', directory: place };
}

/** The first line that is not empty. */
function firstWords(problem: string): string {
  return problem.split('\n').find((line) => !/^(go: downloading|exit status) /.test(line)) ?? problem;
}

/** Whether each program starts on this machine. */
async function tryOut(directory: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const missing = missingPrograms(directory);
  if (missing.length > 0) return `${missing.join(', ')} cannot be executed`;
  for (const program of PROGRAMS) {
    const args = program === 'kubectl' ? ['version', '--client'] : ['--version'];
    const ended = await runProgram(join(directory, program), args, { env, directory, timeout: 60_000 });
    if (!ended.ok) return `${program} does not start: ${ended.problem}`;
  }
  return undefined;
}
