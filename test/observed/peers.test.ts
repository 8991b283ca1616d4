import { controlPlane, fleetOf, object, onlyPeer, peer } from './fleet';

const federation = (kind: string, name: string, rules: string, namespace = 'm') =>
  object('federation.maistra.io/v1', kind, namespace, name, `spec: ${rules}`);

test('a peer with nothing set has defaults', () => {
  const found = onlyPeer(fleetOf({ a: object('federation.maistra.io/v1', 'ServiceMeshPeer', 'm', 'p') }));
  const { cluster, object: own, ...rest } = found;
  expect([cluster.name, own.kind]).toEqual(['a', 'ServiceMeshPeer']);
  expect(rest).toEqual({
    name: 'p',
    namespace: 'm',
    spec: {},
    addresses: [],
    servicePort: 15443,
    discoveryPort: 8188,
    rootConfigMapName: 'p-ca-root-cert',
    offers: [],
  });
});

test('what a peer sets is read', () => {
  const spec = `{ remote: { addresses: [a, 1], servicePort: 1, discoveryPort: 2 },
    gateways: { ingress: { name: in }, egress: { name: out } },
    security: { trustDomain: t, clientID: c, certificateChain: { name: root } } }`;
  expect(onlyPeer(fleetOf({ a: peer('p', 'm', spec) }))).toMatchObject({
    addresses: ['a', 1],
    servicePort: 1,
    discoveryPort: 2,
    ingressName: 'in',
    egressName: 'out',
    trustDomain: 't',
    clientID: 'c',
    rootConfigMapName: 'root',
  });
});

test('ports of zero and of text are the defaults', () => {
  const found = onlyPeer(fleetOf({ a: peer('p', 'm', '{ remote: { servicePort: 0, discoveryPort: "1" } }') }));
  expect([found.servicePort, found.discoveryPort]).toEqual([15443, 8188]);
});

test('peers are sorted by namespace and name, and have the mesh of their namespace', () => {
  const text =
    controlPlane('m') + controlPlane('n') + peer('b', 'n') + peer('a', 'n') + peer('c', 'm') + peer('d', 'x');
  const { peers, meshes } = fleetOf({ a: text });
  expect(peers.map(({ namespace, name, mesh }) => [`${namespace}/${name}`, mesh?.name])).toEqual([
    ['m/c', 'm'],
    ['n/a', 'n'],
    ['n/b', 'n'],
    ['x/d', undefined],
  ]);
  expect(meshes.map((mesh) => mesh.peers.map(({ name }) => name))).toEqual([['c'], ['a', 'b']]);
});

test('sets and the ConfigMap belong to the peer of their name and namespace', () => {
  const found = onlyPeer(
    fleetOf({
      a:
        peer('p', 'm') +
        federation('ExportedServiceSet', 'p', '{ exportRules: [{ type: NameSelector }] }') +
        federation('ImportedServiceSet', 'p', '{ importRules: [{ type: NameSelector }, { type: NameSelector }] }') +
        object('v1', 'ConfigMap', 'm', 'p-ca-root-cert'),
    }),
  );
  expect(found.exports).toMatchObject({ object: { kind: 'ExportedServiceSet' }, path: ['spec', 'exportRules'] });
  expect(found.exports?.rules).toEqual([{ type: 'NameSelector' }]);
  expect(found.imports).toMatchObject({ object: { kind: 'ImportedServiceSet' }, path: ['spec', 'importRules'] });
  expect(found.imports?.rules).toHaveLength(2);
  expect(found.rootConfigMap?.name).toBe('p-ca-root-cert');
});

test('sets and ConfigMaps of other names and namespaces do not belong to a peer', () => {
  const found = onlyPeer(
    fleetOf({
      a:
        peer('p', 'm') +
        federation('ExportedServiceSet', 'q', '{}') +
        federation('ImportedServiceSet', 'p', '{}', 'n') +
        object('v1', 'ConfigMap', 'n', 'p-ca-root-cert'),
    }),
  );
  expect(Object.keys(found)).not.toEqual(expect.arrayContaining(['exports']));
  expect([found.exports, found.imports, found.rootConfigMap]).toEqual([undefined, undefined, undefined]);
});

test('a set without rules has none', () => {
  const found = onlyPeer(fleetOf({ a: peer('p', 'm') + federation('ExportedServiceSet', 'p', '{}') }));
  expect(found.exports?.rules).toEqual([]);
});
