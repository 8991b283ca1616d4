import type { ClusterFacts } from '../../lib/fetch/cluster-facts';
import { type FetchProgress, SILENT } from '../../lib/fetch/progress';
import { type FetchedFacts, type FetchOptions, fetchFacts as fetchAny } from '../../lib/fetch/read-facts';
import type { Answer } from '../../lib/kube/failure';
import { addressFact, addressOf, KINDS, rootFact } from '../helpers/facts';
import { loadBalancer, rootConfigMap } from '../helpers/fake-api';
import { FakeClock, FakeClusters, failure } from '../helpers/fake-clusters';

const fetchFacts = (clusters: readonly ClusterFacts[], options: FetchOptions) => fetchAny(clusters, KINDS, options);
const ROOT = '/api/v1/namespaces/ns/configmaps/istio-ca-root-cert';
const SERVICE = '/api/v1/namespaces/ns/services/';
const NODES = '/api/v1/nodes?limit=100';

/** What is read from a cluster with one mesh and some gateways; a name with `np` is that of a NodePort. */
function cluster(name: string, ...gateways: readonly string[]): ClusterFacts {
  const [mesh, context] = [`${name}-mesh`, `${name}-context`];
  const place = { cluster: name, context, namespace: 'ns' };
  const facts = gateways.map((gateway) =>
    addressFact(mesh, gateway, gateway.startsWith('np') ? 'NodePort' : 'LoadBalancer', place),
  );
  return { cluster: name, context, facts: [rootFact(mesh, place), ...facts] };
}

/** What a healthy cluster answers. */
function healthy(_context: string, path: string): Answer<unknown> {
  if (path === ROOT) return { value: rootConfigMap('PEM') };
  if (path === NODES) {
    const status = {
      conditions: [{ type: 'Ready', status: 'True' }],
      addresses: [{ type: 'InternalIP', address: '10.0.0.1' }],
    };
    return { value: { kind: 'NodeList', items: [{ status }] } };
  }
  const service = loadBalancer({ ip: '192.0.2.1' }) as { readonly spec: object };
  return {
    value: path.startsWith(`${SERVICE}np`) ? { ...service, spec: { ...service.spec, type: 'NodePort' } } : service,
  };
}

function unreadOf({ unread }: FetchedFacts): readonly string[] {
  return unread.map(
    ({ fact, object, failure: { kind } }) => `${fact.mesh} ${object.kind} ${object.name ?? '*'} ${kind}`,
  );
}

describe('clusters that answer', () => {
  test('give all that is asked for, in the order of the facts', async () => {
    const clusters = new FakeClusters(healthy);
    const { readings, unread } = await fetchFacts([cluster('b', 'lb'), cluster('a', 'np')], {
      ...clusters,
      progress: SILENT,
      clock: new FakeClock(),
    });
    expect(unread).toEqual([]);
    expect(readings.map(({ fact, value }) => [fact.token, value])).toEqual([
      ['<ossm-fed:root:b-mesh>', 'PEM'],
      ['<ossm-fed:address:b-mesh:lb>', addressOf(['192.0.2.1'])],
      ['<ossm-fed:root:a-mesh>', 'PEM'],
      ['<ossm-fed:address:a-mesh:np>', addressOf(['10.0.0.1'], 31443, 31188)],
    ]);
    expect(clusters.open).toBe(0);
  });

  test('are asked for Nodes once, and only where node ports are read', async () => {
    const clusters = new FakeClusters(healthy);
    await fetchFacts([cluster('a', 'np1', 'np2', 'np3'), cluster('b', 'lb')], {
      ...clusters,
      progress: SILENT,
      clock: new FakeClock(),
    });
    expect(clusters.asked.filter((path) => path.includes('nodes'))).toEqual([`a-context ${NODES}`]);
  });

  test('are asked for all facts together once their identity was read', async () => {
    const metadata = { name: 'kube-system', uid: '11111111-1111-4111-8111-111111111111' };
    const identity = { apiVersion: 'v1', kind: 'Namespace', metadata };
    const answered = new FakeClusters((context, path) =>
      path.endsWith('/kube-system') ? { value: identity } : healthy(context, path),
    );
    const hidden = new FakeClusters((context, path) =>
      path.endsWith('/kube-system') ? failure('forbidden') : healthy(context, path),
    );
    for (const { connect } of [answered, hidden]) {
      const options = { connect, progress: SILENT, clock: new FakeClock(), identities: {} };
      expect((await fetchFacts([cluster('a', 'x', 'y', 'z')], options)).unread).toEqual([]);
    }
    expect([answered.most.requests, hidden.most.requests]).toEqual([4, 3]);
  });

  test('are read 16 at a time, with 4 requests to each', async () => {
    const clusters = new FakeClusters(healthy);
    const gateways = Array.from({ length: 20 }, (_, i) => `lb${i}`);
    const many = Array.from({ length: 50 }, (_, i) => cluster(`c${i}`, ...gateways));
    const { readings } = await fetchFacts(many, { ...clusters, progress: SILENT, clock: new FakeClock() });
    expect(readings).toHaveLength(50 * 21);
    expect(clusters.most).toEqual({ clusters: 16, requests: 4 });
    expect(clusters.open).toBe(0);
  });
});

describe('a cluster that does not answer', () => {
  test.each([
    'unreachable',
    'timeout',
    'tls',
    'unauthorized',
    'context',
    'kubeconfig',
    'plugin',
    'answer',
    'unavailable',
  ] as const)('is asked once if it is %s; the others are read', async (kind) => {
    const clusters = new FakeClusters((context, path) =>
      context === 'bad-context' ? failure(kind) : healthy(context, path),
    );
    const fetched = await fetchFacts([cluster('bad', 'lb', 'np'), cluster('good', 'lb')], {
      ...clusters,
      progress: SILENT,
      clock: new FakeClock(),
    });
    expect(clusters.asked.filter((path) => path.startsWith('bad'))).toHaveLength(1);
    expect(fetched.readings.map(({ fact }) => fact.mesh)).toEqual(['good-mesh', 'good-mesh']);
    expect(unreadOf(fetched)).toEqual([
      `bad-mesh ConfigMap istio-ca-root-cert ${kind}`,
      `bad-mesh Service lb ${kind}`,
      `bad-mesh Service np ${kind}`,
    ]);
    expect(clusters.open).toBe(0);
  });

  test('is not asked on after it has gone away in between', async () => {
    const clusters = new FakeClusters((context, path) =>
      path === ROOT ? healthy(context, path) : failure('unreachable'),
    );
    const gateways = Array.from({ length: 40 }, (_, i) => `lb${i}`);
    const fetched = await fetchFacts([cluster('a', ...gateways)], {
      ...clusters,
      progress: SILENT,
      clock: new FakeClock(),
    });
    expect(clusters.asked.length).toBeLessThanOrEqual(5);
    expect(fetched.unread).toHaveLength(40);
    expect(fetched.readings).toHaveLength(1);
  });
});

describe('an object that cannot be read', () => {
  test.each(['forbidden', 'missing'] as const)(
    'keeps no other of its cluster from being read if it is %s',
    async (kind) => {
      const clusters = new FakeClusters((context, path) => (path === ROOT ? failure(kind) : healthy(context, path)));
      const fetched = await fetchFacts([cluster('a', 'lb')], { ...clusters, progress: SILENT, clock: new FakeClock() });
      expect(unreadOf(fetched)).toEqual([`a-mesh ConfigMap istio-ca-root-cert ${kind}`]);
      expect(fetched.readings).toHaveLength(1);
    },
  );

  test('is the list of Nodes where that is it', async () => {
    const clusters = new FakeClusters((context, path) =>
      path === NODES ? failure('forbidden') : healthy(context, path),
    );
    const fetched = await fetchFacts([cluster('a', 'np1', 'lb')], {
      ...clusters,
      progress: SILENT,
      clock: new FakeClock(),
    });
    expect(unreadOf(fetched)).toEqual(['a-mesh Node * forbidden']);
    expect(fetched.readings).toHaveLength(2);
  });
});

describe('waiting', () => {
  const MINUTE = 60_000;

  test('asks again for what is not there yet and for nothing else, with growing pauses, until it is there', async () => {
    const clusters = new FakeClusters((context, path, before) =>
      path === `${SERVICE}lb` && before < 7 ? { value: loadBalancer() } : healthy(context, path),
    );
    const clock = new FakeClock();
    const fetched = await fetchFacts([cluster('a', 'lb'), cluster('b')], {
      ...clusters,
      progress: SILENT,
      clock,
      wait: 10 * MINUTE,
    });
    expect(fetched.unread).toEqual([]);
    expect(fetched.readings).toHaveLength(3);
    expect(clock.pauses).toEqual([2000, 3000, 4500, 6750, 10_125, 15_000, 15_000]);
    expect(clusters.asked.filter((path) => path.includes(ROOT))).toHaveLength(2);
  });

  test('ends at the timeout', async () => {
    const clusters = new FakeClusters((context, path) => (path === ROOT ? failure('missing') : healthy(context, path)));
    const clock = new FakeClock();
    const fetched = await fetchFacts([cluster('a', 'lb')], { ...clusters, progress: SILENT, clock, wait: 8000 });
    expect(clock.pauses).toEqual([2000, 3000, 3000]);
    expect(unreadOf(fetched)).toEqual(['a-mesh ConfigMap istio-ca-root-cert missing']);
    expect(fetched.readings).toHaveLength(1);
  });

  /** Clusters of which one is busy, and asks for a pause before the next request. */
  const busyFor = (retryAfter: number) =>
    new FakeClusters((context, path, before) =>
      context === 'busy-context' && before === 0
        ? { failure: { kind: 'unavailable', detail: 'HTTP status 429', retryAfter } }
        : path === ROOT && context === 'slow-context' && before < 2
          ? failure('missing')
          : healthy(context, path),
    );

  test('does not read a busy cluster before the time that it asks for, and others meanwhile', async () => {
    const clusters = busyFor(30_000);
    const clock = new FakeClock();
    const options = { ...clusters, progress: SILENT, clock, wait: 10 * MINUTE };
    const fetched = await fetchFacts([cluster('busy'), cluster('slow')], options);
    expect(fetched.unread).toEqual([]);
    expect(clock.pauses).toEqual([2000, 3000, 25_000]);
    expect(clusters.asked.map((asked) => asked.split('-')[0])).toEqual(['busy', 'slow', 'slow', 'slow', 'busy']);
  });

  test('waits for a busy cluster no longer than the timeout', async () => {
    const clusters = busyFor(30_000);
    const clock = new FakeClock();
    const fetched = await fetchFacts([cluster('busy')], { ...clusters, progress: SILENT, clock, wait: 20_000 });
    expect(unreadOf(fetched)).toEqual(['busy-mesh ConfigMap istio-ca-root-cert unavailable']);
    expect([clock.pauses, clusters.asked.length]).toEqual([[20_000], 1]);
  });

  test.each(['unreachable', 'timeout', 'unavailable', 'missing'] as const)('is of use where it is %s', async (kind) => {
    const clusters = new FakeClusters((context, path, before) =>
      before === 0 ? failure(kind) : healthy(context, path),
    );
    const clock = new FakeClock();
    const fetched = await fetchFacts([cluster('a', 'lb')], { ...clusters, progress: SILENT, clock, wait: MINUTE });
    expect(fetched.unread).toEqual([]);
  });

  test.each(['unauthorized', 'forbidden', 'context', 'kubeconfig', 'plugin', 'tls', 'answer', 'mismatch'] as const)(
    'is not tried where it is %s, which a person must fix',
    async (kind) => {
      const clusters = new FakeClusters(() => failure(kind));
      const clock = new FakeClock();
      const fetched = await fetchFacts([cluster('a', 'lb')], { ...clusters, progress: SILENT, clock, wait: MINUTE });
      expect([clock.pauses, fetched.unread.length]).toEqual([[], 2]);
    },
  );

  test('says what it waits for and how long at most', async () => {
    const told: string[] = [];
    const progress: FetchProgress = {
      ...SILENT,
      waiting: (missing, left) => told.push(`${missing.map(({ fact }) => `${fact.mesh} ${fact.kind}`).join()} ${left}`),
    };
    const clusters = new FakeClusters((context, path, before) =>
      context === 'a-context' && before < 2 ? failure('missing') : healthy(context, path),
    );
    const clock = new FakeClock();
    await fetchFacts([cluster('a', 'lb'), cluster('b')], { ...clusters, progress, clock, wait: MINUTE });
    expect(told).toEqual(['a-mesh root,a-mesh address 60000', 'a-mesh root,a-mesh address 58000']);
  });

  test('looks once more at the timeout, however late the timer ends', async () => {
    const clusters = new FakeClusters((context, path, before) =>
      before === 0 ? failure('missing') : healthy(context, path),
    );
    const clock = new FakeClock();
    const late = { ...clock, sleep: (milliseconds: number) => clock.sleep(milliseconds + 1) };
    const fetched = await fetchFacts([cluster('a')], { ...clusters, progress: SILENT, clock: late, wait: 1000 });
    expect(fetched.unread).toEqual([]);
  });

  test('asks no further cluster long after the timeout, and keeps what it knew of it', async () => {
    const clock = new FakeClock();
    const clusters = new FakeClusters((_context, _path, before) => {
      if (before > 0) void clock.sleep(6000);
      return failure('unreachable');
    });
    const many = Array.from({ length: 40 }, (_, i) => cluster(`c${i}`));
    const fetched = await fetchFacts(many, { ...clusters, progress: SILENT, clock, wait: 1000 });
    expect(clusters.asked).toHaveLength(40 + 16);
    expect(fetched.unread).toHaveLength(40);
  });
});

test('pages of Nodes are put together, and an endless list is refused', async () => {
  const page = (path: string, more: boolean): Answer<unknown> => {
    const status = {
      conditions: [{ type: 'Ready', status: 'True' }],
      addresses: [{ type: 'InternalIP', address: `10.0.0.${path.length}` }],
    };
    return { value: { kind: 'NodeList', metadata: { continue: more ? 'a b' : '' }, items: [{ status }] } };
  };
  const answer = (endless: boolean) =>
    new FakeClusters((context, path) =>
      path.includes('nodes') ? page(path, endless || path === NODES) : healthy(context, path),
    );
  const options = { progress: SILENT, clock: new FakeClock() };
  const twoPages = answer(false);
  const { readings } = await fetchFacts([cluster('a', 'np')], { ...options, ...twoPages });
  expect(readings[1]).toMatchObject({ value: { addresses: ['10.0.0.23', '10.0.0.38'] } });
  expect(twoPages.asked).toContain(`a-context ${NODES}&continue=a%20b`);
  const { unread } = await fetchFacts([cluster('a', 'np')], { ...options, ...answer(true) });
  expect(unread.map(({ failure: { detail } }) => detail)).toEqual(['the cluster has more than 5000 Nodes']);
});
