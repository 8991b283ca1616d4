import { join } from 'node:path';
import type { Fact } from '../../lib/facts/model';
import { factsOf, OSSM2_FACT_KINDS } from '../../lib/ossm2/facts';
import { loadFile } from '../../lib/workflows/load';
import { addressFact, rootFact } from '../helpers/facts';
import { plansOf, plansOfLoaded } from '../helpers/topology-text';

/** Facts as text: cluster, context, mesh, namespace, and the gateway with its type. */
function printed(facts: readonly Fact[]): readonly string[] {
  return facts.map(({ cluster, context, mesh, source }) => {
    const what = source.type === 'Service' ? `${source.name} ${source.serviceType}` : 'root';
    const namespace = source.type === 'object' ? '' : source.namespace;
    return `${cluster}(${context}) ${mesh}/${namespace} ${what}`;
  });
}

const read = (text: string) => printed(factsOf(plansOf(text)));
const PEERINGS = 'peerings: [{ between: [b, a] }]';

test('of two meshes that peer, the root and the ingress of each is read on its cluster', () => {
  const text = `clusters: { west: { context: admin@west }, east: { platform: baremetal } }
meshes: { b: { cluster: west, namespace: b-system }, a: { cluster: east } }
${PEERINGS}
`;
  expect(read(text)).toEqual([
    'east(east) a/a root',
    'east(east) a/a b-ingress NodePort',
    'west(admin@west) b/b-system root',
    'west(admin@west) b/b-system a-ingress LoadBalancer',
  ]);
});

test('facts are plain data, with the ports by the names that the manifests have', () => {
  const text = `clusters: { a: {}, b: {} }\nmeshes: { a: {}, b: {} }\n${PEERINGS}\n`;
  expect(factsOf(plansOf(text))).toEqual([
    rootFact('a'),
    addressFact('a', 'b-ingress'),
    rootFact('b'),
    addressFact('b', 'a-ingress'),
  ]);
});

test('nothing is read of a mesh without peers, nor of what the topology states', () => {
  expect(read('clusters: { a: {} }\nmeshes: { a: {} }\n')).toEqual([]);
  const stated = 'clusters: { a: {}, b: {} }\nmeshes: { a: {}, b: { ingress: { addresses: [192.0.2.1] } } }\n';
  expect(read(`${stated}${PEERINGS}\n`)).toEqual(['a(a) a/a root', 'a(a) a/a b-ingress LoadBalancer', 'b(b) b/b root']);
});

test('the address of a ClusterIP follows from its name and is not read', () => {
  const text = `clusters: { one: {} }\nmeshes: { a: { cluster: one }, b: { cluster: one } }\n${PEERINGS}\n`;
  expect(read(text)).toEqual(['one(one) a/a root', 'one(one) b/b root']);
});

test('of a hub each gateway is read once, and its root once', () => {
  const facts = factsOf(plansOfLoaded(loadFile(join(__dirname, '../../examples/hub-and-spoke/federation.yaml'))));
  const clusters = [...new Set(facts.map(({ cluster }) => cluster))];
  const counts = clusters.map((name) => facts.filter(({ cluster }) => cluster === name).length);
  expect([...counts].sort((a, b) => b - a).slice(0, 2)).toEqual([21, 2]);
  expect(clusters).toHaveLength(21);
});

test('the kinds are root and address, with their places in manifests', () => {
  expect(OSSM2_FACT_KINDS.map(({ name, lockKey, isNamed, places }) => ({ name, lockKey, isNamed, places }))).toEqual([
    {
      name: 'root',
      lockKey: 'roots',
      isNamed: false,
      places: [
        {
          form: 'block',
          objectKind: 'ConfigMap',
          path: ['data', 'root-cert.pem'],
          incomplete: {
            key: 'root-cert.pem.incomplete',
            readerKind: 'ServiceMeshPeer',
            namePath: ['spec', 'security', 'certificateChain', 'name'],
          },
        },
      ],
    },
    {
      name: 'address',
      lockKey: 'gateways',
      isNamed: true,
      places: [
        {
          form: 'list',
          objectKind: 'ServiceMeshPeer',
          path: ['spec', 'remote', 'addresses'],
          ports: [
            { field: 'discoveryPort', port: 'discovery' },
            { field: 'servicePort', port: 'service' },
          ],
        },
      ],
    },
  ]);
});
