import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { optionalDependencies } from './package.json';
import type { Target } from './targets';

const MANIFESTS = ['package.json', 'package-lock.json'];

/** Where the runtimes are installed, each on its own, as npm installs packages of one platform at a time. */
const CACHE = resolve('node_modules', '.cache', 'ossm-fed-runtimes');

/** The version of a runtime. */
export function versionOf({ runtime }: Target): string {
  const version = (optionalDependencies as Readonly<Record<string, string>>)[runtime];
  if (version === undefined) throw new Error(`scripts/binary/package.json lacks ${runtime}`);
  return version;
}

/**
 * Provides the runtime of a platform: its package in the version of the lock file, without running any script of it.
 *
 * @returns the path of the program
 */
export async function provideRuntime(target: Target): Promise<string> {
  const directory = join(CACHE, target.name);
  const home = join(directory, 'node_modules', target.runtime);
  if (!isInstalled(home, versionOf(target))) {
    mkdirSync(directory, { recursive: true });
    for (const name of MANIFESTS) copyFileSync(join(__dirname, name), join(directory, name));
    const platform = ['--os', target.os, '--cpu', target.cpu, ...(target.os === 'linux' ? ['--libc', 'glibc'] : [])];
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error', ...platform];
    await promisify(execFile)('npm', args, { cwd: directory, shell: process.platform === 'win32' });
  }
  return join(home, target.program);
}

function isInstalled(home: string, version: string): boolean {
  const manifest = join(home, 'package.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === version;
}
