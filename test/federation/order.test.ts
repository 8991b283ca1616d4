import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Topology } from '../../lib/topology/model';
import { loadTopology } from '../../lib/workflows/load';
import { shuffleKeys } from '../helpers/shuffle';

const ROOT = join(__dirname, '..', '..');
const FILES = [
  'federation.yaml',
  'examples/blog/federation.yaml',
  'examples/failover/federation.yaml',
  'examples/one-cluster/federation.yaml',
  'examples/routes/federation.yaml',
  'examples/baremetal/federation.yaml',
  'examples/hub-and-spoke/federation.yaml',
];

/** A topology with a map of every kind. */
const RICH: Topology = {
  defaults: { clusters: { platform: 'aws' }, meshes: { addons: { kiali: true }, version: 'v2.6' } },
  clusters: {
    west: { locality: { region: 'r1', zone: 'z1' }, operators: { 'tempo-product': true, 'jaeger-product': true } },
    east: { platform: 'azure', locality: { region: 'r2' } },
    shared: { platform: 'baremetal' },
  },
  meshes: {
    west: { members: ['shop', 'web'], ingress: { annotations: { b: '1', a: '2' }, internal: true } },
    east: { members: ['shop'], trustDomain: 'e.example' },
    'z-{1..2}': { cluster: 'shared', peerPrefix: 'z' },
  },
  peerings: [
    { hub: 'west', spokes: ['east'], sides: { west: { peerName: 'partner' }, east: { egress: { name: 'out' } } } },
    { between: ['z-1', 'z-2'], ingress: { runtime: { limits: { memory: '1Gi', cpu: '1' }, replicas: 2 } } },
  ],
  shares: [
    { from: 'east', to: 'west', service: { name: 'cart', namespace: 'shop' }, importAsLocal: true, authorize: true },
    {
      from: 'east',
      to: 'west',
      service: { namespace: 'shop' },
      selector: { matchLabels: { y: '1', x: '2' } },
      name: 'rest',
    },
  ],
  traffic: [
    {
      mesh: 'west',
      service: { namespace: 'shop', name: 'cart' },
      failover: {},
      subsets: { v2: { b: '1', a: '2' }, v1: {} },
    },
  ],
};

/** The federation of a topology as text in which the order of lists counts, and that of keys does not. */
function resolved(topology: unknown): unknown {
  const { federation, issues } = loadTopology(topology as Topology, ROOT);
  expect(issues).toEqual([]);
  return federation;
}

test.each(FILES)('the federation of %s is the same in whatever order its maps are written', (file) => {
  const topology: unknown = parse(readFileSync(join(ROOT, file), 'utf8'), { merge: true });
  const expected = resolved(topology);
  for (const seed of [1, 2, 3]) expect(resolved(shuffleKeys(topology, seed))).toEqual(expected);
});

test('the federation of a topology with all kinds of maps is the same in whatever order they are written', () => {
  const expected = resolved(RICH);
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) expect(resolved(shuffleKeys(RICH, seed))).toEqual(expected);
});

test('the problems of a topology are the same in whatever order its maps are written', () => {
  const bad = {
    clusters: { a: {}, b: { platform: 'moon' } },
    meshes: { a: { version: 'v2.3', trustDomain: 'b.local' }, b: { trustDomain: 'b.local' }, c: { cluster: 'x' } },
  };
  const problems = (topology: unknown) => {
    const { issues } = loadTopology(topology as Topology);
    return issues.map(({ code, path, message }) => `${code} ${path}: ${message}`).sort();
  };
  const expected = problems(bad);
  expect(expected).toHaveLength(3);
  for (const seed of [1, 2, 3]) expect(problems(shuffleKeys(bad, seed))).toEqual(expected);
});

test('shuffling does change the order of keys', () => {
  const keys = { a: 1, b: 2, c: 3, d: 4 };
  const orders = [1, 2, 3].map((seed) => Object.keys(shuffleKeys(keys, seed) as object).join(''));
  expect(new Set([...orders, 'abcd']).size).toBeGreaterThan(2);
});
