import { readObjects, type WantedObjects } from '../../lib/fetch/live-objects';
import type { Answer } from '../../lib/kube/failure';
import { FakeClusters, failure } from '../helpers/fake-clusters';

const CORE = {
  kind: 'APIResourceList',
  resources: [
    { name: 'configmaps', kind: 'ConfigMap', namespaced: true },
    { name: 'namespaces', kind: 'Namespace', namespaced: false },
  ],
};

const configMap = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name });
const LIST = { apiVersion: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespace: 'shop', labels: { a: 'b' } };
const WANTED: WantedObjects = { cluster: 'west', context: 'w', objects: [configMap('a')], lists: [LIST] };

/** What a cluster answers: its core kinds, and to all other paths what a test says. */
function clusterWith(answers: { readonly [path: string]: Answer<unknown> }) {
  return new FakeClusters((_, path) => answers[path] ?? (path === '/api/v1' ? { value: CORE } : failure('missing')));
}

const PATH = '/api/v1/namespaces/shop/configmaps';
const QUERY = `${PATH}?limit=100&labelSelector=a%3Db`;
const EMPTY = { value: { kind: 'ConfigMapList', items: [] } };

describe('the objects of a cluster', () => {
  test('are read by name, and listed by label', async () => {
    const item = { metadata: { name: 'old', namespace: 'shop' }, data: {} };
    const clusters = clusterWith({
      [`${PATH}/a`]: { value: { kind: 'ConfigMap', data: { x: 'y' } } },
      [QUERY]: { value: { kind: 'ConfigMapList', items: [item, 'broken'] } },
    });
    const { readings } = await readObjects([WANTED], clusters.connect);
    expect(readings.get('west')).toEqual({
      objects: [
        { apiVersion: 'v1', kind: 'ConfigMap', ...item },
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'shop' }, data: { x: 'y' } },
      ],
      unread: [],
      unlisted: [],
    });
    expect(clusters.open).toBe(0);
  });

  test('are not read by name where they were listed', async () => {
    const items = ['a', 'b'].map((name) => ({ metadata: { name, namespace: 'shop' } }));
    const clusters = clusterWith({ [QUERY]: { value: { kind: 'ConfigMapList', items } } });
    const other = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'cart', name: 'a' };
    const objects = ['a', 'b', 'c'].map(configMap);
    const { readings } = await readObjects([{ ...WANTED, objects: [...objects, other] }], clusters.connect);
    expect(readings.get('west')?.objects.map(({ metadata }) => metadata)).toEqual(
      items.map(({ metadata }) => metadata),
    );
    expect(clusters.asked).toEqual([
      'w /api/v1',
      'w /api/v1/namespaces/cart/configmaps/a',
      `w ${QUERY}`,
      `w ${PATH}/c`,
    ]);
  });

  test('are requested together with the kinds of other groups, after the identity', async () => {
    const uid = '11111111-1111-4111-8111-111111111111';
    const identity = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid } };
    const peer = { apiVersion: 'federation.maistra.io/v1', kind: 'ServiceMeshPeer', namespace: 'west', name: 'east' };
    const clusters = clusterWith({ '/api/v1/namespaces/kube-system': { value: identity }, [QUERY]: EMPTY });
    await readObjects([{ ...WANTED, objects: [configMap('a'), peer] }], clusters.connect, { west: uid });
    expect(clusters.asked).toEqual([
      'w /api/v1/namespaces/kube-system',
      'w /api/v1',
      'w /apis/federation.maistra.io/v1',
      `w ${QUERY}`,
      `w ${PATH}/a`,
    ]);
  });

  test('are none where they or their kinds do not exist', async () => {
    const other = { apiVersion: 'maistra.io/v2', kind: 'ServiceMeshControlPlane', namespace: 'west', name: 'west' };
    const clusters = clusterWith({ [QUERY]: EMPTY });
    const { readings } = await readObjects([{ ...WANTED, objects: [configMap('a'), other] }], clusters.connect);
    expect(readings.get('west')).toEqual({ objects: [], unread: [], unlisted: [] });
    expect(clusters.asked.filter((path) => path.includes('maistra'))).toEqual(['w /apis/maistra.io/v2']);
  });

  test('that have no namespace in their manifests are in the namespace "default", unless they are cluster-scoped', async () => {
    const objects = [
      { apiVersion: 'v1', kind: 'ConfigMap', name: 'a' },
      { apiVersion: 'v1', kind: 'Namespace', name: 'shop' },
    ];
    const clusters = clusterWith({
      '/api/v1/namespaces/default/configmaps/a': { value: { kind: 'ConfigMap' } },
      '/api/v1/namespaces/shop': { value: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } } },
    });
    const { readings } = await readObjects([{ ...WANTED, objects, lists: [] }], clusters.connect);
    expect(readings.get('west')?.objects).toEqual([
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } },
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    ]);
  });

  test('that may not be read are named by kind and namespace, each once', async () => {
    const clusters = clusterWith({
      [`${PATH}/a`]: failure('forbidden', '403'),
      [`${PATH}/b`]: failure('forbidden', '403'),
      [QUERY]: failure('forbidden', '403'),
    });
    const wanted = { ...WANTED, objects: [configMap('a'), configMap('b')] };
    const { readings } = await readObjects([wanted], clusters.connect);
    expect(readings.get('west')).toEqual({
      objects: [],
      unread: [{ kind: 'ConfigMap', namespace: 'shop', reason: 'forbidden (403)', isForbidden: true }],
      unlisted: [{ kind: 'ConfigMap', namespace: 'shop', reason: 'forbidden (403)', isForbidden: true }],
    });
  });

  test('are known where only listing is forbidden', async () => {
    const clusters = clusterWith({
      [`${PATH}/a`]: { value: { kind: 'ConfigMap' } },
      [QUERY]: failure('forbidden', '403'),
    });
    const { readings } = await readObjects([WANTED], clusters.connect);
    expect(readings.get('west')?.objects).toHaveLength(1);
    expect(readings.get('west')?.unread).toEqual([]);
    expect(readings.get('west')?.unlisted).toEqual([
      { kind: 'ConfigMap', namespace: 'shop', reason: 'forbidden (403)', isForbidden: true },
    ]);
  });

  test('of a group whose kinds may not be read are unread', async () => {
    const peer = { apiVersion: 'federation.maistra.io/v1', kind: 'ServiceMeshPeer', namespace: 'west', name: 'east' };
    const clusters = clusterWith({ '/apis/federation.maistra.io/v1': failure('forbidden', '403'), [QUERY]: EMPTY });
    const { readings } = await readObjects([{ ...WANTED, objects: [peer] }], clusters.connect);
    expect(readings.get('west')?.unread).toEqual([
      { kind: 'ServiceMeshPeer', namespace: 'west', reason: 'forbidden (403)', isForbidden: true },
    ]);
  });

  test('are unknown altogether after a failure of the cluster, and nothing more is requested', async () => {
    const clusters = clusterWith({ '/api/v1': failure('unreachable', 'no connection') });
    const { readings } = await readObjects([WANTED], clusters.connect);
    expect(readings.get('west')).toEqual({
      objects: [],
      unread: [],
      unlisted: [],
      failure: 'no connection',
      fix: 'check the network, VPN, proxy and whether the cluster is running',
    });
    expect(clusters.asked).toEqual(['w /api/v1']);
  });

  test('are read over an insecure connection with a remark', async () => {
    const { connect } = clusterWith({ [QUERY]: EMPTY });
    const { insecure } = await readObjects([WANTED], (context) => ({ ...connect(context), insecure: 'no TLS' }));
    expect(insecure).toEqual([{ cluster: 'west', context: 'w', reason: 'no TLS' }]);
  });

  test('are not read of another cluster than the one in the lock', async () => {
    const uid = '11111111-1111-4111-8111-111111111111';
    const clusters = clusterWith({
      '/api/v1/namespaces/kube-system': {
        value: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid } },
      },
      [QUERY]: EMPTY,
    });
    const other = await readObjects([WANTED], clusters.connect, { west: uid.replaceAll('1', '2') });
    expect(other.readings.get('west')?.failure).toContain('another cluster than the one in the lock');
    expect(clusters.asked).toEqual(['w /api/v1/namespaces/kube-system']);
    const same = await readObjects([WANTED], clusters.connect, { west: uid });
    expect([same.readings.get('west')?.failure, same.unidentified]).toEqual([undefined, []]);
  });

  test('are read with a remark where the identity of the cluster may not be read', async () => {
    const clusters = clusterWith({ '/api/v1/namespaces/kube-system': failure('forbidden', '403'), [QUERY]: EMPTY });
    const { readings, unidentified } = await readObjects([WANTED], clusters.connect, { west: 'x' });
    expect([readings.get('west')?.failure, unidentified]).toEqual([undefined, ['west']]);
  });

  test('are read with four requests at a time, of sixteen clusters', async () => {
    const objects = Array.from({ length: 20 }, (_, i) => configMap(`a${i}`));
    const all = Array.from({ length: 20 }, (_, i) => ({ ...WANTED, cluster: `c${i}`, context: `c${i}`, objects }));
    const clusters = clusterWith({ [QUERY]: EMPTY });
    await readObjects(all, clusters.connect);
    expect(clusters.most).toEqual({ clusters: 16, requests: 4 });
  });
});
