import { ossm3MeshOf, ossm3PlansOf, ossm3Problems } from '../helpers/ossm3';

const SHARE = 'shares: [{ from: east, to: west, service: { namespace: shop, name: details } }]';

function topology(east = '', west = '', clusters = 'west: {}, east: {}', rest = ''): string {
  return `clusters: { ${clusters} }
meshes:
  west: { members: [front], ${west} }
  east: { workloads: [{ bookinfo: { namespace: shop } }], ${east} }
peerings: [{ between: [west, east] ${rest} }]
${SHARE}
`;
}

describe('a control plane', () => {
  test('trusts the roots of the meshes that it shares with, and accepts only callers', () => {
    expect(ossm3MeshOf(topology(), 'west').istio.roots).toEqual([{ mesh: 'east', pem: '<ossm-fed:root:east>' }]);
    expect(ossm3MeshOf(topology(), 'east').istio.roots).toEqual([
      { mesh: 'west', pem: '<ossm-fed:root:west>', trustDomain: 'west.local' },
    ]);
  });

  test('needs no root where both meshes have one', () => {
    const text = topology('commonRoot: ours', 'commonRoot: ours');
    expect(ossm3MeshOf(text, 'west').istio.roots).toEqual([]);
    expect(ossm3MeshOf(text, 'east').istio.roots).toEqual([{ mesh: 'west', trustDomain: 'west.local' }]);
  });

  test.each([
    ['v3.0', 'v1.24-latest', true],
    ['v3.1', 'v1.26-latest', false],
    ['v3.4', 'v1.30-latest', false],
  ])('of %s has the newest version of Istio of its operator', (version, istio, allocates) => {
    const mesh = ossm3MeshOf(topology(`version: ${version}`), 'east');
    expect(mesh.istio).toMatchObject({ version: istio, allocatesAddresses: allocates });
    expect(mesh.istio.revision).toBe(`east-${istio.replace('.', '-')}`);
  });

  test('has the version of Istio, the name and the network that are stated', () => {
    const text = topology('version: v3.2, controlPlane: plane, istio: { version: v1.26.4, network: blue }');
    expect(ossm3MeshOf(text, 'east').istio).toMatchObject({
      name: 'plane',
      version: 'v1.26.4',
      revision: 'plane-v1-26-4',
      network: 'blue',
    });
  });

  test('has no version of Istio that its operator does not install', () => {
    expect(ossm3Problems(topology('version: v3.4, istio: { version: v1.26-latest }'))).toEqual([
      'TOP207 meshes.east.istio.version: unsupported version v1.26-latest of Istio: the operator of the cluster "east" is that of v3.4',
    ]);
    const own = 'east: { operators: { servicemeshoperator3: { channel: candidates } } }, west: {}';
    expect(ossm3Problems(topology('istio: { version: v1.26-latest }', '', own))).toEqual([]);
  });

  test.each(['tracing: { type: Jaeger }', 'addons: { kiali: true }', 'identity: ThirdParty', 'egress: {}'])(
    'has nothing for %s, which is a warning',
    (setting) => {
      expect(ossm3Problems(topology(setting)).map((one) => one.slice(0, 6))).toEqual(['TOP204']);
      expect(ossm3MeshOf(topology(setting), 'east').name).toBe('east');
    },
  );

  test('refuses unknown fields of an override', () => {
    expect(ossm3Problems(topology('override: { valuez: {} }')).map((one) => one.slice(0, 6))).toEqual(['TOP116']);
  });
});

describe('namespaces', () => {
  test('have the labels of the mesh, and members those of its revision', () => {
    const inMesh = { 'ossm-fed.dev/mesh': 'east' };
    expect(ossm3MeshOf(topology(), 'east').namespaces).toEqual([
      { name: 'east', labels: inMesh, isShared: false },
      { name: 'istio-ingress', labels: inMesh, isShared: false },
      { name: 'shop', labels: { ...inMesh, 'istio.io/rev': 'east-v1-30-latest' }, isShared: true },
    ]);
  });

  test('that are not written are a warning with their labels', () => {
    expect(ossm3Problems(topology('createNamespaces: false'))).toEqual([
      'TOP208 meshes.east.createNamespaces: the Namespaces of the members of the mesh "east" are not written, and need labels: ossm-fed.dev/mesh=east, istio.io/rev=east-v1-30-latest',
    ]);
  });

  test('cannot be in two meshes of a cluster', () => {
    const one = 'cluster: one';
    expect(ossm3Problems(topology(`${one}, members: [front]`, one, 'one: {}')).map((text) => text.slice(0, 6))).toEqual(
      ['TOP114'],
    );
    expect(
      ossm3Problems(topology(`${one}, controlPlane: plane`, `${one}, controlPlane: plane`, 'one: {}')).map((text) =>
        text.slice(0, 6),
      ),
    ).toEqual(['TOP111']);
  });
});

describe('the gateway that peers call', () => {
  const remoteOf = (text: string) => ossm3MeshOf(text, 'west').remotes[0];
  const gatewayOf = (text: string) => ossm3MeshOf(text, 'east').gateway;

  test('is behind a load balancer whose address is read from the cluster', () => {
    expect(gatewayOf(topology())).toMatchObject({
      name: 'eastwestgateway',
      namespace: 'istio-ingress',
      type: 'LoadBalancer',
    });
    expect(remoteOf(topology())).toMatchObject({ addresses: ['<ossm-fed:address:east:eastwestgateway>'], port: 15443 });
  });

  test('has the annotations of the platform', () => {
    expect(
      gatewayOf(topology('ingress: { internal: true }', '', 'west: {}, east: { platform: rosa }'))?.annotations,
    ).toEqual({
      'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb',
      'service.beta.kubernetes.io/aws-load-balancer-internal': 'true',
    });
  });

  test('is reached by the name of its Service in the same cluster', () => {
    const text = topology('cluster: one', 'cluster: one', 'one: {}');
    expect(gatewayOf(text)).toMatchObject({ namespace: 'istio-ingress-east', type: 'ClusterIP' });
    expect(remoteOf(text)?.addresses).toEqual(['eastwestgateway-istio.istio-ingress-east.svc.cluster.local']);
  });

  test('is reached at what the topology states, for all peers or one', () => {
    expect(remoteOf(topology('ingress: { addresses: [192.0.2.1], ports: { service: 443 } }'))).toMatchObject({
      addresses: ['192.0.2.1'],
      port: 443,
    });
    const side = ', sides: { east: { ingress: { addresses: [gate.example.com] } } }';
    expect(remoteOf(topology('ingress: { addresses: [192.0.2.1] }', '', undefined, side))?.addresses).toEqual([
      'gate.example.com',
    ]);
  });

  test('has settings in a ConfigMap', () => {
    const side = ', sides: { east: { ingress: { nodePorts: { service: 31443, discovery: 31188 } } } }';
    const text = topology(
      'ingress: { sourceRanges: [192.0.2.0/24], runtime: { replicas: 2 } }',
      '',
      'west: {}, east: { platform: baremetal }',
      side,
    );
    expect(gatewayOf(text)).toMatchObject({
      type: 'NodePort',
      settings: { nodePort: 31443, sourceRanges: ['192.0.2.0/24'], replicas: 2 },
    });
    expect(remoteOf(text)?.port).toBe(31443);
    expect(
      ossm3Problems(topology('version: v3.0, ingress: { runtime: { replicas: 2 } }')).map((one) => one.slice(0, 6)),
    ).toEqual(['TOP204']);
  });

  test('cannot differ between peers', () => {
    const text = `clusters: { a: {}, b: {}, c: {} }
meshes: { a: {}, b: {}, c: {} }
peerings:
  - { between: [a, b], sides: { a: { ingress: { type: NodePort } } } }
  - { between: [a, c], sides: { a: { ingress: { type: LoadBalancer } } } }
`;
    expect(ossm3Problems(text).map((one) => one.slice(0, 6))).toEqual(['TOP205']);
  });
});

test('a cluster has the operator of its newest mesh, and one IstioCNI', () => {
  const [plan] = ossm3PlansOf(
    topology('cluster: one, version: v3.3', 'cluster: one, istio: { version: v1.28-latest }', 'one: {}'),
  );
  expect(plan?.operators).toMatchObject([{ package: 'servicemeshoperator3', channel: 'stable-3.4' }]);
  expect(plan?.cniVersion).toBe('v1.28-latest');
});

test('peers of two generations are refused', () => {
  expect(ossm3Problems(topology('version: v2.6')).map((one) => one.slice(0, 6))).toEqual(['TOP113']);
});
