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
