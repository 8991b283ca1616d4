/**
 * Builds the command as one file with its V8 code cache, so that it starts fast, and the library, which leaves only the
 * peer dependencies of the package outside.
 *
 * Usage: tsx scripts/build.ts [DIRECTORY]
 */

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Script } from 'node:vm';
import { type BuildOptions, build } from 'esbuild';
import { CODES, explain } from '../lib/library/explain';
import { EXPLANATIONS, LIBRARY, PARTS, PROGRAM } from './package/bundles';
import { bundledPackages, noticesText } from './package/notices';
import { npmSbom, sbomText } from './package/sbom';

interface CodeCache {
  readonly ID_LENGTH: number;
  readonly optimizeLater: () => void;
}
const { ID_LENGTH, optimizeLater }: CodeCache = require('../bin/code-cache');

/** The output directory; a test builds into another one that is also named `build`. */
const OUT = resolve(process.argv[2] ?? 'build');

const SCRIPT = join(OUT, 'program.js');

/** Bundles command and library; returns the paths of all files that went into them, relative to the project. */
async function bundle(): Promise<readonly string[]> {
  const results = await Promise.all([LIBRARY, PROGRAM, ...PARTS].map((options) => build({ ...options, outdir: OUT })));
  return results.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
}

/** The entry point for `import`: the named exports of the one library, so that no program loads it twice. */
async function esmText(): Promise<string> {
  const { metafile } = await build({ ...LIBRARY, outdir: OUT, format: 'esm', write: false });
  const names = Object.values(metafile.outputs).flatMap((output) => output.exports);
  return `export { ${names.sort().join(', ')} } from './index.js';\n`;
}

/** The names of the scripts that a bundle is written to. */
function namesOf({ entryPoints = {} }: BuildOptions): readonly string[] {
  return Object.keys(entryPoints);
}

/** Adds to the end of a script its ID, by which caches know it. */
function writeId(file: string): void {
  const text = readFileSync(file, 'latin1').trimEnd();
  writeFileSync(file, `${text}//${createHash('sha256').update(text).digest('hex').slice(0, ID_LENGTH)}`);
}

/** Runs command lines and writes the code that V8 compiled for them. */
function writeCache(name: string, ...commands: readonly (readonly string[])[]): void {
  // The cache contains the name of the script, which must not be a path of this machine.
  const script = new Script(readFileSync(SCRIPT, 'latin1'), { filename: 'program.js' });
  const program: { exports: { run?: (args: readonly string[], output: unknown) => number } } = { exports: {} };
  script.runInThisContext()(program.exports, createRequire(SCRIPT), program, SCRIPT, OUT);
  const silent = { write: () => true };
  for (const args of commands) program.exports.run?.(args, { stdout: silent, stderr: silent });
  writeFileSync(join(OUT, name), script.createCachedData());
}

/** The caches for commands that print what is known, and for those that work on topologies of both generations. */
function writeCaches(): void {
  writeCache('start.cache', ['--version'], ['explain', 'FED001'], ['completion', 'bash']);
  const directory = mkdtempSync(join(tmpdir(), 'ossm-fed-build-'));
  optimizeLater();
  const ossm3 = ['-f', 'examples/three-clouds-ossm3/federation.yaml'];
  writeCache('program.cache', ['synth', '-o', join(directory, '2')], ['synth', ...ossm3, '-o', join(directory, '3')]);
  rmSync(directory, { recursive: true });
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
  writeFileSync(
    join(OUT, EXPLANATIONS),
    JSON.stringify(Object.fromEntries(CODES.map((code) => [code, explain(code)]))),
  );
  for (const name of [...PARTS.flatMap(namesOf), ...namesOf(PROGRAM)]) writeId(join(OUT, `${name}.js`));
  writeCaches();
}

void main();
