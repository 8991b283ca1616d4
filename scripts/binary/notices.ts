import { readFileSync } from 'node:fs';
import { LIBRARIES } from './libraries';

/** The licenses of the runtime and of all libraries in it, with their texts, which its package lacks. */
export function runtimeNotices(version: string): string {
  const list = LIBRARIES.map(({ name, licenses, url }) => `  ${name} (${licenses.join(', ')}) ${url}\n`);
  const ids = [...new Set(['MIT', ...LIBRARIES.flatMap(({ licenses }) => licenses)])].sort();
  return `
--- Bun ${version} (MIT)

Copyright (c) Oven (https://bun.com), source: https://github.com/oven-sh/bun

Bun contains these libraries. JavaScriptCore and tinycc have the GNU Lesser General Public License: you may change and link
them again, as "Building from source" in Bun's LICENSE.md describes. The program of ossm-fed that is then compiled in is made
by "npm run binaries" of its source.

${list.join('')}${ids.map(licenseText).join('')}`;
}

function licenseText(id: string): string {
  const file = require.resolve(`spdx-license-list/licenses/${id}.json`);
  const { name, licenseText: text } = JSON.parse(readFileSync(file, 'utf8')) as { name: string; licenseText: string };
  return `\n--- License ${id}: ${name}\n\n${text.trim()}\n`;
}
