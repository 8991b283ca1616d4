import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIBRARIES, type Library, usedLicenses } from './libraries';

/** The exceptions, which the list of license texts lacks. */
const EXCEPTIONS: readonly string[] = ['GCC-exception-2.0', 'LLVM-exception'];

/** The licenses of the runtime and of all libraries in it, with their texts, which its package lacks. */
export function runtimeNotices(version: string): string {
  const ids = [...new Set(['MIT', ...LIBRARIES.flatMap(usedLicenses)])].sort();
  return `
--- Bun ${version} (MIT)

Copyright (c) Oven (https://bun.com), source: https://github.com/oven-sh/bun

Bun contains these libraries. JavaScriptCore and tinycc have the GNU Lesser General Public License: you may change and link
them again, as "Building from source" in Bun's LICENSE.md describes. The program of ossm-fed that is then compiled in is made
by "npm run binaries" of its source. Where a library has a choice of licenses, it is used under the first one.

${LIBRARIES.map(libraryText).join('')}${ids.map(licenseText).join('')}`;
}

function libraryText({ name, license, url, copyright }: Library): string {
  return `  ${name} (${license}) ${url}\n${copyright.map((line) => `    ${line}\n`).join('')}`;
}

function licenseText(id: string): string {
  if (EXCEPTIONS.includes(id)) return `\n--- Exception ${id}\n\n${readFileSync(join(__dirname, `${id}.txt`), 'utf8')}`;
  const file = require.resolve(`spdx-license-list/licenses/${id}.json`);
  const { name, licenseText: text } = JSON.parse(readFileSync(file, 'utf8')) as { name: string; licenseText: string };
  return `\n--- License ${id}: ${name}\n\n${text.trim()}\n`;
}
