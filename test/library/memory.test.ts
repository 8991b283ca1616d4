import { explain, fetch, inject, lint, loadTopology, parseLock, printLock, RULES, synthToMemory } from '../../lib';
import { loadBalancer } from '../helpers/fake-api';
import { FakeClusters, failure } from '../helpers/fake-clusters';
import { makeCertificate } from '../helpers/make-certificate';
import { twoMeshes } from '../helpers/two-meshes';

const NOW = new Date();
const ROOTS = {
  west: makeCertificate({ organization: 'west.local' }),
  east: makeCertificate({ organization: 'east.local' }),
};

/** Two clusters that have root certificates and addresses; `missing` lacks everything. */
function clusters(missing?: string) {
  return new FakeClusters((context, path) => {
    if (context === missing) return failure('missing');
    if (path.includes('/configmaps/')) {
      return { value: { kind: 'ConfigMap', data: { 'root-cert.pem': ROOTS[context as keyof typeof ROOTS] } } };
    }
    return { value: loadBalancer({ ip: context === 'west' ? '192.0.2.1' : '192.0.2.2' }) };
  });
}

test('a federation is fetched, locked, injected and linted without a file', async () => {
  const loaded = loadTopology(twoMeshes());
  const { files } = synthToMemory(loaded);
  const { lock, changes, issues } = await fetch(loaded, { connect: clusters().connect, now: NOW });
  expect(issues).toEqual([]);
  expect(changes.map(({ kind, mesh }) => `${mesh} ${kind}`)).toEqual([
    'east root-added',
    'east gateway-added',
    'west root-added',
    'west gateway-added',
  ]);
  const parsed = parseLock(printLock(lock));
  expect(parsed).toEqual({ lock, issues: [] });
  const injected = inject(files, lock);
  expect([injected.missing, injected.issues]).toEqual([[], []]);
  expect([...injected.files.keys()]).toEqual([...files.keys()]);
  expect(injected.files.get('west/40-federation/west.east.yaml')).toContain('- 192.0.2.2 # <ossm-fed:address:east:');
  expect(synthToMemory(loaded, { lock }).files).toEqual(injected.files);
  const manifests = (cluster: string) =>
    Object.fromEntries([...injected.files].filter(([path]) => path.startsWith(`${cluster}/`)));
  const { diagnostics, summary } = lint({ west: manifests('west'), east: manifests('east') }, { now: NOW });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect([summary.clusters, summary.files]).toEqual([2, files.size]);
});

test('what a cluster lacks is an issue, stays in the lock as it was, and is still a token', async () => {
  const loaded = loadTopology(twoMeshes());
  const first = await fetch(loaded, { connect: clusters().connect, now: NOW });
  const again = await fetch(loaded, { lock: first.lock, connect: clusters('east').connect, now: NOW });
  expect(again.issues.map(({ code, cluster }) => `${code} ${cluster}`)).toEqual(['GET009 east', 'GET009 east']);
  expect([again.lock, again.changes]).toEqual([first.lock, []]);
  const part = await fetch(loaded, { clusters: ['west'], connect: clusters().connect, now: NOW });
  expect(inject(synthToMemory(loaded).files, part.lock).missing).toEqual([
    '<ossm-fed:address:east:west-ingress>',
    '<ossm-fed:root:east>',
  ]);
});

test('problems are values everywhere', async () => {
  const broken = loadTopology(twoMeshes({ west: { trustDomain: 'cluster.local' } }));
  const nothing = await fetch(broken, { connect: clusters().connect });
  expect([nothing.issues.map(({ code }) => code), nothing.lock]).toEqual([['TOP112'], { meshes: {} }]);
  const unknown = await fetch(loadTopology(twoMeshes()), { clusters: ['wset'], connect: clusters().connect });
  expect(unknown.issues.map(({ code }) => code)).toEqual(['CLI001']);
  expect(parseLock('version: 2\nmeshs: {}\n').issues.map(({ code, line }) => `${line} ${code}`)).toContain('2 LCK003');
  const texts = new Map([['a.yaml', 'host: <ossm-fed:root:west>\n']]);
  const { issues, files } = inject(texts, { meshes: {} });
  expect(issues.map(({ code, file, line, column }) => `${file}:${line}:${column} ${code}`)).toEqual([
    'a.yaml:1:7 LCK043',
  ]);
  expect(files).toEqual(texts);
  const { diagnostics } = lint({ west: { 'x.yaml': 'a: [' } });
  expect(diagnostics.map(({ rule, file }) => `${file} ${rule}`)).toEqual(['x.yaml FED000']);
});

test('codes are explained, and unknown ones are not', () => {
  for (const { id } of RULES) expect(explain(id)).toContain(`## ${id}\n`);
  expect(explain('TOP130')).toContain('## TOP130\n');
  expect(explain('FED000')).toContain('## FED000\n');
  expect(explain('FED999')).toBeUndefined();
});
