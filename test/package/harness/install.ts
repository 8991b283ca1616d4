import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { devDependencies, peerDependencies } from '../../../package.json';
import { run } from './run';

/** The root of this project. */
export const ROOT = join(__dirname, '..', '..', '..');

/** The program that {@link installConsumer} adds to a project. */
const CONSUMER = join(__dirname, '..', 'consumer');

/** Versions of packages by their names. */
type Versions = Readonly<Record<string, string>>;

/** The versions of the peer dependencies that this project is tested with. */
export const LOCKED: Versions = Object.fromEntries(
  Object.entries(devDependencies).filter(([name]) => name in peerDependencies),
);

/** The lowest versions of the peer dependencies that the package allows. */
export const LOWEST: Versions = Object.fromEntries(
  Object.entries(peerDependencies).map(([name, range]) => [name, range.replace(/^\^/, '')]),
);

/** Packs this project into a directory, and returns the path of the tarball. */
export async function pack(directory: string): Promise<string> {
  await run(ROOT, 'npm', 'pack', '--silent', '--pack-destination', directory);
  const [name] = readdirSync(directory).filter((file) => file.endsWith('.tgz'));
  if (name === undefined) throw new Error('npm pack wrote no tarball');
  return join(directory, name);
}

/** Installs the tarball, and the given versions beside it, into a new project. */
export async function installInto(
  directory: string,
  tarball: string,
  dependencies: Versions = {},
  type = 'commonjs',
): Promise<string> {
  mkdirSync(directory);
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ private: true, type, dependencies }));
  await run(directory, 'npm', 'install', '--prefer-offline', tarball);
  return directory;
}

/** The same for a project that uses the library: it has the program in `test/package/consumer/`. */
export async function installConsumer(
  directory: string,
  tarball: string,
  dependencies: Versions,
  type: 'module' | 'commonjs',
): Promise<string> {
  await installInto(directory, tarball, dependencies, type);
  cpSync(CONSUMER, directory, { recursive: true });
  return directory;
}
