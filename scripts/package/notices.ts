import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import MIT from 'spdx-license-list/licenses/MIT.json';

/** A package of which a bundle contains files. */
export interface BundledPackage {
  /** The directory of the package, relative to the project. */
  readonly directory: string;
  /** The name. */
  readonly name: string;
  /** The version. */
  readonly version: string;
  /** The SPDX ID of the license. */
  readonly license: string;
  /** The author; undefined if the package states none. */
  readonly author?: string | { readonly name: string };
}

const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;
const LICENSE_FILE = /^((un)?licen[cs]e|notice|copying)/i;

/**
 * The packages that a bundle contains, sorted by name and version.
 *
 * @param files the paths of the bundled files, relative to the project and with `/`
 * @throws Error where a package states no license
 */
export function bundledPackages(files: readonly string[]): readonly BundledPackage[] {
  const directories = new Set(files.flatMap((file) => PACKAGE.exec(file)?.[0] ?? []));
  const packages = new Map([...directories].map(readPackage).map((each) => [`${each.name} ${each.version}`, each]));
  return [...packages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

function readPackage(directory: string): BundledPackage {
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Omit<
    BundledPackage,
    'directory'
  >;
  if (manifest.license === undefined) throw new Error(`the bundled package ${manifest.name} states no license`);
  return { ...manifest, directory };
}

/**
 * The license texts of packages, which their licenses require to be distributed with a bundle of them.
 *
 * @returns one section per package
 */
export function noticesText(packages: readonly BundledPackage[]): string {
  return `The files in this directory contain the following packages.\n${packages.map(noticeOf).join('')}`;
}

function noticeOf(one: BundledPackage): string {
  const { directory, name, version, license } = one;
  const files = readdirSync(directory).filter((file) => LICENSE_FILE.test(file));
  const texts = files.sort().map((file) => readFileSync(join(directory, file), 'utf8').replaceAll('\r\n', '\n'));
  const all = texts.length === 0 ? [standardText(one)] : texts;
  return `\n--- ${name} ${version} (${license})\n${all.map((text) => `\n${text.trim()}\n`).join('')}`;
}

/** The text of a license for a package that has no license file, with the author that the package states. */
function standardText({ name, license, author }: BundledPackage): string {
  if (license !== 'MIT' || author === undefined) throw new Error(`the bundled package ${name} has no license text`);
  const { licenseText } = MIT;
  return licenseText.replace('<year> <copyright holders>', typeof author === 'string' ? author : author.name);
}
