import { controlPlane, fleetOf, object, onlyMesh } from './fleet';

const roll = (members: string, namespace = 'm') =>
  object('maistra.io/v1', 'ServiceMeshMemberRoll', namespace, 'default', `spec: ${members}`);
const member = (namespace: string, plane = 'm') =>
  object(
    'maistra.io/v1',
    'ServiceMeshMember',
    namespace,
    'default',
    `spec: { controlPlaneRef: { name: ${plane}, namespace: ${plane} } }`,
  );
const service = (namespace: string, name: string, more = '') => object('v1', 'Service', namespace, name, more);

/** The mesh `m` with other objects. */
function mesh(spec = '{}', ...others: readonly string[]) {
  return onlyMesh(fleetOf({ a: controlPlane('m', spec) + others.join('') }));
}

test('a control plane with nothing set has defaults', () => {
  const found = onlyMesh(fleetOf({ a: object('maistra.io/v2', 'ServiceMeshControlPlane', 'ns', 'm') }));
  expect(found).toMatchObject({
    name: 'm',
    namespace: 'ns',
    spec: {},
    trustDomain: 'cluster.local',
    clusterName: 'Kubernetes',
    isClusterWide: false,
    memberRolls: [],
    membersUnknown: true,
    peers: [],
    services: [],
    imports: [],
  });
  expect(Object.hasOwn(found, 'version')).toBe(false);
  expect([found.members.size, found.ingress.size, found.egress.size, found.importsByHost.size]).toEqual([0, 0, 0, 0]);
});

test('a control plane without a namespace has an empty one', () => {
  const text = '{ apiVersion: maistra.io/v2, kind: ServiceMeshControlPlane, metadata: { name: m } }';
  expect(onlyMesh(fleetOf({ a: text })).namespace).toBe('');
});

test('what a control plane sets is read', () => {
  const spec = '{ version: v2.5, cluster: { name: c }, security: { trust: { domain: d } } }';
  expect(mesh(spec)).toMatchObject({ version: 'v2.5', clusterName: 'c', trustDomain: 'd' });
});

test.each([
  ['{ mode: ClusterWide }', true],
  ['{ mode: MultiTenant }', false],
  ['{ mode: ClusterScoped }', false],
  ['{ techPreview: { controlPlaneMode: ClusterScoped } }', true],
  ['{ techPreview: { controlPlaneMode: ClusterWide } }', false],
  ['{}', false],
])('%s is cluster-wide: %s', (spec, expected) => {
  expect(mesh(spec).isClusterWide).toBe(expected);
});

test('control planes are sorted by namespace and name', () => {
  const text = controlPlane('b', '{}', 'y') + controlPlane('a', '{}', 'y') + controlPlane('c', '{}', 'x');
  const { meshes } = fleetOf({ a: text });
  expect(meshes.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual(['x/c', 'y/a', 'y/b']);
});

describe('members', () => {
  test('are those of rolls in its namespace and of ServiceMeshMembers that name it', () => {
    const found = mesh(
      '{}',
      roll('{ members: [a, 5, b, {}] }'),
      roll('{ members: [x] }', 'other'),
      member('c'),
      member('d', 'n'),
    );
    expect([...found.members]).toEqual(['a', '5', 'b', 'c']);
    expect(found.memberRolls.map(({ namespace }) => namespace)).toEqual(['m']);
    expect(found.membersUnknown).toBe(false);
  });

  test.each([
    ['nothing names them', [], true],
    ['a roll has no members', [roll('{ members: [] }')], false],
    ['only a ServiceMeshMember names one', [member('a')], false],
    ['a ServiceMeshMember is of another mesh', [member('a', 'n')], true],
    ['a roll selects by label', [roll('{ memberSelectors: [{ matchLabels: { a: b } }] }')], true],
    ['a roll has an empty list of selectors', [roll('{ memberSelectors: [], members: [a] }')], false],
    ['a roll selects, and a ServiceMeshMember names one', [roll('{ memberSelectors: [{}] }'), member('a')], true],
  ])('are unknown where %s: %#', (_, others, expected) => {
    expect(mesh('{}', ...others).membersUnknown).toBe(expected);
  });
});

describe('gateways', () => {
  test('are those under additionalIngress and additionalEgress, with defaults', () => {
    const { ingress, egress } = mesh(
      '{ gateways: { additionalIngress: { in: {} }, additionalEgress: { out: null } } }',
    );
    expect([...ingress.keys(), ...egress.keys()]).toEqual(['in', 'out']);
    expect(ingress.get('in')).toMatchObject({
      kind: 'ingress',
      name: 'in',
      path: ['spec', 'gateways', 'additionalIngress', 'in'],
      value: {},
      enabled: undefined,
      type: 'ClusterIP',
      ports: [],
      annotations: {},
    });
    expect(egress.get('out')).toMatchObject({ kind: 'egress', path: ['spec', 'gateways', 'additionalEgress', 'out'] });
  });

  test('have the mesh, the type, the ports and the annotations of their Service', () => {
    const found = mesh(`{ gateways: { additionalIngress: { in: { enabled: "true", service: {
      type: NodePort, metadata: { annotations: { a: 1 } },
      ports: [{ name: tls, port: 15443, targetPort: 15444, nodePort: 31000 }, { port: "8188", targetPort: web }, 7] } } } } }`);
    const gateway = found.ingress.get('in');
    const ports = ['spec', 'gateways', 'additionalIngress', 'in', 'service', 'ports'];
    expect(gateway?.mesh).toBe(found);
    expect(gateway).toMatchObject({ enabled: 'true', type: 'NodePort', annotations: { a: 1 } });
    expect(gateway?.ports).toEqual([
      { path: [...ports, 0], name: 'tls', port: 15443, targetPort: 15444, nodePort: 31000 },
      { path: [...ports, 1], targetPort: 'web' },
      { path: [...ports, 2] },
    ]);
  });
});

describe('services', () => {
  const names = (found: ReturnType<typeof mesh>) => found.services.map(({ namespace, name }) => `${namespace}/${name}`);

  test('are those of the control plane and of members, sorted', () => {
    const services = [service('shop', 'b'), service('shop', 'a'), service('m', 'istiod'), service('other', 'c')];
    expect(names(mesh('{}', roll('{ members: [shop] }'), ...services))).toEqual(['m/istiod', 'shop/a', 'shop/b']);
  });

  test('are those of every namespace where every namespace is a member', () => {
    const services = [service('shop', 'b'), service('m', 'istiod'), service('other', 'c')];
    expect(names(mesh('{}', roll('{ members: ["*"] }'), ...services))).toEqual(['m/istiod', 'other/c', 'shop/b']);
  });

  test('are not external, and not hidden from the control plane', () => {
    const hidden = (exportTo: string) =>
      `metadata: { name: x, namespace: shop, annotations: { networking.istio.io/exportTo: "${exportTo}" } }`;
    const text = (exportTo: string, name: string) =>
      `{ apiVersion: v1, kind: Service, ${hidden(exportTo).replace('name: x', `name: ${name}`)} }\n---\n`;
    const services = [
      service('shop', 'external', 'spec: { type: ExternalName }'),
      service('shop', 'plain', 'spec: { type: ClusterIP }'),
      text('.', 'private'),
      text('~', 'nowhere'),
      text('*', 'public'),
      text('front, m', 'shared'),
      text('front,other', 'elsewhere'),
    ];
    expect(names(mesh('{}', roll('{ members: [shop, front] }'), ...services))).toEqual([
      'shop/plain',
      'shop/public',
      'shop/shared',
    ]);
  });

  test('have labels as text and ports as maps', () => {
    const text = `{ apiVersion: v1, kind: Service, metadata: { name: s, namespace: m, labels: { a: x, b: 5, c: true, d: {}, e: null } },
      spec: { ports: [{ port: 80 }, 7] } }`;
    expect(mesh('{}', text).services).toMatchObject([
      { labels: { a: 'x', b: '5', c: 'true' }, ports: [{ port: 80 }, {}] },
    ]);
    expect(Object.keys(mesh('{}', text).services[0]?.labels ?? {})).toEqual(['a', 'b', 'c']);
  });
});
