import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../envtest/run-program';

/** In milliseconds. */
const TIMEOUT = 100_000;

/** A version of Node.js: its program and its version, such as `v26.1.0`; or why there is none. */
export type InstalledNode = { readonly program: string; readonly version: string } | { readonly problem: string };

/**
 * Installs a Node.js for this machine from the npm registry, without running a script of its package.
 *
 * @param directory the directory of the installation; it is made, and one of an earlier run is updated
 * @param version the version or a part of it, such as `22`; by default the newest one
 */
export async function installNode(directory: string, version = 'latest'): Promise<InstalledNode> {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'package.json'), '{ "private": true }');
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  // Options of this Node.js may be unknown to another one.
  const { NODE_ENV: _env, NODE_OPTIONS: _options, ...env } = process.env;
  const run = (command: string, ...args: readonly string[]) =>
    runProgram(command, args, { env, directory, timeout: TIMEOUT });
  const installed = await run('npm', 'install', ...flags, `${name}@${version}`);
  if (!installed.ok) return { problem: `cannot install ${name}@${version}: ${installed.problem}` };
  const program = join(directory, 'node_modules', name, 'bin', 'node');
  const started = await run(program, '--version');
  return started.ok
    ? { program, version: started.stdout.trim() }
    : { problem: `cannot run Node.js of ${name}@${version}: ${started.problem}` };
}
