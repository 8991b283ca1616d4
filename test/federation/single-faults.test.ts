import { loadText } from '../helpers/topology-text';

/** A valid topology in which each mesh, peering and share is used elsewhere. */
const TOPOLOGY = `defaults:
  meshes: { version: v2.6 }
clusters:
  c-west: { platform: aws, locality: { region: us-west-2 } }
  c-east: { platform: azure, locality: { region: us-east-1 } }
  c-central: { platform: baremetal }
  "c-spoke-{1..3}": {}
meshes:
  west:
    cluster: c-west
    members: [shop, web]
    workloads:
      - bookinfo: { namespace: shop }
  east:
    cluster: c-east
    members: [shop, store]
    workloads:
      - bookinfo: { namespace: shop, components: { reviews: [v3], ratings: [v1] } }
      - manifests: apps
  central: { cluster: c-central, members: [stock] }
  spoke-1: { cluster: c-spoke-1 }
  spoke-2: { cluster: c-spoke-2 }
  spoke-3: { cluster: c-spoke-3 }
peerings:
  - between: [west, east]
  - { hub: central, spokes: [west, "spoke-{1..3}"] }
  - fullMesh: [east, central]
shares:
  - { name: ratings, from: east, to: west, service: { namespace: shop, name: ratings }, importAsLocal: true }
  - { name: items, from: east, to: [west, central], service: { namespace: store, name: items } }
  - { name: stock, from: central, to: all, service: { namespace: stock, name: stock }, authorize: true }
traffic:
  - mesh: west
    service: { namespace: shop, name: ratings }
    failover: {}
  - mesh: west
    service: { namespace: web, name: web }
    split: [{ weight: 90 }, { share: items, weight: 10 }]
    mirror: { share: stock }
  - mesh: west
    service: { namespace: shop, name: reviews }
    split: [{ subset: v1, weight: 50 }, { subset: v2, weight: 50 }]
lint: { ignore: { FED042: "demo" } }
`;

const FILES = { 'apps/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: store }\n' };

/** Single faults: what is wrong, the text that is replaced, the faulty text, and the only issue. */
const FAULTS: readonly (readonly [string, string, string, string])[] = [
  ['a mesh name in uppercase', '  west:\n', '  West:\n', 'TOP101 9:3'],
  ['a mesh name with an underscore', '  west:\n', '  we_st:\n', 'TOP101 9:3'],
  ['a mesh under another name', '  west:\n', '  wset:\n', 'TOP120 25:15'],
  ['the name of a hub in uppercase', '  central:', '  Central:', 'TOP101 20:3'],
  ['the name of an exporter with an underscore', '  east:\n', '  ea_st:\n', 'TOP101 14:3'],
  ['an invalid range of meshes', '  spoke-1:', '  "spoke-{1-3}":', 'TOP104 21:3'],
  ['a mesh name that is too long', '  spoke-2: {', `  spoke-${'x'.repeat(60)}: {`, 'TOP101 22:3'],
  ['a duplicate mesh', '  spoke-3: {', '  "spoke-{1..1}": { cluster: c-spoke-1 }\n  spoke-3: {', 'TOP103 23:3'],
  ['a cluster name with a space', '  c-west:', '  "c west":', 'TOP101 4:3'],
  ['a cluster under another name', '  c-west:', '  c-wst:', 'TOP110 10:14'],
  ['a reversed range of clusters', '"c-spoke-{1..3}"', '"c-spoke-{3..1}"', 'TOP104 7:3'],
  ['an incomplete range of clusters', '"c-spoke-{1..3}"', '"c-spoke-{1..}"', 'TOP104 7:3'],
  ['a duplicate cluster', '"c-spoke-{1..3}": {}', '"c-spoke-{1..3}": {}\n  c-spoke-2: {}', 'TOP103 8:3'],
  ['a text as locality', 'locality: { region: us-west-2 }', 'locality: us-west-2', 'TOP004 4:38'],
  [
    'a list as cluster',
    '  c-west: { platform: aws, locality: { region: us-west-2 } }',
    '  c-west: [aws]',
    'TOP004 4:11',
  ],
  ['an empty cluster', '  c-central: { platform: baremetal }', '  c-central:', 'TOP004 6:13'],
  ['an empty mesh', '  spoke-1: { cluster: c-spoke-1 }', '  spoke-1:', 'TOP004 21:11'],
  ['an unknown cluster of a mesh', '    cluster: c-west\n', '    cluster: c-wst\n', 'TOP110 10:14'],
  ['a number as cluster of a mesh', '    cluster: c-west\n', '    cluster: 12\n', 'TOP004 10:14'],
  ['no cluster of a mesh', '    cluster: c-west\n', '', 'TOP110 10:5'],
  ['a key in uppercase', '    cluster: c-west\n', '    Cluster: c-west\n', 'TOP003 10:5'],
  ['an unsupported version for all meshes', 'version: v2.6', 'version: v2.9', 'TOP113 2:22'],
  ['an unknown key of a mesh', '    members: [shop, web]', '    membrs: [shop, web]', 'TOP003 11:5'],
  ['an invalid member', '[shop, web]', '[shop, Web]', 'TOP007 11:21'],
  [
    'a peerPrefix that is too long',
    '    cluster: c-west\n',
    `    cluster: c-west\n    peerPrefix: ${'w'.repeat(60)}\n`,
    'TOP102 11:17',
  ],
  [
    'a peerPrefix that is the name of another mesh',
    '    cluster: c-west\n',
    `    cluster: c-west\n    peerPrefix: east\n`,
    'TOP103 28:5',
  ],
  [
    'a ClusterIP for all peers',
    '    cluster: c-west\n',
    '    cluster: c-west\n    ingress: { type: ClusterIP }\n',
    'TOP125 11:22',
  ],
  [
    'an invalid address for all peers',
    '    cluster: c-west\n',
    '    cluster: c-west\n    ingress: { addresses: ["https://a.b"] }\n',
    'TOP126 11:28',
  ],
  ['an unknown mesh of a pair', 'between: [west, east]', 'between: [west, eastt]', 'TOP120 25:21'],
  ['a pair of one mesh', 'between: [west, east]', 'between: [west]', 'TOP121 25:14'],
  ['a pair of three meshes', 'between: [west, east]', 'between: [west, east, central]', 'TOP121 25:14'],
  ['a pair of one mesh twice', 'between: [west, east]', 'between: [west, west]', 'TOP122 25:14'],
  ['a text as pair', 'between: [west, east]', 'between: west east', 'TOP004 25:14'],
  ['no peering of two meshes that share', '  - between: [west, east]\n', '', 'TOP130 28:38'],
  ['an empty peering', '  - between: [west, east]\n', '  -\n', 'TOP004 25:4'],
  ['an unknown key of a peering', 'between: [west, east]', 'betwen: [west, east]', 'TOP003 25:5'],
  ['an unknown hub', 'hub: central', 'hub: centrall', 'TOP120 26:12'],
  ['a hub among its spokes', '[west, "spoke-{1..3}"]', '[central, west, "spoke-{1..3}"]', 'TOP122 26:29'],
  ['an unknown spoke', '[west, "spoke-{1..3}"]', '[wets, "spoke-{1..3}"]', 'TOP120 26:30'],
  ['an unknown key in place of "spokes"', 'spokes: [west', 'spoke: [west', 'TOP003 26:21'],
  ['a range of spokes that is too long', '[west, "spoke-{1..3}"]', '[west, "spoke-{1..4}"]', 'TOP120 26:36'],
  ['an unknown mesh of a full mesh', 'fullMesh: [east, central]', 'fullMesh: [eest, central]', 'TOP120 27:16'],
  ['a duplicate peering', '  - fullMesh', '  - between: [east, west]\n  - fullMesh', 'TOP123 27:5'],
  ['an unknown exporter', 'name: ratings, from: east', 'name: ratings, from: eest', 'TOP120 29:28'],
  ['an unknown importer', 'to: [west, central]', 'to: [wets, central]', 'TOP120 30:37'],
  ['an importer that is the exporter', 'to: [west, central]', 'to: [east]', 'TOP130 30:36'],
  ['an unknown key in place of a required one', 'from: east, to: west,', 'from: east, too: west,', 'TOP003 29:34'],
  ['a text as service', 'service: { namespace: store, name: items }', 'service: store/items', 'TOP004 30:62'],
  ['a share without a service', ', service: { namespace: store, name: items }', '', 'TOP131 30:5'],
  [
    'a namespace that is not a member',
    'service: { namespace: store, name: items }',
    'service: { namespace: stoer, name: items }',
    'TOP132 30:75',
  ],
  [
    'no share of a name that is used',
    '  - { name: items, from: east, to: [west, central], service: { namespace: store, name: items } }\n',
    '',
    'TOP140 37:38',
  ],
  [
    'a share for the second time',
    '  - { name: stock, from',
    '  - { name: ratings2, from: east, to: west, service: { namespace: shop, name: ratings }, importAsLocal: true }\n  - { name: stock, from',
    'TOP135 31:5',
  ],
  [
    'an unknown key in place of "workloads"',
    '    workloads:\n      - bookinfo: { namespace: shop }\n',
    '    workload:\n      - bookinfo: { namespace: shop }\n',
    'TOP003 12:5',
  ],
  ['an unknown component of bookinfo', 'ratings: [v1]', 'rating: [v1]', 'TOP003 18:67'],
  ['a missing directory of manifests', 'manifests: apps', 'manifests: appz', 'TOP151 19:20'],
  [
    'an unknown mesh of a traffic entry',
    '  - mesh: west\n    service: { namespace: web',
    '  - mesh: wst\n    service: { namespace: web',
    'TOP120 36:11',
  ],
  [
    'an unknown share of a traffic entry',
    '{ share: items, weight: 10 }',
    '{ share: itms, weight: 10 }',
    'TOP140 38:38',
  ],
  ['an unknown key in place of "split"', '    split: [{ weight: 90 }', '    splt: [{ weight: 90 }', 'TOP003 38:5'],
  ['the section "meshes" in uppercase', '\nmeshes:', '\nMeshes:', 'TOP003 8:1'],
  ['the section "clusters" under another name', '\nclusters:', '\nCluster:', 'TOP003 3:1'],
  ['the section "peerings" under another name', '\npeerings:', '\npeering:', 'TOP003 24:1'],
  ['the section "shares" under another name', '\nshares:', '\nshare:', 'TOP003 28:1'],
];

test('the topology without a fault has no issue', () => {
  expect(loadText(TOPOLOGY, FILES).issues).toEqual([]);
});

test.each(FAULTS)('%s is one issue', (_, from, to, issue) => {
  expect(TOPOLOGY.split(from)).toHaveLength(2);
  const { issues } = loadText(
    TOPOLOGY.replace(from, () => to),
    FILES,
  );
  expect(issues.map(({ code, line, column }) => `${code} ${line}:${column}`)).toEqual([issue]);
});

describe('issues that are not consequences of each other', () => {
  const codesOf = (...changes: readonly (readonly [string, string])[]) => {
    const text = changes.reduce((before, [from, to]) => before.replace(from, () => to), TOPOLOGY);
    return loadText(text, FILES).issues.map(({ code }) => code);
  };

  test('are reported at once', () => {
    const changes = [
      ['us-west-2 }', 'us-west-2, subzone: a }'],
      ['\n  central: {', '\n  Central: {'],
      ['weight: 10', 'weight: 20'],
      ['{ subset: v1', '{ subset: v9'],
    ] as const;
    expect(codesOf(...changes)).toEqual(['TOP117', 'TOP101', 'TOP142', 'TOP143']);
  });

  test('are reported where the unknown mesh of a peering is not the reason', () => {
    expect(codesOf(['between: [west, east]', 'between: [west, eest]'], ['mesh: west', 'mesh: wst'])).toEqual([
      'TOP120',
      'TOP120',
    ]);
  });
});
