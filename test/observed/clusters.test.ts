import { controlPlane, fleetOf, object } from './fleet';

const CONFIG = object('v1', 'ConfigMap', 'shop', 'a');

test('clusters are sorted by name, whatever the order of their objects', () => {
  const { clusters } = fleetOf({ b: CONFIG, c: CONFIG, a: CONFIG });
  expect(clusters.map(({ name, objects }) => [name, objects.length])).toEqual([
    ['a', 1],
    ['b', 1],
    ['c', 1],
  ]);
});

test('objects are found by kind, and by kind, namespace and name in their own cluster', () => {
  const cluster = '{ apiVersion: v1, kind: Namespace, metadata: { name: shop } }';
  const { clusters } = fleetOf({
    a: `${CONFIG}${object('v1', 'Secret', 'shop', 'a')}${object('v1', 'ConfigMap', 'front', 'a')}${cluster}`,
    b: object('v1', 'ConfigMap', 'shop', 'b'),
  });
  const [{ byKind, find } = {}] = clusters;
  expect(byKind?.get('ConfigMap')?.map(({ namespace }) => namespace)).toEqual(['shop', 'front']);
  expect(find?.('ConfigMap', 'front', 'a')?.namespace).toBe('front');
  expect(find?.('Secret', 'shop', 'a')?.kind).toBe('Secret');
  expect(find?.('Namespace', undefined, 'shop')?.kind).toBe('Namespace');
  expect(find?.('ConfigMap', 'shop', 'b')).toBeUndefined();
  expect(find?.('ConfigMap', undefined, 'a')).toBeUndefined();
});

test('of two objects of one name the last one is found', () => {
  const twice = `${object('v1', 'ConfigMap', 'a', 'a', 'data: { n: one }')}${object('v1', 'ConfigMap', 'a', 'a', 'data: { n: two }')}`;
  expect(fleetOf({ a: twice }).clusters[0]?.find('ConfigMap', 'a', 'a')?.value.data).toEqual({ n: 'two' });
});

test('each cluster has its own meshes', () => {
  const { clusters, meshes } = fleetOf({ b: controlPlane('x'), a: controlPlane('z') + controlPlane('y') });
  expect(clusters.map((cluster) => cluster.meshes.map(({ name }) => name))).toEqual([['y', 'z'], ['x']]);
  expect(meshes.map(({ name, cluster }) => `${cluster.name}/${name}`)).toEqual(['a/y', 'a/z', 'b/x']);
  expect(meshes[0]?.cluster).toBe(clusters[0]);
});

describe('the platform', () => {
  const platformOf = (name: string, platforms = new Map<string, 'baremetal'>()) =>
    fleetOf({ [name]: CONFIG }, platforms).clusters[0]?.platform;

  test.each([
    ['rosa', 'rosa', 'aws'],
    ['prod-rosa-1', 'rosa', 'aws'],
    ['AWS2', 'aws', 'aws'],
    ['my_eks', 'aws', 'aws'],
    ['aro', 'aro', 'azure'],
    ['azure-west', 'azure', 'azure'],
    ['aks1', 'azure', 'azure'],
    ['osd', 'osd', undefined],
    ['osd-gcp', 'osd', undefined],
    ['rog', 'gcp', 'gcp'],
    ['1gcp', 'gcp', 'gcp'],
    ['GKE', 'gcp', 'gcp'],
    ['rosa-on-azure', 'rosa', 'aws'],
  ])('is guessed from the name %s', (name, platform, cloud) => {
    expect(platformOf(name)).toEqual({ platform, cloud, guessed: true });
  });

  test.each([
    'rosary',
    'prosa',
    'aroma',
    'claws',
    'osdx',
    'frog',
    'west',
    'seeks',
    'breaks',
    'azurepro',
    'xgcp',
    'gkes',
  ])('is not guessed from the name %s', (name) => {
    expect(platformOf(name)).toBeUndefined();
  });

  test('is the configured one, whatever the name', () => {
    expect(platformOf('rosa', new Map([['rosa', 'baremetal']]))).toEqual({ platform: 'baremetal', guessed: false });
    expect(platformOf('rosa', new Map([['other', 'baremetal']]))).toEqual({
      platform: 'rosa',
      cloud: 'aws',
      guessed: true,
    });
  });
});
