import { gatherClusters } from '../../lib/fetch/gather';
import { SILENT } from '../../lib/fetch/progress';
import type { ListedKind } from '../../lib/status/observation';
import { FakeClock, FakeClusters, failure } from '../helpers/fake-clusters';

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
  const clock = new FakeClock();
  const found = await gatherClusters([{ cluster: 'west', context: 'w', lists: [PEERS, PODS, ROOTS] }], {
    connect: clusters.connect,
    progress: SILENT,
    clock,
  });
  return { ...found, west: found.readings.west, clusters, clock };
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
    expect(west?.unread).toEqual([{ kind: 'Pod', namespace: 'mesh', reason: 'forbidden (403)', isForbidden: true }]);
    expect(west?.objects.length).toBe(1);
  });

  test('names a cluster that does not answer, and sends no further request', async () => {
    const { west, clusters } = await gathered({ [PODS_PATH]: failure('unreachable', 'no connection') });
    const fix = 'check the network, VPN, proxy and whether the cluster is running';
    expect(west).toEqual({ objects: [], unread: [], failure: 'no connection (GET004)', fix });
    expect(clusters.asked).toEqual([`w ${PODS_PATH}`]);
  });
});

describe('a server that is busy', () => {
  const busy = (retryAfter?: number) =>
    failure('unavailable', 'HTTP status 429', retryAfter === undefined ? {} : { retryAfter });

  test('is asked again when it says so, for what it has not answered', async () => {
    const clusters = new FakeClusters((_, path, before) =>
      path === PODS_PATH && before < 2 ? busy(1000) : { value: ANSWERS[path] ?? { kind: 'ConfigMap' } },
    );
    const clock = new FakeClock();
    const lists = [{ cluster: 'west', context: 'w', lists: [PODS, PEERS] }];
    const { readings } = await gatherClusters(lists, { connect: clusters.connect, progress: SILENT, clock });
    expect(readings.west?.objects).toHaveLength(1);
    expect(clock.pauses).toEqual([2000, 3000]);
    expect(clusters.asked.filter((path) => path.includes('peers'))).toHaveLength(1);
  });

  test.each([
    ['does not say when', busy()],
    ['wants a pause of a minute', busy(60_000)],
  ])('is not asked again if it %s', async (_, answer) => {
    const { west, clock } = await gathered({ [PODS_PATH]: answer });
    expect([west?.failure, clock.pauses]).toEqual(['HTTP status 429 (GET010)', []]);
  });

  test('is given up after half a minute', async () => {
    const { west, clock } = await gathered({ [PODS_PATH]: busy(1000) });
    expect(west?.failure).toBe('HTTP status 429 (GET010)');
    expect(clock.now()).toBe(30_000);
  });
});

test('a server that needs long for each answer is given up after two minutes', async () => {
  const clock = new FakeClock();
  const clusters = new FakeClusters((_, path) => {
    void clock.sleep(5000);
    return { value: { kind: path.includes('pods') ? 'PodList' : 'ConfigMap', items: [] } };
  });
  const names = Array.from({ length: 400 }, (_, i) => `root-${i}`);
  const lists = [{ cluster: 'slow', context: 's', lists: [PODS, { ...ROOTS, names }] }];
  const { readings } = await gatherClusters(lists, { connect: clusters.connect, progress: SILENT, clock });
  expect(readings.slow?.failure).toBe('not all was read within 2m (GET005)');
  expect(clusters.asked.length).toBeLessThan(32);
  expect(clusters.open).toBe(0);
});

test('clusters that are read without verified TLS are named, and those that wait for a person', async () => {
  const clusters = new FakeClusters((context) =>
    context === 'a' ? failure('unauthorized') : context === 'b' ? failure('forbidden') : failure('unreachable'),
  );
  const lists = ['a', 'b', 'c'].map((name) => ({ cluster: name, context: name, lists: [PODS] }));
  const connect = (context: string) => ({ ...clusters.connect(context), ...(context === 'b' && { insecure: 'why' }) });
  const found = await gatherClusters(lists, { connect, progress: SILENT, clock: new FakeClock() });
  expect(found.insecure).toEqual([{ cluster: 'b', context: 'b', reason: 'why' }]);
  expect(found.lasting).toEqual(['a', 'b']);
});

test('an object with a private key is named', async () => {
  const { redacted } = await gathered();
  expect(redacted).toEqual([{ cluster: 'west', kind: 'ConfigMap', namespace: 'mesh', name: 'own-root' }]);
});
