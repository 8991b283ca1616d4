/**
 * Builds what is installed: the command as one file with its compiled form beside it, so that it starts fast, and the
 * library for programs that synthesize by themselves.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Script } from 'node:vm';
import { build, type Plugin } from 'esbuild';

/** Where to; a test builds elsewhere, into a directory that is called `build` as well. */
const OUT = resolve(process.argv[2] ?? 'build');
const PROGRAM = join(OUT, 'program.js');

/** Of cdk8s-plus-27 the project uses the export `k8s` alone; the rest would be loaded at each start. */
const onlyK8s: Plugin = {
  name: 'only-k8s',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^cdk8s-plus-27$/ }, () => ({ path: 'k8s', namespace: 'only-k8s' }));
    onLoad({ filter: /.*/, namespace: 'only-k8s' }, () => ({
      contents: "exports.k8s = require('cdk8s-plus-27/lib/imports/k8s');",
      resolveDir: resolve('.'),
    }));
  },
};

/** What talks to clusters is a file of its own, which only `fetch` loads. */
const clustersApart: Plugin = {
  name: 'clusters-apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.\/kube\/node$/ }, () => ({ path: './clusters.js', external: true }));
  },
};

const common = { bundle: true, platform: 'node', target: 'node20', outdir: OUT, legalComments: 'none' } as const;

async function bundle(): Promise<void> {
  await build({ ...common, entryPoints: { index: 'lib/index.ts' }, packages: 'external' });
  await build({ ...common, entryPoints: { clusters: 'lib/kube/node/index.ts' }, minify: true });
  await build({
    ...common,
    entryPoints: { program: 'lib/cli/program.ts' },
    minify: true,
    // cdk8s brings a copy of its own of this package.
    alias: { yaml: resolve('node_modules/yaml') },
    plugins: [onlyK8s, clustersApart],
    // In a script that is run from a cache there is no import().
    supported: { 'dynamic-import': false },
    banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
    footer: { js: '})' },
  });
}

/** Runs the command once on the topology of this project and keeps what was compiled on the way. */
function keepCompiled(): void {
  const script = new Script(readFileSync(PROGRAM, 'utf8'), { filename: PROGRAM });
  const program: { exports: { run?: (args: readonly string[], output: unknown) => number } } = { exports: {} };
  script.runInThisContext()(program.exports, createRequire(PROGRAM), program, PROGRAM, OUT);
  const directory = mkdtempSync(join(tmpdir(), 'ossm-fed-build-'));
  const silent = { write: () => true };
  program.exports.run?.(['synth', '-o', directory], { stdout: silent, stderr: silent });
  rmSync(directory, { recursive: true });
  writeFileSync(join(OUT, 'program.cache'), script.createCachedData());
}

rmSync(OUT, { recursive: true, force: true });
void bundle().then(keepCompiled);
