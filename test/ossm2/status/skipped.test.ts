import { SKIPPED } from '../../../lib/status/observation';
import { isGood, itemsOf } from '../../../lib/status/report';
import { observed, statusWithoutShares } from './healthy';
import { codesOf, edgeOf, statusOf } from './west-east';

const withoutEast = (change = observed) => {
  const { time, clusters } = change();
  return { time, clusters: { ...clusters, east: SKIPPED } };
};

test('without a skipped cluster everything is healthy, so that what follows is about it', () => {
  expect(itemsOf(statusWithoutShares(observed())).map(({ health }) => health)).toEqual(Array(4).fill('healthy'));
});

test('a skipped cluster is no failure, and the edge of the other mesh is judged by its own side', () => {
  const status = statusWithoutShares(withoutEast());
  expect(status.clusters.map(({ cluster, health, isRead }) => [cluster, health, isRead])).toEqual([
    ['east', 'skipped', false],
    ['west', 'healthy', true],
  ]);
  const [west, east] = [edgeOf(status, 'west-mesh'), edgeOf(status, 'east-mesh')];
  expect([west.health, codesOf(west), west.lastFullSync !== undefined]).toEqual(['healthy', ['STA006'], true]);
  expect([east.health, codesOf(east)]).toEqual(['skipped', ['STA006']]);
  expect(itemsOf(status).every(isGood)).toBe(true);
});

test('what is wrong at the cluster that was read is found, at the edges of both meshes', () => {
  const status = statusWithoutShares(
    withoutEast(() =>
      observed((object, cluster) =>
        cluster === 'west' && object.kind === 'ServiceMeshPeer'
          ? { ...object, spec: { ...(object.spec as object), security: { clientID: 'wrong' } } }
          : object,
      ),
    ),
  );
  expect(codesOf(edgeOf(status, 'west-mesh'))).toContain('STA029');
  expect([edgeOf(status, 'east-mesh').health, codesOf(edgeOf(status, 'east-mesh'))[0]]).toEqual(['degraded', 'STA029']);
});

test('services of a skipped exporter or importer are skipped', () => {
  const { services } = statusOf(withoutEast());
  expect(services.map(({ exporter, health }) => [exporter, health])).toEqual([
    ['west-mesh', 'skipped'],
    ['east-mesh', 'skipped'],
    ['east-mesh', 'skipped'],
    ['east-mesh', 'skipped'],
  ]);
  expect(new Set(services.flatMap(codesOf))).toEqual(new Set(['STA006']));
});

test('if all are skipped, nothing is healthy and nothing is a failure', () => {
  const { time } = observed();
  const status = statusOf({ time, clusters: { west: SKIPPED, east: SKIPPED } });
  expect(new Set(itemsOf(status).map(({ health }) => health))).toEqual(new Set(['skipped']));
});
