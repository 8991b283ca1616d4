/**
 * Modules that are evaluated when something of them is used for the first time, so that a command loads only its own part
 * of the program.
 */

import { readFile } from 'node:fs/promises';
import { type Options, transform } from '@swc/core';
import type { Plugin } from 'esbuild';

/** What the compiler writes for a lazy import: a function that remembers the module. */
const LAZY_IMPORT =
  /function (_\w+)\(\) \{\s+const data = require\("(\.[^"]+)"\);\s+\1 = function\(\) \{\s+return data;\s+\};\s+return data;\s+\}\n/g;

/** What the compiler writes for exports: a mark for other compilers, and one or several getters. */
const EXPORTS =
  /(?:Object\.defineProperty\(exports, "__esModule", \{\s+value: true\s+\}\);\n)(?:Object\.defineProperty\(exports, "\w+", \{[^{}]+\{[^{}]+\}\s+\}\);\n|function _export\(target, all\) \{.+?\n\}\n_export\(exports, \{.+?\n\}\);\n)?/s;

/** One export and its value: what has its name in the module, or what another module exports. */
const EXPORT = /(?:get (\w+) ?\(\)|exports, "(\w+)", \{\s+enumerable: true,\s+get: function\(\)) \{\s+return ([^;]+);/g;

/** Makes all imports of files lazy. */
export function lazyModules(files: RegExp): Plugin {
  return {
    name: 'lazy-modules',
    setup({ onLoad }) {
      onLoad({ filter: files }, async ({ path }) => {
        return { contents: await lazyText(await readFile(path, 'utf8'), path), loader: 'js' };
      });
    },
  };
}

/**
 * A module as CommonJS whose imports are evaluated where they are used. As no modules import each other in a ring, its
 * exports are values. The bundler remembers each module, so only packages, which it may have to convert, are remembered
 * here too.
 */
export async function lazyText(text: string, filename: string): Promise<string> {
  const lazy = Array.from(text.matchAll(/\bfrom '([^']+)'/g), ([, specifier = '']) => specifier);
  const options: Options = {
    filename,
    configFile: false,
    swcrc: false,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs', lazy, ignoreDynamic: true },
  };
  const { code } = await transform(text, options);
  const [exported = ''] = EXPORTS.exec(code) ?? [];
  if (/\b_export\(exports|Property\(exports/.test(code.replace(exported, '')))
    throw new Error(`unknown form of exports in ${filename}`);
  const modules = new Map(Array.from(code.matchAll(LAZY_IMPORT), ([, name = '', path]) => [`${name}()`, path]));
  return `${code.replace(exported, '').replace(LAZY_IMPORT, '')}\nmodule.exports = { ${exportsText(exported)} };\n`.replace(
    /\b_\w+\(\)/g,
    (use) => (modules.has(use) ? `require("${modules.get(use)}")` : use),
  );
}

function exportsText(exported: string): string {
  const members = Array.from(exported.matchAll(EXPORT), ([, one, several, value]) => {
    const name = one ?? several ?? '';
    return name === value ? name : `get ${name}() { return ${value}; }`;
  });
  return members.join(', ');
}
