import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The fields of a package.json that a notice uses. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;
const LICENSE_FILE = /^(licen[cs]e|notice|copying)/i;

/**
 * The license texts of the packages that a bundle contains, which their licenses require to be distributed with it.
 *
 * @param files the paths of the bundled files, relative to the project and with `/`
 * @returns one section per package, sorted by name and version; a package without a license file has only its license ID
 * @throws Error where a package states no license
 */
export function noticesText(files: readonly string[]): string {
  const directories = new Set(files.flatMap((file) => PACKAGE.exec(file)?.[0] ?? []));
  const notices = new Set([...directories].map(noticeOf));
  return `The files in this directory contain the following packages.\n${[...notices].sort().join('')}`;
}

function noticeOf(directory: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest;
  if (license === undefined) throw new Error(`the bundled package ${name} states no license`);
  const texts = readdirSync(directory)
    .filter((file) => LICENSE_FILE.test(file))
    .sort()
    .map((file) => `\n${readFileSync(join(directory, file), 'utf8').replaceAll('\r\n', '\n').trim()}\n`);
  return `\n--- ${name} ${version} (${license})\n${texts.join('')}`;
}
