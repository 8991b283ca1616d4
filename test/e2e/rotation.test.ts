import { join } from 'node:path';
import type { FetchReport } from '../../lib/workflows/reports/shape';
import { fingerprintsIn, SIDES, type Side, shownRoot, toldOf } from './flow-observed';
import { FlowPlace, STAGES, stateOf } from './flow-place';
import { startedFleet } from './harness/fleet';
import { giveAddress, newRoot, publishRoot } from './harness/stand-in';
import { CLUSTERS } from './harness/state';

const fleet = startedFleet();
const command = fleet.builtCommand();
const place = new FlowPlace(fleet, command);

/** The mesh whose root changes, on rosa, and its peers, which trust it. */
const HUB = 'rosa-prod-mesh';
const PEERS = SIDES.filter(({ peer }) => peer === HUB);
const NEXT = 'run "ossm-fed synth" or "ossm-fed inject" to fill them in\n';
const NO_DIFFERENCE = 'federation.lock.yaml: 7 facts read from 3 clusters, no difference\n';

beforeAll(async () => {
  await place.bringUp(CLUSTERS);
  await place.succeed('fetch');
  await takeOver();
});

/** How reports call a root. */
function short(fingerprint: string): string {
  return `${fingerprint.slice(0, 23)}:…`;
}

/** The fingerprints of the roots in the ConfigMaps that the peers of the hub have on their clusters. */
async function trusted(): Promise<readonly (readonly string[])[]> {
  const told = await Promise.all(PEERS.map((side) => toldOf(fleet, side)));
  return told.map(({ pem }) => fingerprintsIn(pem));
}

/** Fills what is written from the lock and applies it everywhere. */
async function takeOver(): Promise<void> {
  await place.succeed('inject --require-complete');
  const problems = await Promise.all(CLUSTERS.map((cluster) => place.apply(cluster, STAGES.rest)));
  expect(problems).toEqual(['', '', '']);
}

/** Runs a comparison; gives what it printed, and checks that it changed no file. */
async function check(flags = ''): Promise<{ readonly code: number | null; readonly stdout: string }> {
  const files = () => stateOf(...place.files().map((path) => join(place.directory, path)));
  const before = files();
  const { code, stdout } = await place.ossmFed(`fetch --check${flags}`);
  expect(files()).toEqual(before);
  return { code, stdout };
}

/** Each test is a step, which goes on from where the one before has ended. */
describe('a mesh changes its root', () => {
  let old = '';
  let now = '';
  const report = () =>
    `${HUB}: root certificate ${short(now)} is new\n${HUB}: root certificate ${short(old)} is no longer published; it stays trusted until "ossm-fed fetch --drop-old"\n`;

  test('a comparison reports it and writes nothing', async () => {
    [old = ''] = fingerprintsIn(await shownRoot(fleet, 'rosa', HUB));
    expect(await check()).toEqual({ code: 0, stdout: NO_DIFFERENCE });
    const pem = newRoot(`${HUB}.local`);
    [now = ''] = fingerprintsIn(pem);
    await publishRoot(fleet, 'rosa', HUB, pem);
    const summary = 'federation.lock.yaml: 7 facts read from 3 clusters, 2 differences; nothing was written\n';
    expect(await check()).toEqual({ code: 1, stdout: `${report()}${summary}` });
  });

  test('programs are told the same', async () => {
    const { code, stdout } = await check(' --format json');
    const { changes, summary } = JSON.parse(stdout) as FetchReport;
    expect([code, summary]).toEqual([1, expect.objectContaining({ check: true, written: false })]);
    expect(changes).toHaveLength(2);
    expect(changes).toContainEqual(expect.objectContaining({ kind: 'root-added', mesh: HUB, fingerprint: now }));
    expect(changes).toContainEqual(expect.objectContaining({ kind: 'root-retired', mesh: HUB, fingerprint: old }));
  });

  test('fetch keeps both, and inject and apply make all its peers trust both', async () => {
    expect(await trusted()).toEqual([[old], [old]]);
    const { code, stdout } = await place.ossmFed('fetch');
    expect([code, stdout]).toEqual([0, expect.stringContaining('7 facts read from 3 clusters, 2 changes written\n')]);
    const roots = place.lock().meshes[HUB]?.roots ?? [];
    expect(roots.map(({ pem, retired }) => [...fingerprintsIn(pem), retired])).toEqual([
      [now, undefined],
      [old, true],
    ]);
    await takeOver();
    expect(await trusted()).toEqual([
      [now, old],
      [now, old],
    ]);
    expect(await place.ossmFed('lint --strict')).toMatchObject({ code: 0, stderr: '' });
  });

  test('from then on nothing differs, and another fetch keeps both', async () => {
    expect(await check()).toEqual({ code: 0, stdout: NO_DIFFERENCE });
    const before = place.lockText();
    await place.succeed('fetch', 'fetch --cluster rosa');
    expect(place.lockText()).toBe(before);
  });

  test('--drop-old drops the old one, and inject and apply leave the new one alone', async () => {
    const dropped = `${HUB}: root certificate ${short(old)} is dropped\nfederation.lock.yaml: 7 facts read from 3 clusters, 1`;
    expect(await check(' --drop-old')).toEqual({
      code: 1,
      stdout: `${dropped} difference; nothing was written\n`,
    });
    const fetched = await place.ossmFed('fetch --drop-old');
    expect(fetched).toMatchObject({ code: 0, stdout: `${dropped} change written\n${NEXT}` });
    await takeOver();
    expect(await trusted()).toEqual([[now], [now]]);
    expect(await check(' --drop-old')).toEqual({ code: 0, stdout: NO_DIFFERENCE });
    expect(await place.ossmFed('lint --strict')).toMatchObject({ code: 0, stderr: '' });
  });
});

test('a change of the root that is taken back leaves the peers with the first root', async () => {
  const first = await shownRoot(fleet, 'rosa', HUB);
  const [old = ''] = fingerprintsIn(first);
  const second = newRoot(`${HUB}.local`);
  const [other = ''] = fingerprintsIn(second);
  await publishRoot(fleet, 'rosa', HUB, second);
  await place.succeed('fetch');
  await publishRoot(fleet, 'rosa', HUB, first);
  const { code, stdout } = await check();
  expect([code, stdout]).toEqual([
    1,
    expect.stringContaining(`${HUB}: root certificate ${short(old)} is published again\n`),
  ]);
  await place.succeed('fetch');
  await takeOver();
  expect(await trusted()).toEqual([
    [old, other],
    [old, other],
  ]);
  await place.succeed('fetch --drop-old');
  await takeOver();
  expect(await trusted()).toEqual([[old], [old]]);
});

test('a mesh that shows both roots itself has both trusted, and none is called old', async () => {
  const first = await shownRoot(fleet, 'rosa', HUB);
  const both = `${first}${newRoot(`${HUB}.local`)}`;
  await publishRoot(fleet, 'rosa', HUB, both);
  await place.succeed('fetch --drop-old');
  expect(place.lock().meshes[HUB]?.roots.map(({ retired }) => retired)).toEqual([undefined, undefined]);
  await takeOver();
  for (const roots of await trusted()) expect([...roots].sort()).toEqual([...fingerprintsIn(both)].sort());
  await publishRoot(fleet, 'rosa', HUB, first);
  await place.succeed('fetch --drop-old');
});

describe('a load balancer changes its address', () => {
  const SIDE = SIDES.find(({ peer }) => peer === 'aro-stg-mesh') as Side;
  const SERVICE = { namespace: 'aro-stg-mesh', name: 'rosa-prod-ingress' };

  async function expectTakenOver(addresses: readonly string[], was: string): Promise<void> {
    const change = `aro-stg-mesh: address of gateway rosa-prod-ingress was ${was}, is ${addresses.join(', ')}\n`;
    const summary = 'federation.lock.yaml: 7 facts read from 3 clusters, 1';
    expect(await check()).toEqual({ code: 1, stdout: `${change}${summary} difference; nothing was written\n` });
    const fetched = await place.ossmFed('fetch');
    expect(fetched).toMatchObject({ code: 0, stdout: `${change}${summary} change written\n${NEXT}` });
    await takeOver();
    expect(await toldOf(fleet, SIDE)).toMatchObject({ addresses, servicePort: 15443, discoveryPort: 8188 });
    expect(await check()).toEqual({ code: 0, stdout: NO_DIFFERENCE });
  }

  test('to several, and then to another one: the peer has those alone that it has now', async () => {
    await giveAddress(fleet, 'aro', SERVICE, [{ ip: '198.51.100.78' }, { ip: '198.51.100.77' }]);
    await expectTakenOver(['198.51.100.77', '198.51.100.78'], '198.51.100.1');
    await giveAddress(fleet, 'aro', SERVICE, [{ hostname: 'ingress.aro.example.test' }]);
    await expectTakenOver(['ingress.aro.example.test'], '198.51.100.77, 198.51.100.78');
  });
});
