import { gatherClusters } from '../../lib/fetch/gather';
import type { ListedKind } from '../../lib/status/observation';
import { FakeClusters, failure } from '../helpers/fake-clusters';

const PODS: ListedKind = {
  apiVersion: 'v1',
  kind: 'Pod',
  plural: 'pods',
  namespace: 'mesh',
  parts: [
    ['metadata', 'labels', 'app'],
    ['status', 'phase'],
  ],
};
const ROOTS: ListedKind = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  namespace: 'mesh',
  names: ['own-root', 'absent'],
  parts: [['data', 'root-cert.pem']],
};
const PEERS: ListedKind = {
  apiVersion: 'federation.maistra.io/v1',
  kind: 'ServiceMeshPeer',
  plural: 'servicemeshpeers',
  namespace: 'mesh',
  parts: [['spec'], ['status']],
};

const PEERS_PATH = '/apis/federation.maistra.io/v1/namespaces/mesh/servicemeshpeers?limit=100';
const PODS_PATH = '/api/v1/namespaces/mesh/pods?limit=100';

const POD = {
  metadata: { name: 'istiod-1', namespace: 'mesh', labels: { app: 'istiod', x: 'y' }, managedFields: [{}] },
  spec: { containers: [{ env: [{ name: 'PASSWORD', value: 'hunter2' }] }] },
  status: { phase: 'Running', podIP: '10.0.0.1' },
};

const ANSWERS: { readonly [path: string]: unknown } = {
  [PODS_PATH]: { kind: 'PodList', items: [POD] },
  [PEERS_PATH]: { kind: 'ServiceMeshPeerList', items: [] },
  '/api/v1/namespaces/mesh/configmaps/own-root': {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'own-root', namespace: 'mesh' },
    data: {
      'root-cert.pem': ['-----BEGIN', 'PRIVATE KEY-----\nabc\n-----END', 'PRIVATE KEY-----'].join(' '),
      other: 'x',
    },
  },
};

async function gathered(changed: { readonly [path: string]: unknown } = {}) {
  const all = { ...ANSWERS, ...changed };
  const clusters = new FakeClusters((_, path) => {
    const answer = all[path];
    if (answer === undefined) return failure('missing');
    return typeof answer === 'object' && answer !== null && 'failure' in answer
      ? (answer as ReturnType<typeof failure>)
      : { value: answer };
  });
  const found = await gatherClusters(
    [{ cluster: 'west', context: 'w', lists: [PEERS, PODS, ROOTS] }],
    clusters.connect,
  );
  return { west: found.west, clusters };
}

describe('gathering', () => {
  test('keeps the parts that status reads, and nothing else of an object', async () => {
    const { west, clusters } = await gathered();
    expect(west).toEqual({
      objects: [
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'istiod-1', namespace: 'mesh', labels: { app: 'istiod' } },
          status: { phase: 'Running' },
        },
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'own-root', namespace: 'mesh' },
          data: { 'root-cert.pem': '[private key]' },
        },
      ],
      unread: [],
    });
    expect(clusters.open).toBe(0);
  });

  test('reads a kind that each cluster has first, and takes a kind without CRD as empty', async () => {
    const { west, clusters } = await gathered({
      [PEERS_PATH]: failure('answer', 'HTTP status 404 without a Status object'),
    });
    expect(clusters.asked[0]).toBe(`w ${PODS_PATH}`);
    expect([west?.failure, west?.unread, west?.objects.length]).toEqual([undefined, [], 2]);
  });

  test('names a kind that it may not list, and reads the others', async () => {
    const { west } = await gathered({ [PODS_PATH]: failure('forbidden', '403') });
    expect(west?.unread).toEqual([{ kind: 'Pod', namespace: 'mesh', reason: '403' }]);
    expect(west?.objects.length).toBe(1);
  });

  test('names a cluster that does not answer, and sends no further request', async () => {
    const { west, clusters } = await gathered({ [PODS_PATH]: failure('unreachable', 'no connection') });
    expect(west).toEqual({ objects: [], unread: [], failure: 'no connection' });
    expect(clusters.asked).toEqual([`w ${PODS_PATH}`]);
  });
});
