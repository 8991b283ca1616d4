import { join } from 'node:path';
import { needsNodes, type Target, targetsOf } from '../../lib/fetch/targets';
import { loadFile } from '../../lib/workflows/load';
import { plansOf, plansOfLoaded } from '../helpers/topology-text';

/** What is read, each as `cluster(context) mesh/namespace ConfigMap` or with the gateway and its type. */
function read(text: string): readonly string[] {
  return targetsOf(plansOf(text)).flatMap(({ cluster, context, targets }) =>
    targets.map((target) => `${cluster}(${context}) ${target.mesh}/${target.namespace} ${subject(target)}`),
  );
}

function subject(target: Target): string {
  return target.kind === 'root' ? 'root' : `${target.gateway} ${target.type}`;
}

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

test('the ports are looked for by the names that the manifests give them', () => {
  const [east] = targetsOf(plansOf(`clusters: { a: {}, b: {} }\nmeshes: { a: {}, b: {} }\n${PEERINGS}\n`));
  expect(east?.targets[1]).toMatchObject({ servicePort: 'tls', discoveryPort: 'https-discovery' });
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

test('Nodes are needed where a NodePort is read', () => {
  const text = `clusters: { a: { platform: baremetal }, b: {} }\nmeshes: { a: {}, b: {} }\n${PEERINGS}\n`;
  expect(targetsOf(plansOf(text)).map(({ targets }) => needsNodes(targets))).toEqual([true, false]);
});

test('of a hub each gateway is read once, and its root once', () => {
  const loaded = loadFile(join(__dirname, '../../examples/hub-and-spoke/federation.yaml'));
  const clusters = targetsOf(plansOfLoaded(loaded));
  const counts = clusters.map(({ targets }) => targets.length).sort((a, b) => b - a);
  expect(counts.slice(0, 2)).toEqual([21, 2]);
  expect(clusters).toHaveLength(21);
});
