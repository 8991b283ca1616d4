/**
 * Modules that are evaluated when something of them is used for the first time, so that a command loads only its own part
 * of the program.
 */

import { readFile } from 'node:fs/promises';
import { type Options, transform } from '@swc/core';
import type { Plugin } from 'esbuild';

/** What the transformation writes for one lazy import: a function that remembers the module. */
const REMEMBERED =
  /function (_\w+)\(\) \{\s+const data = require\("(\.[^"]+)"\);\s+\1 = function\(\) \{\s+return data;\s+\};\s+return data;\s+\}\n/g;

/** What only other transformations than this one read. */
const MARK = /Object\.defineProperty\(exports, "__esModule", \{\s+value: true\s+\}\);\n/;

/** Makes all imports of the files in directories lazy. */
export function lazyModules(directories: RegExp): Plugin {
  return {
    name: 'lazy-modules',
    setup({ onLoad }) {
      onLoad({ filter: directories }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        return { contents: await lazyText(text, path), loader: 'js' };
      });
    },
  };
}

/**
 * A module as CommonJS whose imports are evaluated where they are used. The bundler remembers each module, so that only
 * packages, which it may have to convert, are remembered here too.
 */
async function lazyText(text: string, filename: string): Promise<string> {
  const lazy = Array.from(text.matchAll(/\bfrom '([^']+)'/g), ([, specifier = '']) => specifier);
  const options: Options = {
    filename,
    configFile: false,
    swcrc: false,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs', lazy, ignoreDynamic: true },
  };
  const { code } = await transform(text, options);
  const modules = new Map(
    Array.from(code.matchAll(REMEMBERED), ([, name = '', specifier]) => [`${name}()`, specifier]),
  );
  return code
    .replace(MARK, '')
    .replace(REMEMBERED, '')
    .replace(/\b_\w+\(\)/g, (use) => (modules.has(use) ? `require("${modules.get(use)}")` : use));
}
