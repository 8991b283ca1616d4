import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../helpers/examples';
import { fingerprintsIn, SIDES, serviceOf, shownRoot, toldOf, versionsOn } from './flow-observed';
import { FlowPlace, STAGES } from './flow-place';
import { startedFleet } from './harness/fleet';
import { runControllers } from './harness/stand-in';
import { CLUSTERS } from './harness/state';

const fleet = startedFleet();
const command = fleet.builtCommand();
const place = new FlowPlace(fleet, command);

beforeAll(() => Promise.all(CLUSTERS.map((cluster) => fleet.empty(cluster))));

/** Runs the program of `npm run synth`, as `cdk8s synth` does. */
async function runMain(outdir: string): Promise<string> {
  const args = ['--import', pathToFileURL(require.resolve('tsx')).href, join(ROOT, 'main.ts')];
  const env = { ...process.env, CDK8S_OUTDIR: outdir };
  const child = spawn(process.execPath, args, { cwd: place.directory, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.on('data', (data: Buffer) => {
    stdout += data.toString();
  });
  await once(child, 'close');
  return stdout;
}

/** Each test is a step, which goes on from where the one before has ended. */
describe('three clouds come to trust each other', () => {
  const TOKENS = [
    '<ossm-fed:address:aro-stg-mesh:rosa-prod-ingress>',
    '<ossm-fed:address:gcp-dev-mesh:rosa-prod-ingress>',
    '<ossm-fed:address:rosa-prod-mesh:aro-stg-ingress>',
    '<ossm-fed:address:rosa-prod-mesh:gcp-dev-ingress>',
    '<ossm-fed:root:aro-stg-mesh>',
    '<ossm-fed:root:gcp-dev-mesh>',
    '<ossm-fed:root:rosa-prod-mesh>',
  ];

  test('synth writes all files, with tokens for what clusters will show', async () => {
    const { code, stdout, stderr } = await place.ossmFed('synth');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^dist: 3 clusters, (\d+) files \(\1 written, 0 unchanged, 0 removed\); 7 values missing from federation\.lock\.yaml\n/,
    );
    for (const token of TOKENS) expect(stdout).toContain(`  ${token} in `);
    const found = [...place.output().values()].flatMap((text) => text.match(/<ossm-fed:[^>]+>/g) ?? []);
    expect([...new Set(found)].sort()).toEqual(TOKENS);
  });

  test('inject has nothing to fill in yet, and says so', async () => {
    const before = place.output();
    const lenient = await place.ossmFed('inject');
    expect([lenient.code, lenient.stderr]).toEqual([0, '']);
    for (const token of TOKENS) expect(lenient.stdout).toContain(`  ${token} in `);
    expect(lenient.stdout).toMatch(
      /\nfederation\.lock\.yaml does not exist; run "ossm-fed fetch", then "ossm-fed inject" to fill/,
    );
    const strict = await place.ossmFed('inject --require-complete');
    expect([strict.code, strict.stdout]).toEqual([1, lenient.stdout]);
    expect(strict.stderr.match(/error LCK045/g)).toHaveLength(1);
    expect(place.output()).toEqual(before);
  });

  test.each(CLUSTERS)('%s takes the first stages without a warning', async (cluster) => {
    expect(await place.apply(cluster, STAGES.first)).toBe('');
    await runControllers(fleet, cluster);
  });

  test('fetch reads every root and address, and writes to no cluster', async () => {
    const versions = () => Promise.all(CLUSTERS.map((cluster) => versionsOn(fleet, cluster)));
    const before = await versions();
    const { code, stdout, stderr } = await place.ossmFed('fetch');
    expect(code).toBe(0);
    expect(stderr.split('\n').sort()).toEqual(['', 'aro: 2 of 2 read', 'rog: 2 of 2 read', 'rosa: 3 of 3 read']);
    const balancer = 'elb.eu-west-1.amazonaws.test';
    expect(stdout.replaceAll(/(?:[0-9A-F]{2}:){8}…/g, 'ROOT')).toBe(
      [
        'aro-stg-mesh: root certificate ROOT is new',
        'aro-stg-mesh: address of gateway rosa-prod-ingress is 198.51.100.1',
        'gcp-dev-mesh: root certificate ROOT is new',
        'gcp-dev-mesh: address of gateway rosa-prod-ingress is 203.0.113.1',
        'rosa-prod-mesh: root certificate ROOT is new',
        `rosa-prod-mesh: address of gateway aro-stg-ingress is balancer-1.${balancer}`,
        `rosa-prod-mesh: address of gateway gcp-dev-ingress is balancer-2.${balancer}`,
        'federation.lock.yaml: 7 facts read from 3 clusters, 7 changes written',
        'run "ossm-fed synth" or "ossm-fed inject" to fill them in',
        '',
      ].join('\n'),
    );
    expect(await versions()).toEqual(before);
    expect(before.join('\n')).toMatch(/^ServiceMeshControlPlane rosa-prod-mesh\/rosa-prod-mesh \d+$/m);
  });

  test('a second fetch, and a comparison, find nothing new', async () => {
    const before = place.lockText();
    const summary = 'federation.lock.yaml: 7 facts read from 3 clusters';
    expect(await place.ossmFed('fetch')).toMatchObject({ code: 0, stdout: `${summary}, unchanged\n` });
    expect(await place.ossmFed('fetch --check')).toMatchObject({ code: 0, stdout: `${summary}, no difference\n` });
    expect(place.lockText()).toBe(before);
  });

  test('inject fills each token once, and leaves none', async () => {
    const unfilled = place.output();
    const complete = { code: 0, stderr: '' };
    const filled = await place.ossmFed('inject --require-complete');
    expect(filled).toEqual({ ...complete, stdout: 'dist: 4 files filled, 0 unchanged\n' });
    const output = place.output();
    expect([...output.keys()]).toEqual([...unfilled.keys()]);
    expect(output).not.toEqual(unfilled);
    const again = await place.ossmFed('inject --require-complete');
    expect(again).toEqual({ ...complete, stdout: 'dist: 0 files filled, 4 unchanged\n' });
    expect(place.output()).toEqual(output);
  });

  test('a synth with the lock writes the same bytes, by the command and by main.ts', async () => {
    const { stdout } = await place.ossmFed('synth');
    expect(stdout).toMatch(/^dist: 3 clusters, (\d+) files \(0 written, \1 unchanged, 0 removed\)\n$/);
    await place.succeed('synth -o anew');
    expect(place.output('anew')).toEqual(place.output());
    expect(await runMain('by-main')).toMatch(/^by-main: 3 clusters, (\d+) files \(\1 written, /);
    expect(place.output('by-main')).toEqual(place.output());
  });

  test('the linter finds nothing in what is filled', async () => {
    const { code, stdout, stderr } = await place.ossmFed('lint --strict');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^3 clusters, \d+ files, \d+ objects: 0 errors, 0 warnings, 0 infos; \d+ suppressed\n$/);
  });

  test.each(CLUSTERS)('%s takes the rest without a warning', async (cluster) => {
    expect(await place.apply(cluster, STAGES.rest)).toBe('');
    await runControllers(fleet, cluster);
  });

  test.each(SIDES)('$mesh was told what $peer shows', async (side) => {
    const { peer, peerCluster, gateway } = side;
    const { pem, ...reach } = await toldOf(fleet, side);
    const shown = await shownRoot(fleet, peerCluster, peer);
    expect(fingerprintsIn(pem)).toHaveLength(1);
    expect(pem).toBe(shown);
    const { spec, status } = await serviceOf(fleet, peerCluster, peer, gateway);
    const [balancer] = status.loadBalancer.ingress ?? [];
    const address = peerCluster === 'rosa' ? balancer?.hostname : balancer?.ip;
    expect(address).toMatch(peerCluster === 'rosa' ? /\.amazonaws\.test$/ : /^[\d.]+$/);
    const port = (name: string) => spec.ports.find((each) => each.name === name)?.port;
    expect(reach).toEqual({
      addresses: [address],
      servicePort: port('tls'),
      discoveryPort: port('https-discovery'),
    });
  });

  test('each mesh was told another address and another root', async () => {
    const told = await Promise.all(SIDES.map((side) => toldOf(fleet, side)));
    expect(new Set(told.flatMap(({ addresses }) => addresses)).size).toBe(4);
    expect(new Set(told.map(({ pem }) => pem)).size).toBe(3);
  });
});
