/** How the bundles of the package are built: the program, what it loads on demand, and the library. */

import { resolve } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { peerDependencies, version } from '../../package.json';
import { lazyModules } from './lazy-modules';
import { onlyK8s } from './only-k8s';

/** Of package.json the program uses only the version. */
const onlyVersion: Plugin = {
  name: 'only-version',
  setup({ onLoad }) {
    onLoad({ filter: /\/package\.json$/ }, () => ({ contents: JSON.stringify({ version }), loader: 'json' }));
  },
};

/** commander and cdk8s start programs only for what is not used here, and loading what starts them takes 4 ms. */
const noPrograms: Plugin = {
  name: 'no-programs',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?child_process$/ }, ({ importer }) =>
      /[/\\]node_modules[/\\](commander|cdk8s)[/\\]/.test(importer)
        ? { path: 'none', namespace: 'no-programs' }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'no-programs' }, () => ({ contents: '' }));
  },
};

/** The explanations of codes, which the program reads as text instead of loading all rules and what writes YAML. */
export const EXPLANATIONS = 'explanations.json';

/** Lets the program read explanations instead of making them. */
const explained: Plugin = {
  name: 'explained',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^\.\/explanations\.json$/ }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /[/\\]lib[/\\]library[/\\]explain\.ts$/ }, () => ({
      contents: `const texts = new Map(Object.entries(require('./${EXPLANATIONS}')));
        exports.CODES = [...texts.keys()];
        exports.explain = (code) => texts.get(code);`,
    }));
  },
};

/** Leaves a part of lib/ out of the program: a file of its own, which only the commands that need it load. */
function apart(part: RegExp, path: string): Plugin {
  return {
    name: `apart-${path}`,
    setup({ onResolve }) {
      onResolve({ filter: part }, ({ kind }) => (kind === 'entry-point' ? undefined : { path, external: true }));
    },
  };
}

/** The client of clusters is for commands such as `fetch`, the layout and the page for `graph`. */
const clustersApart = apart(/\/kube\/node$/, './clusters.js');
const layoutApart = apart(/\/graph\/layout$/, './layout.js');
const pageApart = apart(/\/graph\/html$/, './page.js');

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  // Their texts are in the notices.
  legalComments: 'none',
  metafile: true,
} as const satisfies BuildOptions;

/** The command, as a script of the package or of a binary. */
export const COMMAND = {
  ...common,
  minify: true,
  // cdk8s bundles a second copy of this package.
  alias: { yaml: resolve('node_modules/yaml') },
} as const satisfies BuildOptions;

/** Lets a command evaluate only what it uses. */
export const LIGHT_START: readonly Plugin[] = [
  noPrograms,
  lazyModules(/[/\\](lib|imports)[/\\].*\.ts$/),
  onlyVersion,
  onlyK8s,
];

/** The library, which leaves the peer dependencies outside. */
export const LIBRARY = {
  ...common,
  entryPoints: { index: 'lib/index.ts' },
  // A program that uses the library passes constructs to it, so both must use the same classes.
  external: Object.keys(peerDependencies),
  plugins: [onlyK8s, clustersApart],
} as const satisfies BuildOptions;

/** A script that runs from a code cache does not support import(). */
const FROM_CACHE = { 'dynamic-import': false };

/** The command of the package, a function with the parameters of a CommonJS module. */
export const PROGRAM = {
  ...COMMAND,
  entryPoints: { program: 'lib/cli/program.ts' },
  plugins: [explained, ...LIGHT_START, clustersApart, layoutApart, pageApart],
  supported: FROM_CACHE,
  banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
  footer: { js: '})' },
} as const satisfies BuildOptions;

/** What the program loads on demand. */
export const PARTS: readonly BuildOptions[] = [
  { ...common, entryPoints: { clusters: 'lib/kube/node/index.ts' }, minify: true, supported: FROM_CACHE },
  { ...common, entryPoints: { layout: 'lib/graph/layout/index.ts' }, minify: true, supported: FROM_CACHE },
  { ...common, entryPoints: { page: 'lib/graph/html/index.ts' }, minify: true, supported: FROM_CACHE },
];
