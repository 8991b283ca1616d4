import { writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installKinds } from './cluster-kinds';
import { Fleet } from './fleet';
import { type Running, startServers } from './start';
import { STATES_VARIABLE } from './state';

/** The servers of this run, from the global setup to the global teardown, which are in one process. */
export const RUNNING = Symbol.for('ossm-fed.e2e.running');

/** Starts a fleet for each worker, once for all of its test files, and passes their states by the environment. */
export default async function setUp({ maxWorkers }: { readonly maxWorkers: number }): Promise<void> {
  const assets = process.env.KUBEBUILDER_ASSETS;
  if (assets === undefined) throw new Error('KUBEBUILDER_ASSETS is not set; run "npm run test:e2e"');
  const begun = Date.now();
  const running: Running[] = [];
  (globalThis as { [RUNNING]?: readonly Running[] })[RUNNING] = running;
  const started = await Promise.allSettled(Array.from({ length: maxWorkers }, () => startFleet(assets, running)));
  const failed = started.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') {
    // Jest runs no teardown after a setup that failed.
    await Promise.all(running.map((fleet) => fleet.stop()));
    throw failed.reason;
  }
  const files = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  process.env[STATES_VARIABLE] = files.join(delimiter);
  const seconds = Math.round((Date.now() - begun) / 1000);
  process.stderr.write(`\netcd and API servers for ${maxWorkers} workers are ready after ${seconds} seconds\n`);
}

/** Starts one fleet, adds it to those that run, and returns the file with its state. */
async function startFleet(assets: string, running: Running[]): Promise<string> {
  const own = await startServers({ assets, keep: process.env.OSSM_FED_E2E_KEEP !== undefined });
  running.push(own);
  const fleet = new Fleet(own.state);
  await Promise.all(fleet.clusters.map(({ name }) => installKinds(fleet, name)));
  const file = join(own.state.directory, 'state.json');
  writeFileSync(file, JSON.stringify(own.state), { mode: 0o600 });
  return file;
}
