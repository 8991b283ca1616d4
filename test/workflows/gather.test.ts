import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gather } from '../../lib/workflows/gather';
import { loadTopology } from '../../lib/workflows/load';
import { statusFromDump, statusOfClusters } from '../../lib/workflows/status';
import { FakeClusters, failure } from '../helpers/fake-clusters';
import { inDirectoryFor } from '../helpers/temporary';
import { twoMeshes } from '../helpers/two-meshes';

const time = new Date('2026-11-25T13:23:00Z');
const loaded = loadTopology(twoMeshes());

/** Clusters without any object: west answers, east does not. */
const clusters = () =>
  new FakeClusters((context, path) => {
    if (context === 'east') return failure('unreachable', 'no connection');
    const [, plural = '', query] = /([^/?]+)(\?|$)/.exec(path) ?? [];
    if (query !== '?') return failure('missing');
    if (plural === 'pods') return failure('forbidden', '403');
    return { value: { kind: `${KINDS[plural]}List`, items: [] } };
  });

const KINDS: { readonly [plural: string]: string } = {
  subscriptions: 'Subscription',
  clusterserviceversions: 'ClusterServiceVersion',
  servicemeshcontrolplanes: 'ServiceMeshControlPlane',
  servicemeshmemberrolls: 'ServiceMeshMemberRoll',
  servicemeshpeers: 'ServiceMeshPeer',
  exportedservicesets: 'ExportedServiceSet',
  importedservicesets: 'ImportedServiceSet',
  services: 'Service',
  pods: 'Pod',
};

test('a dump gives the same status as the clusters that it was read from', () =>
  inDirectoryFor({}, async (directory) => {
    const file = join(directory, 'dump.json');
    const { issues, summary } = await gather(loaded, clusters().connect, time, file);
    expect(summary).toEqual({ dump: file, clusters: 1, objects: 0 });
    expect(issues.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'STA001: cluster "east" could not be read: no connection (GET004)',
      'STA002: objects of kind Pod in namespace "west" of cluster "west" could not be read: forbidden (403)',
    ]);
    const live = await statusOfClusters(loaded, clusters().connect, time);
    expect(live.status?.clusters.map(({ isRead }) => isRead)).toEqual([false, true]);
    expect(statusFromDump(loaded, file)).toEqual(live);
    expect(readFileSync(file, 'utf8')).toContain('"version": 1');
  }));

test('a dump that cannot be written is an issue', () =>
  inDirectoryFor({}, async (directory) => {
    const file = join(directory, 'missing', 'dump.json');
    const { issues, summary } = await gather(loaded, clusters().connect, time, file);
    expect([issues.map(({ code }) => code), summary, existsSync(file)]).toEqual([['STA005'], undefined, false]);
  }));

test('nothing is read for an invalid topology', async () => {
  const fake = clusters();
  const invalid = loadTopology({ clusters: {}, meshes: { a: { cluster: 'none', members: [] } } });
  const { issues } = await gather(invalid, fake.connect, time, 'never-written.json');
  expect([issues.length > 0, fake.asked, existsSync('never-written.json')]).toEqual([true, [], false]);
});

test('no Secret is requested, and of what is listed only parts that status reads are written', () =>
  inDirectoryFor({}, async (directory) => {
    const file = join(directory, 'dump.json');
    const token = 'sha256~token-that-nobody-may-see';
    const fake = new FakeClusters((_, path) => {
      const [, plural = '', query] = /([^/?]+)(\?|$)/.exec(path) ?? [];
      if (query !== '?') return { value: { kind: 'ConfigMap', data: { 'root-cert.pem': 'PEM', token } } };
      const metadata = { name: 'one', annotations: { token } };
      const item = { metadata, spec: { type: 'ClusterIP', token }, status: { phase: 'Running', token } };
      return {
        value: { kind: `${KINDS[plural]}List`, items: plural === 'pods' || plural === 'services' ? [item] : [] },
      };
    });
    const { issues } = await gather(loaded, fake.connect, time, file);
    expect([issues, fake.asked.length > 10]).toEqual([[], true]);
    expect(fake.asked.filter((path) => /secret|serviceaccount|token/i.test(path))).toEqual([]);
    const dump = readFileSync(file, 'utf8');
    expect(dump).toContain('"Running"');
    expect(dump).not.toContain('token');
  }));

test('a private key where a root certificate belongs is left out, with a warning', () =>
  inDirectoryFor({}, async (directory) => {
    const file = join(directory, 'dump.json');
    const key = ['-----BEGIN', 'PRIVATE KEY-----\nabc\n-----END', 'PRIVATE KEY-----'].join(' ');
    const fake = new FakeClusters((_, path) => {
      const [, plural = '', query] = /([^/?]+)(\?|$)/.exec(path) ?? [];
      if (query === '?') return { value: { kind: `${KINDS[plural]}List`, items: [] } };
      return path.startsWith('/api/v1/namespaces/west/configmaps/east')
        ? { value: { kind: 'ConfigMap', data: { 'root-cert.pem': key } } }
        : failure('missing');
    });
    const { issues } = await gather(loaded, fake.connect, time, file);
    expect(issues.map(({ code, level, path }) => [code, level, path])).toEqual([
      ['STA007', 'warning', 'west/ConfigMap/west/east-ca-root-cert'],
    ]);
    expect(readFileSync(file, 'utf8')).not.toContain('abc');
  }));

test('only the chosen clusters are requested, and the dump says that the others were skipped', () =>
  inDirectoryFor({}, async (directory) => {
    const file = join(directory, 'dump.json');
    const fake = clusters();
    const { issues, summary } = await gather(loaded, fake.connect, time, file, { clusters: ['west'] });
    expect([issues.map(({ code }) => code), summary?.clusters]).toEqual([['STA002'], 1]);
    expect(fake.asked.filter((path) => !path.startsWith('west '))).toEqual([]);
    const live = await statusOfClusters(loaded, clusters().connect, time, { clusters: ['west'] });
    expect(statusFromDump(loaded, file)).toEqual(live);
    expect(live.status?.clusters.map(({ health }) => health)[0]).toBe('skipped');
    const unknown = await gather(loaded, fake.connect, time, file, { clusters: ['wets'] });
    expect(unknown.issues.map(({ code, fix }) => [code, fix])).toEqual([['CLI001', expect.stringContaining('west')]]);
  }));
