import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../envtest/run-program';
import { REDIS } from './assets';

/** For a download of 2 MB, and of the package lists where they are missing. */
const TIMEOUT = 300_000;

/** Runs the unpacked program with the libraries that were unpacked with it. */
const WRAPPER = `#!/bin/sh
here=\${0%/*}
LD_LIBRARY_PATH=$(echo "$here"/usr/lib/*-linux-gnu) exec "$here/usr/bin/${REDIS}" "$@"
`;

/**
 * Unpacks the Debian package of Redis and the packages that it requires and this machine lacks. Nothing is installed, so
 * no service starts; only missing lists of packages need root. Returns an error message, undefined on success.
 */
export async function unpackRedis(directory: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const packages = join(directory, 'packages');
  mkdirSync(packages);
  const run = (command: string, ...args: readonly string[]) =>
    runProgram(command, args, { env: { ...env, LC_ALL: 'C' }, directory: packages, timeout: TIMEOUT });
  const download = async (): Promise<string | undefined> => {
    const planned = await run('apt-get', 'install', '--simulate', '--no-install-recommends', REDIS);
    if (!planned.ok) return planned.problem;
    const names = [...planned.stdout.matchAll(/^Inst (\S+)/gm)].map(([, name = '']) => name);
    const downloaded = await run('apt-get', 'download', ...names);
    return downloaded.ok ? undefined : downloaded.problem;
  };
  // Lists are missing on fresh machines, and old ones name packages that are gone.
  let problem = await download();
  if (problem !== undefined && (await run('apt-get', 'update')).ok) problem = await download();
  if (problem !== undefined) return problem;
  for (const name of readdirSync(packages)) {
    const unpacked = await run('dpkg-deb', '--extract', name, directory);
    if (!unpacked.ok) return unpacked.problem;
  }
  rmSync(packages, { recursive: true });
  writeFileSync(join(directory, REDIS), WRAPPER, { mode: 0o755 });
  const tried = await runProgram(join(directory, REDIS), ['--version'], { env, directory, timeout: TIMEOUT });
  return tried.ok ? undefined : tried.problem;
}
