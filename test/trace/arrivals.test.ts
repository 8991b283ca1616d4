import { add, type Edit, remove, set } from '../../lib/lint/examples/edit';
import type { Branch } from '../../lib/trace/model';
import { endsOf, tracedAfter } from './outline';

/** Rules for all services of a namespace, on both sides. */
function sharingAll(namespace: string): readonly Edit[] {
  const rules = [{ type: 'NameSelector', nameSelector: { namespace } }];
  return [
    set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules', rules),
    set('west', 'ImportedServiceSet east-mesh', 'spec.importRules', rules),
  ];
}

/** What is assumed of the ways that arrive. */
function assumptionsOf({ end, branches }: Branch): readonly string[] {
  if (end === undefined) return branches.flatMap(assumptionsOf);
  return end.arrives && end.assumption !== undefined ? [end.assumption] : [];
}

/** The rules of the notes on a way. */
function notesOf({ hops, branches }: Branch): readonly string[] {
  return [...hops.flatMap(({ notes }) => notes.map(({ code }) => code)), ...branches.flatMap(notesOf)];
}

const CARS = [set('east', 'ServiceMeshMemberRoll default', 'spec.members', ['stock', 'cars']), ...sharingAll('cars')];

test.each([
  ['a rule for all services of a namespace', CARS, 'wheels.cars.svc.east-mesh-imports.local'],
  [
    'a rule with labels',
    [
      ...CARS,
      set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules', [
        { type: 'LabelSelector', labelSelector: { namespace: 'cars', selector: { matchLabels: { far: 'yes' } } } },
      ]),
    ],
    'wheels.cars.svc.east-mesh-imports.local',
  ],
  [
    'aliases on both sides',
    [
      ...CARS,
      set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules[0].nameSelector.alias', { namespace: 'public' }),
      set('west', 'ImportedServiceSet east-mesh', 'spec.importRules[0].nameSelector', {
        namespace: 'public',
        alias: { namespace: 'far' },
      }),
    ],
    'wheels.far.svc.east-mesh-imports.local',
  ],
])('a call arrives by %s, though the manifests of the exporter have no Service of the namespace', (_, edits, host) => {
  const found = tracedAfter(edits, host);
  expect(endsOf(found)).toEqual(['east/cars/wheels']);
  expect(assumptionsOf(found.way)).toEqual(['the manifests do not have the Service']);
});

test('a call arrives at a Service that only its namespace sees, in the namespace', () => {
  const edits = [set('west', 'Service prices', 'metadata.annotations', { 'networking.istio.io/exportTo': '.' })];
  const found = tracedAfter([...edits, remove('west', 'ImportedServiceSet east-mesh')], 'prices');
  expect(endsOf(found)).toEqual(['west/shop/prices']);
});

test.each([
  ['FED031', 'a wildcard admits the client', [set('east', 'ServiceMeshPeer west-mesh', 'spec.security.clientID', '*')]],
  ['FED017', 'a locality is invalid', [set('west', 'ImportedServiceSet east-mesh', 'spec.locality', { zone: '1' })]],
  [
    'FED007',
    'two peers share an egress gateway',
    [
      add(
        'west',
        `apiVersion: federation.maistra.io/v1
kind: ServiceMeshPeer
metadata: { name: south-mesh, namespace: west-mesh }
spec: { gateways: { ingress: { name: south-mesh-ingress }, egress: { name: east-mesh-egress } } }`,
      ),
    ],
  ],
])('a call arrives with a note of %s where %s', (code, _, edits) => {
  const found = tracedAfter(edits, 'prices');
  expect(endsOf(found)).toEqual(['west/shop/prices', 'east/stock/prices']);
  expect(notesOf(found.way)).toContain(code);
});

/** A VirtualService that sends calls of ratings to prices. */
function toPrices(name: string, spec: object = {}): Edit {
  const http = [{ route: [{ destination: { host: 'prices' } }] }];
  const metadata = { name, namespace: 'shop' };
  const all = { hosts: ['ratings'], http, ...spec };
  return add(
    'west',
    JSON.stringify({ apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualService', metadata, spec: all }),
  );
}

const ALL_PRICES = ['west/shop/prices', 'east/stock/prices'];

test.each([
  ['the oldest, which is assumed to be the first by name', [toPrices('a')], ALL_PRICES, 'shop/ratings'],
  ['the one for its namespace alone', [toPrices('z', { exportTo: ['.'] })], ALL_PRICES, undefined],
  ['the one for some namespaces', [toPrices('z', { exportTo: ['shop', 'other'] })], ALL_PRICES, undefined],
  [
    'the one with the host itself',
    [toPrices('a', { hosts: ['*.shop.svc.cluster.local'] })],
    ['west/shop/ratings', 'east/stock/ratings'],
    undefined,
  ],
])('of several VirtualServices, %s decides', (_, edits, ends, rival) => {
  const found = tracedAfter(edits, 'ratings');
  expect(endsOf(found)).toEqual(ends);
  const assumed = found.way.hops.flatMap(({ facts }) => facts.filter(({ label }) => label === 'assumed'));
  expect(assumed.map(({ value }) => value)).toEqual(
    rival === undefined ? [] : [`it is older than VirtualService ${rival}, with the same host`],
  );
});

test('the caller may be in any namespace of a mesh with all namespaces, unless it is misspelled', () => {
  const edits = [
    set('west', 'ServiceMeshControlPlane west-mesh', 'spec.mode', 'ClusterWide'),
    set('west', 'ServiceMeshMemberRoll default', 'spec.members', ['*']),
  ];
  const host = 'ratings.stock.svc.east-mesh-imports.local';
  expect(endsOf(tracedAfter(edits, host, { caller: 'west/orders/web' }))).toEqual(['east/stock/ratings']);
  expect(() => tracedAfter(edits, host, { caller: 'west/shops/page' })).toThrow('unknown namespace "shops"');
});
