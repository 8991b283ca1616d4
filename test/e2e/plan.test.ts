import { writeFiles } from '../helpers/temporary';
import { versionsOn } from './flow-observed';
import { FlowPlace, STAGES, THREE_CLOUDS } from './flow-place';
import { Fetcher } from './flow-rights';
import { startedFleet } from './harness/fleet';
import { runControllers } from './harness/stand-in';
import { CLUSTERS } from './harness/state';

const fleet = startedFleet();
const place = new FlowPlace(fleet, fleet.builtCommand());
const fetcher = new Fetcher(fleet);
afterAll(() => fetcher.forbidAll());

/** Writes the topology with a part replaced. */
function edit(part: string, other: string): void {
  if (!THREE_CLOUDS.includes(part)) throw new Error(`the topology does not have ${part}`);
  writeFiles(place.directory, { 'federation.yaml': THREE_CLOUDS.replace(part, other) });
}

/** Applies all stages of the topology as it is now. */
async function applyAll(): Promise<void> {
  await place.succeed('synth');
  for (const cluster of CLUSTERS) expect(await place.apply(cluster, [...STAGES.first, ...STAGES.rest])).toBe('');
}

const NOTHING = { code: 0, stderr: '', stdout: 'no changes from the clusters to the topology\n' };
const versions = () => Promise.all(CLUSTERS.map((cluster) => versionsOn(fleet, cluster)));

beforeAll(async () => {
  await place.bringUp(CLUSTERS);
  await place.succeed('fetch', 'synth');
}, 120_000);

/** Each test is a step, which goes on from where the one before has ended. */
describe('a plan of three clusters', () => {
  test('has what is not applied yet as new, and nothing else', async () => {
    const { code, stdout, stderr } = await place.ossmFed('plan --exit-code');
    expect([code, stderr]).toEqual([1, '']);
    const lines = stdout.split('\n').filter((line) => /^ {2}\S/.test(line));
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.filter((line) => !line.startsWith('  + '))).toEqual([]);
    expect(lines).toContain('  + rosa: ServiceMeshPeer rosa-prod-mesh/aro-stg-mesh');
    expect(stdout).not.toMatch(/ (Namespace|ServiceMeshControlPlane|Deployment) /);
  });

  test('has no change once all is applied, whatever API servers, operators and clouds have added; and writes nothing', async () => {
    await applyAll();
    for (const cluster of CLUSTERS) await runControllers(fleet, cluster);
    const before = await versions();
    expect(await place.ossmFed('plan --exit-code')).toEqual(NOTHING);
    expect(await versions()).toEqual(before);
  });

  test('has no change by what others have added', async () => {
    const added = [
      await fleet.kubectl('rosa', ['-n', 'rosa-prod-mesh', 'label', 'smcp/rosa-prod-mesh', 'others=yes']),
      await fleet.kubectl('rosa', ['-n', 'prod-bookinfo', 'annotate', 'deployment/productpage-v1', 'others=yes']),
    ];
    expect(added.map(({ code }) => code)).toEqual([0, 0]);
    expect(await place.ossmFed('plan')).toEqual(NOTHING);
  });

  test('has what others have changed', async () => {
    await fleet.kubectl('rosa', ['-n', 'prod-bookinfo', 'scale', 'deployment/productpage-v1', '--replicas=4']);
    const { stdout } = await place.ossmFed('plan');
    expect(stdout).toContain(`capacity: how much runs
  ~ rosa: Deployment prod-bookinfo/productpage-v1
      ~ spec.replicas: 4 -> 1
`);
    await fleet.kubectl('rosa', ['-n', 'prod-bookinfo', 'scale', 'deployment/productpage-v1', '--replicas=1']);
    expect(await place.ossmFed('plan')).toEqual(NOTHING);
  });

  test('has the weights of an edit, their edge and their service, and nothing after it is applied', async () => {
    edit(
      '      - { subset: v1, weight: 100 }\n',
      '      - { subset: v1, weight: 90 }\n      - { share: details-v3, weight: 10 }\n',
    );
    const { code, stdout, stderr } = await place.ossmFed('plan');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/~ rosa: VirtualService prod-bookinfo\/details\n(.*\n)*.*weight: 100 -> 90\n/);
    expect(stdout).toContain('      edges: rosa-prod-mesh -> aro-stg-mesh, rosa-prod-mesh -> gcp-dev-mesh\n');
    expect(stdout).toContain('      services: prod-bookinfo/details\n');
    expect(stdout).toMatch(/: 0 identity, 1 traffic, 0 capacity, 0 cosmetic\n$/);
    await applyAll();
    expect(await place.ossmFed('plan')).toEqual(NOTHING);
  });

  test('has a removed label, which only those lose who have applied it', async () => {
    edit('rosa: { platform: rosa }', 'rosa: { platform: rosa, labels: { team: mesh } }');
    await applyAll();
    expect(await place.ossmFed('plan')).toEqual(NOTHING);
    edit('rosa: { platform: rosa }', 'rosa: { platform: rosa, labels: {} }');
    const { stdout } = await place.ossmFed('plan');
    expect(stdout).toContain('      - metadata.labels.team: "mesh"\n');
    expect(stdout).not.toContain('others');
    // Labels of Services select what is exported.
    expect(stdout).toMatch(/: 0 identity, 4 traffic, 0 capacity, [1-9]\d* cosmetic\n$/);
    await applyAll();
    expect(await place.ossmFed('plan')).toEqual(NOTHING);
  });

  test('has a trust domain with what it does to peers', async () => {
    edit('    peerPrefix: rosa-prod\n', '    peerPrefix: rosa-prod\n    trustDomain: rosa.example\n');
    const { stdout, stderr } = await place.ossmFed('plan');
    expect(stdout).toContain('~ spec.security.trust.domain: "rosa-prod-mesh.local" -> "rosa.example"\n');
    expect(stderr).toContain('aro/ServiceMeshPeer/aro-stg-mesh/rosa-prod-mesh: warning PLN012: ');
    writeFiles(place.directory, { 'federation.yaml': THREE_CLOUDS });
  });

  test('has objects that the topology no longer has, which applying leaves', async () => {
    const share = /\n {2}- name: details-v3\n(?: {4}.*\n)*/.exec(THREE_CLOUDS)?.[0] ?? 'nothing';
    edit(share, '\n');
    const { stdout } = await place.ossmFed('plan');
    expect(stdout).toContain('  - rosa: ImportedServiceSet rosa-prod-mesh/gcp-dev-mesh\n');
    expect(stdout).toContain('  - rog: ExportedServiceSet gcp-dev-mesh/rosa-prod-mesh\n');
    expect(stdout).toContain('      services: dev-bookinfo/details\n');
    await applyAll();
    expect((await place.ossmFed('plan')).stdout).toContain(
      '  - rosa: ImportedServiceSet rosa-prod-mesh/gcp-dev-mesh\n',
    );
    writeFiles(place.directory, { 'federation.yaml': THREE_CLOUDS });
    await applyAll();
  });

  test('is the same for a user with the printed permissions, and names what one without may not read', async () => {
    const plan = () => place.run(['plan', '--cluster', 'aro'], fetcher.kubeconfig);
    const before = await plan();
    expect(before.code).toBe(3);
    expect(before.stderr).toContain('aro: error STA002: objects of kind ServiceMeshPeer in namespace "aro-stg-mesh"');
    const { stdout } = await place.ossmFed('plan --print-rbac --subject User:fetcher --cluster aro');
    await fetcher.allow('aro', stdout);
    const path = '/apis/federation.maistra.io/v1/namespaces/aro-stg-mesh/servicemeshpeers';
    await fetcher.until('aro', path, 200);
    expect(await plan()).toEqual(NOTHING);
  });

  test('has the other clusters where one does not answer, and names that one', async () => {
    edit('rosa: { platform: rosa }', 'rosa: { platform: rosa, labels: { team: mesh } }');
    const { code, stdout, stderr } = await fleet.whileHanging('rog', () => place.ossmFed('plan'));
    expect([code, stderr.match(/ error /g)]).toEqual([3, [' error ']]);
    expect(stderr).toContain('rog: error STA001: cluster "rog" could not be read');
    expect(stdout).toMatch(/: 0 identity, 4 traffic, 0 capacity, [1-9]\d* cosmetic; not all is known of rog\n$/);
  }, 60_000);
});
