/**
 * Runs the tests of real meshes: istiod, Envoy and API servers, with Istio, Envoy and iptables provided where they are not
 * there yet. All of it runs in network, mount and process namespaces of its own. So it reaches nothing outside of them,
 * and nothing is left of it when it ends, even if it is killed.
 *
 * Usage: npm run test:mesh [-- [--or-skip] [JEST ARGUMENT]...]
 *
 * It ends with what Jest ends with. Where something is missing that it requires, it ends with 1, or with `--or-skip` it
 * says SKIPPED and what to install, and ends with 0.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { provideAssets } from '../envtest/provide-assets';
import type { MeshAssets } from './assets';
import { NAMESPACES, namespaceProblem } from './namespaces';
import { provideMesh } from './provide-mesh';

const ROOT = join(__dirname, '..', '..');
const CRDS = join(ROOT, '..', 'shared', 'crds', 'ossm3');
const OR_SKIP = '--or-skip';

/** Where the programs are, or why the tests cannot run. */
type Ready =
  | { readonly kind: 'ready'; readonly assets: MeshAssets; readonly servers: string }
  /** This machine lacks something. */
  | { readonly kind: 'impossible'; readonly message: string }
  /** It should work and does not. */
  | { readonly kind: 'failed'; readonly message: string };

async function main(args: readonly string[]): Promise<number> {
  const ready = await prepare();
  if (ready.kind === 'ready')
    return jest(
      args.filter((arg) => arg !== OR_SKIP),
      ready.assets,
      ready.servers,
    );
  if (ready.kind === 'impossible' && args.includes(OR_SKIP)) {
    console.log(`SKIPPED: the tests of real meshes did not run; ${ready.message}`);
    return 0;
  }
  console.error(`The tests of real meshes cannot run: ${ready.message}`);
  return 1;
}

async function prepare(): Promise<Ready> {
  if (!existsSync(CRDS)) return { kind: 'impossible', message: `the CRDs are missing: ${relative(ROOT, CRDS)}` };
  const lacking = await namespaceProblem(process.env);
  if (lacking !== undefined) return { kind: 'impossible', message: lacking };
  const servers = await provideAssets(process.env, (line) => console.log(`envtest: ${line}`));
  if (servers.kind !== 'found') return servers;
  const mesh = await provideMesh(process.env, (line) => console.log(`mesh: ${line}`));
  if (mesh.kind !== 'found') return mesh;
  return { kind: 'ready', assets: mesh.assets, servers: servers.directory };
}

function jest(args: readonly string[], assets: MeshAssets, servers: string): number {
  // What still runs at the end is in the namespaces, and ends with them.
  const flags = ['--config', join(ROOT, 'jest.mesh.config.js'), '--forceExit'];
  const command = [process.execPath, require.resolve('jest/bin/jest'), ...flags];
  const env = { ...process.env, KUBEBUILDER_ASSETS: servers, OSSM_FED_MESH_ASSETS: JSON.stringify(assets) };
  const options = { cwd: ROOT, stdio: 'inherit', env } as const;
  // Nothing stays if this process is killed.
  const ending = ['--pdeathsig', 'KILL', 'unshare', ...NAMESPACES];
  return spawnSync('setpriv', [...ending, ...command, ...args], options).status ?? 1;
}

// Programs that are being built end with this process.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
