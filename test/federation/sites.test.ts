import { clusterOf, federationOf, meshOf, plansOf } from '../helpers/topology-text';

describe('a name range', () => {
  const text = `clusters: { hub: {}, "spoke-{08..11}": { platform: azure } }
meshes: { hub: {}, "spoke-{08..11}": { members: [shop] } }
peerings: [{ hub: hub, spokes: ["spoke-{08..09}", spoke-11] }]
`;
  const federation = plansOf(text);

  test('stands for clusters of their own, with numbers as wide as the first', () => {
    const { clusters } = federationOf(text);
    expect(clusters.map(({ name, props }) => `${name} ${props.platform}`)).toEqual([
      'hub undefined',
      'spoke-08 azure',
      'spoke-09 azure',
      'spoke-10 azure',
      'spoke-11 azure',
    ]);
  });

  test('stands for meshes of their own, each on the cluster of its name', () => {
    const { cluster, namespace, trustDomain, members } = meshOf(federation, 'spoke-10');
    expect({ cluster, namespace, trustDomain, members }).toEqual({
      cluster: 'spoke-10',
      namespace: 'spoke-10',
      trustDomain: 'spoke-10.local',
      members: ['shop'],
    });
  });

  test('stands for spokes of a hub', () => {
    expect(meshOf(federation, 'hub').peers.map(({ mesh }) => mesh)).toEqual(['spoke-08', 'spoke-09', 'spoke-11']);
  });
});

describe('defaults', () => {
  const text = `defaults:
  clusters: { platform: aws, locality: { region: r1 }, operators: { kiali-ossm: true } }
  meshes: { version: v2.5, members: [a, b], tracing: { sampling: 100 }, addons: { grafana: true } }
clusters:
  plain: {}
  own: { platform: gcp, locality: { region: r2, zone: z }, operators: { kiali-ossm: false } }
meshes:
  plain: {}
  own: { version: v2.4, members: [c], tracing: { type: Jaeger }, addons: { prometheus: false } }
`;
  const federation = plansOf(text);
  const platforms = federationOf(text).clusters.map(({ name, props }) => `${name}: ${props.platform}`);

  test('hold where an entry says nothing', () => {
    const { controlPlane, members } = meshOf(federation, 'plain');
    expect([controlPlane.version, controlPlane.tracing, controlPlane.addons, members]).toEqual([
      'v2.5',
      { type: 'None', sampling: 100 },
      { kiali: false, grafana: true, prometheus: true },
      ['a', 'b'],
    ]);
    expect(platforms).toContain('plain: aws');
  });

  test('are merged map by map, while lists are replaced', () => {
    const { controlPlane, members } = meshOf(federation, 'own');
    expect([controlPlane.version, controlPlane.tracing, controlPlane.addons, members]).toEqual([
      'v2.4',
      { type: 'Jaeger', sampling: 100 },
      { kiali: false, grafana: true, prometheus: false },
      ['c'],
    ]);
    const { operators } = clusterOf(federation, 'own');
    expect(platforms).toContain('own: gcp');
    expect(operators.map((operator) => operator.package)).toEqual(['jaeger-product', 'servicemeshoperator']);
  });
});

describe('the members of a mesh', () => {
  test('are those listed and the namespaces of its bookinfo, each once and sorted', () => {
    const federation = plansOf(`clusters: { m: {} }
meshes: { m: { members: [z, a, z], workloads: [{ bookinfo: { namespace: books } }, { bookinfo: { namespace: a } }] } }
`);
    const mesh = meshOf(federation, 'm');
    expect(mesh.members).toEqual(['a', 'books', 'z']);
  });

  test.each([
    ['where nothing is stated', '{}', true, ['books']],
    ['with true', 'true', true, ['a', 'books']],
    ['with false', 'false', false, []],
    ['of the control plane alone', '{ members: false }', true, []],
    ['of all members too', '{ members: true }', true, ['a', 'books']],
    ['of the members alone', '{ controlPlane: false, members: true }', false, ['a', 'books']],
    ['of bookinfo alone', '{ controlPlane: false }', false, ['books']],
  ])('are created as Namespaces %s', (_, createNamespaces, createsNamespace, memberNamespaces) => {
    const text = (rest: string) => `clusters: { m: {} }
meshes: { m: { members: [a], workloads: [{ bookinfo: { namespace: books } }]${rest} } }
`;
    const stated = plansOf(text(`, createNamespaces: ${createNamespaces}`));
    expect(meshOf(stated, 'm')).toMatchObject({ members: ['a', 'books'], createsNamespace, memberNamespaces });
    const byDefault = plansOf(`${text('')}defaults: { meshes: { createNamespaces: ${createNamespaces} } }\n`);
    expect(meshOf(byDefault, 'm')).toMatchObject({ createsNamespace, memberNamespaces });
  });

  test('of a mesh for the whole cluster are all, and the Namespaces of its own applications are made', () => {
    const federation = plansOf(`clusters: { m: {} }
meshes: { m: { mode: ClusterWide, members: ["*"], workloads: [{ bookinfo: { namespace: books } }] } }
`);
    expect(meshOf(federation, 'm').members).toEqual(['*']);
    expect(meshOf(federation, 'm').memberNamespaces).toEqual(['books']);
  });
});

describe('several meshes on one cluster', () => {
  test('are kept apart by their namespaces and sorted by name', () => {
    const federation = plansOf(`clusters: { shared: {} }
meshes: { b: { cluster: shared, members: [x] }, a: { cluster: shared, members: [y] } }
`);
    expect(clusterOf(federation, 'shared').meshes.map(({ name, namespace }) => [name, namespace])).toEqual([
      ['a', 'a'],
      ['b', 'b'],
    ]);
  });
});
