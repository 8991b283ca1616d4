import { stripVTControlCharacters } from 'node:util';
import {
  type EdgeStatus,
  type FederationStatus,
  finding,
  itemOf,
  type StatusFinding,
} from '../../../lib/status/report';
import { statusText } from '../../../lib/workflows/reports/status-text';

const TIME = '2026-11-25T13:23:00.000Z';
const HEALTHY = itemOf([]);
const UNREAD = finding('unknown', 'STA001', 'cluster "m02" could not be read: no connection', 'check the network');
const BROKEN = finding('degraded', 'STA022', 'no answer', 'check the gateway');

const meshName = (i: number) => `m${String(i).padStart(2, '0')}`;

/** A full mesh, with findings at some edges, and as many services as edges. */
function fullMesh(size: number, findingsOf: (mesh: string, peer: string) => readonly StatusFinding[] = () => []) {
  const names = Array.from({ length: size }, (_, i) => meshName(i + 1));
  const edges = names.flatMap((mesh) =>
    names
      .filter((peer) => peer !== mesh)
      .map(
        (peer): EdgeStatus => ({
          mesh,
          peer,
          lastFullSync: '2026-11-25T13:22:48.000Z',
          rootDays: 300,
          ...itemOf(findingsOf(mesh, peer)),
        }),
      ),
  );
  const services = edges.map(({ mesh, peer }) => ({
    importer: mesh,
    exporter: peer,
    service: 'shop/orders',
    host: `orders.shop.svc.${peer}-imports.local`,
    ...HEALTHY,
  }));
  const parts = (name: string) =>
    (['operator', 'control plane', 'members'] as const).map((part) => ({ part, name, ...HEALTHY }));
  const clusters = names.map((cluster) => ({ cluster, isRead: true, parts: parts(cluster), ...HEALTHY }));
  return { time: TIME, clusters, edges, services } satisfies FederationStatus;
}

const textOf = (status: FederationStatus, columns?: number) => stripVTControlCharacters(statusText(status, columns));

test('a few meshes have a line for everything', () => {
  expect(textOf(fullMesh(2), 80)).toBe(`  CLUSTER  OPERATORS  CONTROL PLANES  MEMBERS
✔ m01      ✔ healthy  ✔ healthy       ✔ healthy
✔ m02      ✔ healthy  ✔ healthy       ✔ healthy

  EDGE        HEALTH   LAST FULL SYNC  ROOT EXPIRES
✔ m01 -> m02  healthy  12 s ago        in 300 days
✔ m02 -> m01  healthy  12 s ago        in 300 days

  SERVICE                 HOST
✔ m01 -> m02 shop/orders  orders.shop.svc.m02-imports.local
✔ m02 -> m01 shop/orders  orders.shop.svc.m01-imports.local

2 clusters, 2 edges, 2 services as of ${TIME}: all healthy
`);
});

test('a CNI plugin that is not ready shows with the control planes that need it', () => {
  const { clusters, ...status } = fullMesh(1);
  const cni = { part: 'CNI', name: 'default', ...itemOf([BROKEN]) };
  const broken = clusters.map((one) => ({ ...one, health: cni.health, parts: [...one.parts, cni] }));
  expect(textOf({ ...status, clusters: broken }, 80)).toContain('✖ m01      ✔ healthy  ✖ degraded      ✔ healthy\n');
});

test('ten meshes have a line each for their edges, with the peers that are not healthy', () => {
  const status = fullMesh(10, (mesh, peer) => (peer === 'm02' || mesh === 'm01' ? [BROKEN] : []));
  const text = textOf(status, 80);
  expect(text).toContain(`  MESH  EDGES     NOT HEALTHY
✖ m01   0 of 9 ✔  ✖ m02  ✖ m03  ✖ m04 and 6 more
✔ m02   9 of 9 ✔  -
✖ m03   8 of 9 ✔  ✖ m02
`);
  expect(text).toContain('✔ 90 services healthy\n');
  // One cause of seventeen edges is one block.
  expect(text).toContain('m01 -> m02, m01 -> m03, m01 -> m04 and 14 more: degraded STA022: no answer\n');
});

test('fifty meshes fit on a screen, with what is not healthy', () => {
  const status = fullMesh(50, (mesh, peer) => (mesh === 'm02' || peer === 'm02' ? [UNREAD] : []));
  const clusters = status.clusters.map((one) =>
    one.cluster === 'm02' ? { ...one, isRead: false, parts: [], ...itemOf([UNREAD]) } : one,
  );
  const lines = textOf({ ...status, clusters }, 80).split('\n');
  expect(lines.slice(0, 4)).toEqual([
    '  CLUSTER  OPERATORS  CONTROL PLANES  MEMBERS',
    '? m02      unknown    unknown         unknown',
    '✔ 49 more clusters healthy',
    '',
  ]);
  expect(lines.length).toBeLessThan(45);
  expect(lines).toContain('? 30 more meshes unknown');
});

test('where a table is too wide, its last column goes below', () => {
  const [line, below] = textOf(fullMesh(2), 50).split('\n').slice(-5);
  expect([line, below]).toEqual(['✔ m02 -> m01 shop/orders', '    orders.shop.svc.m01-imports.local']);
});

test.each([80, 200])('no table is wider than %d columns', (columns) => {
  for (const size of [3, 10, 50]) {
    // The summary is wrapped like any text.
    const lines = textOf(fullMesh(size), columns).split('\n').slice(0, -2);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  }
});
