import { importScopeOf } from '../../lib/observed/exchange';
import type { ObservedMesh, ObservedPeer } from '../../lib/observed/model';
import { controlPlane, fleetOf, object, peerOf, trusting } from './fleet';

const service = (name: string, labels = '{}') =>
  `{ apiVersion: v1, kind: Service, metadata: { name: ${name}, namespace: shop, labels: ${labels} } }\n---\n`;
const sets = (kind: string, name: string, namespace: string, spec: string) =>
  object('federation.maistra.io/v1', kind, namespace, name, `spec: ${spec}`);

/** The exporter `west` and the importer `east`, with rules in YAML flow style. */
function exchange(exportRules: string, importSpec: string, ...services: readonly string[]) {
  const { meshes, peers } = fleetOf({
    a: [
      controlPlane('west', trusting('west.local')),
      object('maistra.io/v1', 'ServiceMeshMemberRoll', 'west', 'default', 'spec: { members: [shop] }'),
      peerOf('east.local', 'west', 'to-east'),
      sets('ExportedServiceSet', 'to-east', 'west', `{ exportRules: [${exportRules}] }`),
      ...services,
    ].join(''),
    b: [
      controlPlane('east', trusting('east.local')),
      peerOf('west.local', 'east', 'to-west'),
      sets('ImportedServiceSet', 'to-west', 'east', importSpec),
    ].join(''),
  });
  const [west, east] = peers as [ObservedPeer, ObservedPeer];
  const [, importer] = meshes as [ObservedMesh, ObservedMesh];
  return { west, east, importer };
}

const named = (name: string, more = '') =>
  `{ type: NameSelector, nameSelector: { namespace: shop, name: ${name}${more} } }`;
const ALL = '{ importRules: [{ type: NameSelector, nameSelector: {} }] }';

test('exports are the Services that match, and those of fixed names', () => {
  const labelled =
    '{ type: LabelSelector, labelSelector: { namespace: shop, selector: { matchLabels: { share: "yes" } } } }';
  const { west } = exchange(
    `${named('known')}, ${named('absent', ', alias: { name: other }')}, ${labelled}`,
    ALL,
    service('known'),
    service('labelled', '{ share: "yes" }'),
    service('private'),
  );
  expect(west.offers.map(({ original, offered, rule, service: own }) => [original, offered, rule, own?.name])).toEqual([
    [{ name: 'known', namespace: 'shop' }, expect.objectContaining({ name: 'known' }), 0, 'known'],
    [{ name: 'labelled', namespace: 'shop' }, expect.objectContaining({ name: 'labelled' }), 2, 'labelled'],
    [
      { name: 'absent', namespace: 'shop' },
      expect.objectContaining({ name: 'other', namespace: 'shop' }),
      1,
      undefined,
    ],
  ]);
  expect(west.offers.map(({ peer }) => peer)).toEqual([west, west, west]);
  expect(west.offers.map((one) => Object.hasOwn(one, 'service'))).toEqual([true, true, false]);
});

test.each([
  ['any name', '{ type: NameSelector, nameSelector: { namespace: shop } }'],
  ['any namespace', '{ type: NameSelector, nameSelector: { name: absent } }'],
  ['no selector', '{ type: NameSelector }'],
  ['an unknown type', '{ type: Name, nameSelector: { namespace: shop, name: absent } }'],
])('a rule with %s exports nothing that the manifests do not have', (_, rule) => {
  expect(exchange(rule, ALL).west.offers).toEqual([]);
});

test('an earlier rule gives the name of a service that the manifests do not have', () => {
  const { west } = exchange(`${named('a', ', alias: { name: first }')}, ${named('a')}`, ALL);
  expect(west.offers.map(({ rule, offered }) => [rule, offered.name])).toEqual([
    [0, 'first'],
    [0, 'first'],
  ]);
});

test('imports are the exports of the counterpart that match, with their hosts', () => {
  const { importer, east, west } = exchange(
    `${named('a')}, ${named('b')}, ${named('c')}`,
    `{ importRules: [{ type: NameSelector, nameSelector: { name: a } },
      { type: NameSelector, importAsLocal: true, nameSelector: { name: b, alias: { namespace: front, name: x } } }] }`,
    service('a'),
    service('b'),
    service('c'),
  );
  expect(
    importer.imports.map(({ peer, export: own, ...rest }) => [peer === east, west.offers.includes(own), rest]),
  ).toEqual([
    [true, true, { rule: 0, name: 'a', namespace: 'shop', host: 'a.shop.svc.to-west-imports.local', isLocal: false }],
    [true, true, { rule: 1, name: 'x', namespace: 'front', host: 'x.front.svc.cluster.local', isLocal: true }],
  ]);
  expect([...importer.importsByHost].map(([host, all]) => [host, all.length])).toEqual([
    ['a.shop.svc.to-west-imports.local', 1],
    ['x.front.svc.cluster.local', 1],
  ]);
});

test('imports have the domain suffix of the set', () => {
  const { importer, east } = exchange(
    named('a'),
    '{ domainSuffix: svc.w.local, importRules: [{ type: NameSelector, nameSelector: {} }] }',
  );
  expect(importer.imports.map(({ host }) => host)).toEqual(['a.shop.svc.w.local']);
  expect(importScopeOf(east)).toEqual({ peerName: 'to-west', domainSuffix: 'svc.w.local' });
});

test('a set without a domain suffix has the scope of its peer', () => {
  const { east, west } = exchange(named('a'), '{ domainSuffix: "" }');
  expect([importScopeOf(east), importScopeOf(west)]).toEqual([{ peerName: 'to-west' }, { peerName: 'to-east' }]);
});

test('without rules nothing is exported or imported', () => {
  const { west, importer } = exchange('', '{}', service('a'));
  expect([west.offers, importer.imports]).toEqual([[], []]);
});
