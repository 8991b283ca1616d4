/**
 * Builds the command as one file for each platform, which needs neither Node.js nor npm, with checksums, licenses and the
 * software bill of materials.
 *
 * Usage: tsx scripts/binary/binaries.ts [--only PLATFORM]
 */

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { build } from 'esbuild';
import { COMMAND, LIGHT_START } from '../package/bundles';
import { bundledPackages, noticesText } from '../package/notices';
import { sbomText } from '../package/sbom';
import { checksumsText } from './checksums';
import { runtimeNotices } from './notices';
import { provideRuntime, versionOf } from './runtime';
import { sbomWithRuntimes } from './sbom';
import { ownTarget, TARGETS, type Target } from './targets';

/** The output directory. */
const OUT = resolve('binaries');

/** Files and variables that only programs of Bun read: a binary finds what its user put there for other programs. */
const READS_NOTHING = ['dotenv', 'bunfig', 'tsconfig', 'package-json'].map((name) => `--no-compile-autoload-${name}`);

/** Bundles command, clients of clusters and pictures as one script; returns the paths of all files in it. */
async function bundle(outfile: string): Promise<readonly string[]> {
  const { metafile } = await build({
    ...COMMAND,
    entryPoints: ['scripts/binary/entry.ts'],
    outfile,
    target: 'node22',
    // Otherwise they are the paths of this build. Only a function of cdk8s that loads URLs reads one, and nothing calls it.
    define: { __dirname: '"/"', __filename: '"/"' },
    plugins: [...LIGHT_START],
  });
  return Object.keys(metafile.inputs);
}

/** Puts the script, compiled, behind the runtime of a platform. */
async function compile(compiler: string, script: string, target: Target): Promise<void> {
  const runtime = await provideRuntime(target);
  const options = [`--target=${target.bun}`, `--compile-executable-path=${runtime}`, ...READS_NOTHING];
  const args = ['build', '--compile', '--bytecode', ...options, `--outfile=${join(OUT, target.file)}`, script];
  // Variables that change what Bun does, such as BUN_OPTIONS, are not passed on.
  const env = { PATH: process.env.PATH, HOME: join(script, '..') };
  await promisify(execFile)(compiler, args, { cwd: join(script, '..'), env });
}

async function main(): Promise<void> {
  const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;
  const targets = TARGETS.filter(({ name }) => only === undefined || name === only);
  const own = ownTarget();
  if (targets.length === 0)
    throw new Error(`unknown platform ${only}; known: ${TARGETS.map(({ name }) => name).join(', ')}`);
  if (own === undefined) throw new Error(`no Bun for ${process.platform} ${process.arch} is locked`);
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT);
  const scratch = mkdtempSync(join(tmpdir(), 'ossm-fed-binary-'));
  try {
    const script = join(scratch, 'ossm-fed.js');
    const packages = bundledPackages(await bundle(script));
    const compiler = await provideRuntime(own);
    // One after the other: each takes all processors and half a gigabyte.
    for (const target of targets) await compile(compiler, script, target);
    writeFileSync(join(OUT, 'third-party-licenses.txt'), noticesText(packages) + runtimeNotices(versionOf(own)));
    const runtimes = targets.map((target) => ({ name: target.runtime, version: versionOf(target) }));
    writeFileSync(join(OUT, 'sbom.cdx.json'), sbomText(await sbomWithRuntimes(compiler), [...packages, ...runtimes]));
    writeFileSync(join(OUT, 'SHA256SUMS'), checksumsText(OUT));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

main().catch((error: Error) => {
  console.error(`cannot build the binaries: ${error.message}`);
  process.exitCode = 1;
});
