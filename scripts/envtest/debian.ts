import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from './run-program';

/** For a download of a few MB, and of the package lists where they are missing. */
const TIMEOUT = 300_000;

/**
 * Unpacks a Debian package and the packages that it requires and this machine lacks to a directory. Nothing is installed,
 * so no service starts; only missing lists of packages need root. Returns an error message, undefined on success.
 */
export async function unpackDebian(
  name: string,
  directory: string,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const packages = join(directory, 'packages');
  mkdirSync(packages);
  const run = (command: string, ...args: readonly string[]) =>
    runProgram(command, args, { env: { ...env, LC_ALL: 'C' }, directory: packages, timeout: TIMEOUT });
  const download = async (): Promise<string | undefined> => {
    const planned = await run('apt-get', 'install', '--simulate', '--no-install-recommends', name);
    if (!planned.ok) return planned.problem;
    const names = [...planned.stdout.matchAll(/^Inst (\S+)/gm)].map(([, required = '']) => required);
    const downloaded = await run('apt-get', 'download', ...names);
    return downloaded.ok ? undefined : downloaded.problem;
  };
  // Lists are missing on fresh machines, and old ones name packages that are gone.
  let problem = await download();
  if (problem !== undefined && (await run('apt-get', 'update')).ok) problem = await download();
  if (problem !== undefined) return problem;
  for (const file of readdirSync(packages)) {
    const unpacked = await run('dpkg-deb', '--extract', file, directory);
    if (!unpacked.ok) return unpacked.problem;
  }
  rmSync(packages, { recursive: true });
  return undefined;
}
