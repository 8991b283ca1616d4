import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installKinds } from './cluster-kinds';
import { Fleet } from './fleet';
import { type Running, startServers } from './start';
import { STATE_VARIABLE } from './state';

/** The servers of this run, from the global setup to the global teardown, which are in one process. */
export const RUNNING = Symbol.for('ossm-fed.e2e.running');

/** Starts the fleet once for all test files, and tells them by the environment where it is. */
export default async function setUp(): Promise<void> {
  const assets = process.env.KUBEBUILDER_ASSETS;
  if (assets === undefined) throw new Error('KUBEBUILDER_ASSETS is not set; run "npm run test:e2e"');
  const started = Date.now();
  const running = await startServers(assets, process.env.OSSM_FED_E2E_KEEP !== undefined);
  (globalThis as { [RUNNING]?: Running })[RUNNING] = running;
  try {
    const fleet = new Fleet(running.state);
    await Promise.all(fleet.clusters.map(({ name }) => installKinds(fleet, name)));
  } catch (error) {
    // Jest runs no teardown after a setup that failed.
    await running.stop();
    throw error;
  }
  const file = join(running.state.directory, 'state.json');
  writeFileSync(file, JSON.stringify(running.state), { mode: 0o600 });
  process.env[STATE_VARIABLE] = file;
  const seconds = Math.round((Date.now() - started) / 1000);
  process.stderr.write(`\netcd and ${running.state.clusters.length} API servers are ready after ${seconds} seconds\n`);
}
