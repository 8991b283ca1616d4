import type { Readable } from 'node:stream';
import type { Started } from '../helpers/built-command';
import { shownRoot } from './flow-observed';
import { FlowPlace } from './flow-place';
import { startedFleet } from './harness/fleet';
import { giveAddress, publishRoot } from './harness/stand-in';
import { ThreeMeshes } from './harness/three-meshes';

const fleet = startedFleet();
const command = fleet.builtCommand();
const meshes = new ThreeMeshes(fleet, 'wait');
const GATEWAY = { namespace: 'wait-aro', name: 'wait-rosa-ingress' };
const ROOT = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'istio-ca-root-cert', namespace: 'wait-rosa' } };

beforeAll(() => meshes.make());

/** All is there but the root of rosa, which is still empty, and the address of aro. */
beforeEach(async () => {
  await meshes.renew();
  await publishRoot(fleet, 'rosa', 'wait-rosa', '');
  await giveAddress(fleet, 'aro', GATEWAY, []);
});

/** Waits until a process says something more on standard error; rejects where it ends before. */
function untilSaid({ child, ended }: Started, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    (child.stderr as Readable).on('data', (data: Buffer) => {
      said += data.toString();
      if (said.includes(text)) resolve();
    });
    void ended.then(({ code, stderr }) => reject(new Error(`ended with ${code} before "${text}": ${stderr}`)));
  });
}

test('--wait ends as soon as what it says it waits for is there', async () => {
  const place = new FlowPlace(fleet, command, meshes.topology());
  const root = 'root certificates of mesh "wait-rosa" on cluster "rosa" (not ready)';
  const address = 'address of gateway "wait-rosa-ingress" of mesh "wait-aro" on cluster "aro" (not ready)';
  const started = place.start(['fetch', '--wait', '--timeout', '2m'], fleet.kubeconfig);
  await untilSaid(started, ` for ${address}, ${root}\n`);
  expect(place.lockText()).toBeUndefined();
  await giveAddress(fleet, 'aro', GATEWAY, [{ ip: '203.0.113.200' }]);
  await untilSaid(started, ` for ${root}\n`);
  await publishRoot(fleet, 'rosa', 'wait-rosa', meshes.root('rosa'));
  const { code, stdout, stderr } = await started.ended;
  expect([code, stdout]).toEqual([0, expect.stringContaining('7 facts read from 3 clusters, 7 changes written\n')]);
  expect(stderr).not.toContain('error');
  expect(place.lock().meshes['wait-aro']?.gateways['wait-rosa-ingress']?.addresses).toEqual(['203.0.113.200']);
  expect(place.lock().meshes['wait-rosa']?.roots.map(({ pem }) => pem)).toEqual([
    await shownRoot(fleet, 'rosa', 'wait-rosa'),
  ]);
});

test('--wait ends at its timeout, names what is missing, and keeps what is there', async () => {
  const place = new FlowPlace(fleet, command, meshes.topology());
  await fleet.api('rosa').remove(ROOT);
  const { code, stdout, stderr } = await place.ossmFed('fetch --wait --timeout 4s');
  expect([code, stdout]).toEqual([
    1,
    expect.stringContaining('5 of 7 facts read from 3 clusters, 5 changes written\n'),
  ]);
  const missing =
    'address of gateway "wait-rosa-ingress" of mesh "wait-aro" on cluster "aro" (not ready), ' +
    'root certificates of mesh "wait-rosa" on cluster "rosa" (not found)';
  const waiting = stderr.split('\n').filter((line) => line.startsWith('waiting up to '));
  expect(waiting.length).toBeGreaterThan(0);
  for (const line of waiting) expect(line).toContain(` for ${missing}`);
  // After the last pause it has looked again.
  expect(stderr.match(/^aro: .* read \(not ready\)$/gm)).toHaveLength(waiting.length + 1);
  const [problem, fix, other, otherFix] = stderr.split('\n').slice(-5);
  expect(problem).toMatch(/^aro\/Service\/wait-aro\/wait-rosa-ingress: error GET012: .* has no address yet$/);
  expect(fix).toMatch(/^ {2}fix: wait for the load balancer, .*; or wait longer with "--timeout"$/);
  expect(other).toMatch(/^rosa\/ConfigMap\/wait-rosa\/istio-ca-root-cert: error GET009: .* not found \(404\)$/);
  expect(otherFix).toMatch(/^ {2}fix: apply "20-mesh" of rosa .*; or wait longer with "--timeout"$/);
  const { 'wait-rosa': hub, 'wait-aro': peer } = place.lock().meshes;
  expect([hub?.roots.length, peer?.roots.length]).toEqual([0, 1]);
});

test('without --wait it asks once, and says that it could wait', async () => {
  const place = new FlowPlace(fleet, command, meshes.topology());
  const { code, stderr } = await place.ossmFed('fetch');
  expect(code).toBe(1);
  expect(stderr).not.toContain('waiting');
  expect(stderr.match(/; or wait with "--wait"\n/g)).toHaveLength(2);
  expect(stderr).toContain('key "root-cert.pem" is empty');
});
