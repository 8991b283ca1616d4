import { graphOf } from '../../../lib/graph/build';
import { pageData } from '../../../lib/graph/html/data';
import type { Graph } from '../../../lib/graph/model';
import { lint } from '../../../lib/lint/lint';
import type { ManifestObject } from '../../../lib/manifests/object';
import { readManifests } from '../../../lib/manifests/read';
import { buildFleet } from '../../../lib/observed/build';
import { outputOf } from '../../helpers/examples';

const OBJECTS = [...outputOf('three-clouds')].flatMap(
  ([path, text]) => readManifests(path.split('/')[0] ?? '', `dist/${path}`, text).manifests,
);
const GRAPH = graphOf(buildFleet(OBJECTS));

function dataOf(graph: Graph = GRAPH, objects: readonly ManifestObject[] = OBJECTS) {
  const { diagnostics } = lint({ objects, problems: [], skipped: 0, files: 1 });
  return pageData({ graph, objects, diagnostics, views: [] });
}

const data = dataOf();

function named(kind: string, label: string) {
  const found = data.elements.find((element) => element.kind === kind && element.label === label);
  if (found === undefined) throw new Error(`there is no ${kind} ${label}`);
  return found;
}

const names = (indexes: readonly number[]) => indexes.map((index) => data.objects[index]?.name);

test('each object of the manifests is there once, with its place in the output', () => {
  expect(data.objects.length).toBe(OBJECTS.length);
  expect(data.objects).toContainEqual({
    cluster: 'rosa',
    name: 'ImportedServiceSet rosa-prod-mesh/aro-stg-mesh',
    place: expect.stringMatching(/^dist\/rosa\/40-federation\/rosa-prod-mesh\.aro-stg-mesh\.yaml:\d+:1$/),
    yaml: expect.stringContaining('kind: ImportedServiceSet\n'),
  });
});

test('nodes and edges have their own objects, boxes also those inside', () => {
  expect(names(named('import', 'details-v2').own)).toEqual(['ImportedServiceSet rosa-prod-mesh/aro-stg-mesh']);
  const mesh = named('mesh', 'rosa-prod-mesh');
  expect(names(mesh.own)).toEqual(['ServiceMeshControlPlane rosa-prod-mesh/rosa-prod-mesh']);
  expect(names(mesh.inside)).toEqual(
    expect.arrayContaining(['ServiceMeshPeer rosa-prod-mesh/aro-stg-mesh', 'Service prod-bookinfo/ratings']),
  );
  expect(names(mesh.inside)).not.toContain('Service stg-bookinfo/details');
  expect(names(named('namespace', 'prod-bookinfo').inside)).toContain('VirtualService prod-bookinfo/details');
  const cluster = named('cluster', 'rosa');
  expect(cluster.inside.length).toBe(OBJECTS.filter((object) => object.cluster === 'rosa').length);
  for (const { own, inside } of data.elements) expect(inside.filter((index) => own.includes(index))).toEqual([]);
});

test('edges have their ends, and shared services both names', () => {
  const share = data.elements.find(
    ({ kind, ends }) => kind === 'share' && ends?.names?.from === 'details-v2.prod-bookinfo',
  );
  expect(share?.ends).toEqual({
    from: named('import', 'details-v2').id,
    to: expect.stringMatching(/^service\/aro\//),
    via: [expect.stringMatching(/^egress\/rosa\//), expect.stringMatching(/^ingress\/aro\//)],
    names: { from: 'details-v2.prod-bookinfo', to: 'details.stg-bookinfo' },
  });
});

test('findings lead to their objects', () => {
  expect(data.findings.length).toBeGreaterThan(0);
  expect(data.findings[0]?.place).toMatch(/^dist\/.*\.yaml:\d+:\d+$/);
  for (const { object, place } of data.findings)
    expect(place.split(':')[0]).toBe(data.objects[object ?? -1]?.place.split(':')[0]);
});

test('states and changes are kept, and objects that are only in an earlier revision are there', () => {
  const [removed] = readManifests(
    'rosa',
    'HEAD:dist/a.yaml',
    '{apiVersion: v1, kind: Service, metadata: {name: gone, namespace: a}}',
  ).manifests;
  if (removed === undefined) throw new Error('there is no object');
  const state = { health: 'bad', reasons: ['STA001: password: hunter2'] } as const;
  const node = {
    id: 'service/x',
    kind: 'service',
    label: 'gone',
    places: [{ object: removed, path: [] }],
    change: 'removed',
    state,
  } as const;
  const { elements, objects } = dataOf({ nodes: [node], edges: [] });
  expect(elements).toEqual([
    {
      id: 'service/x',
      kind: 'service',
      label: 'gone',
      change: 'removed',
      state: { health: 'bad', reasons: ['STA001: password: [redacted]'] },
      own: [OBJECTS.length],
      inside: [],
    },
  ]);
  expect(objects[OBJECTS.length]).toMatchObject({ name: 'Service a/gone', place: 'HEAD:dist/a.yaml:1:1' });
});
