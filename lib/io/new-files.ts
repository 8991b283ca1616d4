import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { makeDirectory } from './make-directory';
import { statsOf } from './stats';

/** Whether anything has the name of a file, a symbolic link without a target included. */
export function isTaken(directory: string, path: string): boolean {
  return statsOf(join(directory, path)) !== undefined;
}

/** Whether a directory between the given one and the file is a symbolic link, which can lead anywhere. */
export function isBehindLink(directory: string, path: string): boolean {
  const parents = path.split('/').slice(0, -1);
  return parents.some((_, i) => statsOf(join(directory, ...parents.slice(0, i + 1)))?.isSymbolicLink() ?? false);
}

/**
 * Creates a file and its directories. Throws the errors of the file system, also where the file exists.
 *
 * @param path the path below the directory, with `/`
 */
export function createFile(directory: string, path: string, text: string): void {
  const file = join(directory, path);
  makeDirectory(dirname(file));
  writeFileSync(file, text, { flag: 'wx' });
}

/** Removes files that were just created. */
export function removeFiles(directory: string, paths: readonly string[]): void {
  for (const path of paths) rmSync(join(directory, path), { force: true });
}

/**
 * The path of a file of an installed package, relative to a directory, as Node.js finds the package: in `node_modules` of
 * the directory or of one above it.
 *
 * @returns the path with `/`, such as `./node_modules/ossm-fed/package.json`; undefined where the package is not installed
 */
export function installedFile(directory: string, packageName: string, path: string): string | undefined {
  const start = resolve(directory);
  for (let above = start; ; above = dirname(above)) {
    const file = join(above, 'node_modules', packageName, path);
    if (existsSync(file)) return `${above === start ? './' : ''}${relative(start, file).replaceAll(sep, '/')}`;
    if (above === dirname(above)) return undefined;
  }
}
