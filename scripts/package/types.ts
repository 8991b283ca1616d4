/**
 * Writes the types of the library into build/, as one file that contains all they are made of and exports only what
 * lib/index.ts exports. `npm pack` runs it.
 *
 * Usage: tsx scripts/package/types.ts
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { type RollupLog, rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { peerDependencies } from '../../package.json';

const PEERS: readonly string[] = Object.keys(peerDependencies);

async function typesText(): Promise<string> {
  const bundle = await rollup({ input: 'lib/index.ts', external: isOutside, plugins: [dts()], onwarn: fail });
  const [{ code, imports }] = (await bundle.generate({ format: 'es' })).output;
  // Types of Node.js would require the user to install @types/node.
  const others = imports.filter((name) => !PEERS.includes(name));
  if (others.length > 0) throw new Error(`the types of the library depend on ${others.join(', ')}`);
  return code;
}

function isOutside(name: string): boolean {
  return isBuiltin(name) || PEERS.includes(name);
}

function fail({ message }: RollupLog): never {
  throw new Error(message);
}

async function main(): Promise<void> {
  const text = await typesText();
  mkdirSync('build', { recursive: true });
  writeFileSync(join('build', 'index.d.ts'), text);
  writeFileSync(join('build', 'index.d.mts'), "export * from './index.js';\n");
}

main().catch((error: Error) => {
  // Rollup attaches the names of all its files.
  console.error(`cannot write the types: ${error.message}`);
  process.exitCode = 1;
});
