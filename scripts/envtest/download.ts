import { chmodSync, copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { missingPrograms, PROGRAMS, type Versions } from './assets';
import { type Ended, runProgram } from './run-program';

const SETUP_ENVTEST = 'sigs.k8s.io/controller-runtime/tools/setup-envtest@v0.25.1';

/** For a download of 60 MB and the build of setup-envtest; without internet it fails much earlier. */
const TIMEOUT = 300_000;

/**
 * Downloads the programs to a directory with setup-envtest. Returns an error message, undefined on success. One
 * on the PATH is used, otherwise Go runs a pinned version. It has only the first release of each minor version.
 */
export async function download(
  directory: string,
  versions: Versions,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const store = join(directory, 'setup-envtest');
  try {
    return await downloadInto(store, directory, versions, env);
  } finally {
    rmSync(store, { recursive: true, force: true });
  }
}

async function downloadInto(
  store: string,
  directory: string,
  { kubernetes }: Versions,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const minor = kubernetes.split('.').slice(0, 2).join('.');
  const args = ['use', `${minor}.x`, '--bin-dir', store, '--print', 'path'];
  const options = { env: { ...env, GOWORK: 'off' }, directory, timeout: TIMEOUT };
  const installed = await runProgram('setup-envtest', args, options);
  const ended: Ended = installed.ok ? installed : await runProgram('go', ['run', SETUP_ENVTEST, ...args], options);
  if (!ended.ok) return ended.problem;
  const found = ended.stdout.trim();
  const missing = missingPrograms(found);
  if (missing.length > 0) return `it gave no ${missing.join(', no ')}`;
  for (const program of PROGRAMS) {
    copyFileSync(join(found, program), join(directory, program));
    chmodSync(join(directory, program), 0o755);
  }
  return undefined;
}
