/**
 * Builds the command as one file with its V8 code cache, so that it starts fast, and the library, which leaves only the
 * peer dependencies of the package outside.
 *
 * Usage: tsx scripts/build.ts [DIRECTORY]
 */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Script } from 'node:vm';
import { build, type Plugin } from 'esbuild';
import { peerDependencies } from '../package.json';
import { bundledPackages, noticesText } from './package/notices';
import { onlyK8s } from './package/only-k8s';
import { npmSbom, sbomText } from './package/sbom';

/** The output directory; a test builds into another one that is also named `build`. */
const OUT = resolve(process.argv[2] ?? 'build');
const PROGRAM = join(OUT, 'program.js');

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
  outdir: OUT,
  // Their texts are in the notices.
  legalComments: 'none',
  metafile: true,
} as const;

const library = {
  ...common,
  entryPoints: { index: 'lib/index.ts' },
  // A program that uses the library passes constructs to it, so both must use the same classes.
  external: Object.keys(peerDependencies),
  plugins: [onlyK8s, clustersApart],
};

/** Bundles command and library; returns the paths of all files that went into them, relative to the project. */
async function bundle(): Promise<readonly string[]> {
  const results = [
    await build(library),
    await build({ ...common, entryPoints: { clusters: 'lib/kube/node/index.ts' }, minify: true }),
    await build({ ...common, entryPoints: { layout: 'lib/graph/layout/index.ts' }, minify: true }),
    await build({ ...common, entryPoints: { page: 'lib/graph/html/index.ts' }, minify: true }),
    await build({
      ...common,
      entryPoints: { program: 'lib/cli/program.ts' },
      minify: true,
      // cdk8s bundles a second copy of this package.
      alias: { yaml: resolve('node_modules/yaml') },
      plugins: [onlyK8s, clustersApart, layoutApart, pageApart],
      // A script that runs from a code cache does not support import().
      supported: { 'dynamic-import': false },
      banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
      footer: { js: '})' },
    }),
  ];
  return results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
}

/** The entry point for `import`: the named exports of the one library, so that no program loads it twice. */
async function esmText(): Promise<string> {
  const { metafile } = await build({ ...library, format: 'esm', write: false });
  const names = Object.values(metafile.outputs).flatMap((output) => output.exports);
  return `export { ${names.sort().join(', ')} } from './index.js';\n`;
}

/** Runs the command once on the topology of this project and writes the code that V8 compiled for it. */
function writeCache(): void {
  // The cache contains the name of the script, which must not be a path of this machine.
  const script = new Script(readFileSync(PROGRAM, 'latin1'), { filename: 'program.js' });
  const program: { exports: { run?: (args: readonly string[], output: unknown) => number } } = { exports: {} };
  script.runInThisContext()(program.exports, createRequire(PROGRAM), program, PROGRAM, OUT);
  const directory = mkdtempSync(join(tmpdir(), 'ossm-fed-build-'));
  const silent = { write: () => true };
  program.exports.run?.(['synth', '-o', directory], { stdout: silent, stderr: silent });
  rmSync(directory, { recursive: true });
  writeFileSync(join(OUT, 'program.cache'), script.createCachedData());
}

/** Removes what earlier builds left, but not the types: `npm pack` writes them before it builds. */
function clean(): void {
  mkdirSync(OUT, { recursive: true });
  for (const name of readdirSync(OUT)) {
    if (!/\.d\.m?ts$/.test(name)) rmSync(join(OUT, name), { recursive: true });
  }
}

async function main(): Promise<void> {
  clean();
  const [files, listed] = await Promise.all([bundle(), npmSbom()]);
  const packages = bundledPackages(files);
  writeFileSync(join(OUT, 'third-party-licenses.txt'), noticesText(packages));
  writeFileSync(join(OUT, 'sbom.cdx.json'), sbomText(listed, packages));
  writeFileSync(join(OUT, 'index.mjs'), await esmText());
  writeCache();
}

void main();
