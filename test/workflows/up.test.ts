import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainDelivery } from '../../lib/deliver/progress';
import type { ApiRequest, WriteAnswer } from '../../lib/kube/sending';
import { valueAt } from '../../lib/values';
import { type DownResult, runDown } from '../../lib/workflows/down';
import { runUp, type UpResult } from '../../lib/workflows/up';
import type { DeliveryTools, UpRequest } from '../../lib/workflows/up-plan';
import { actOn } from '../helpers/acting-controllers';
import { ActingClock, MemoryCluster } from '../helpers/memory-cluster';
import { inDirectoryFor } from '../helpers/temporary';

const TOPOLOGY = `clusters: { west: {}, east: {} }
meshes:
  west: { members: [shop], createNamespaces: true }
  east: { members: [shop], createNamespaces: true }
peerings: [{ between: [west, east] }]
`;
// The machine that runs the tests may be busy.
jest.setTimeout(60_000);

const START = Date.parse('2030-01-01T00:00:00Z');

/** Two empty clusters with controllers, and a directory with a topology. */
class Place {
  readonly clusters = new Map([
    ['west', new MemoryCluster('00000000-0000-4000-8000-00000000000a')],
    ['east', new MemoryCluster('00000000-0000-4000-8000-00000000000b')],
  ]);
  readonly news: string[] = [];
  /** Milliseconds of the last run. */
  time = 0;
  /** The clusters whose controllers do nothing. */
  readonly idle = new Set<string>();

  /** The clusters without a verified TLS connection. */
  readonly insecure = new Set<string>();

  constructor(readonly directory: string) {
    for (const cluster of this.clusters.values()) {
      cluster.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'openshift-operators' } });
      for (const group of ['maistra.io', 'federation.maistra.io', 'networking.istio.io', 'security.istio.io'])
        cluster.absent.add(group);
    }
  }

  cluster(name: string): MemoryCluster {
    const found = this.clusters.get(name);
    if (found === undefined) throw new Error(`no cluster ${name}`);
    return found;
  }

  up(request: Partial<UpRequest> = {}): Promise<UpResult> {
    const whole = {
      file: this.file,
      isDryRun: false,
      prune: false,
      timeout: 1_800_000,
      inventory: 'federation',
      ...request,
    };
    return runUp(whole, async () => this.tools());
  }

  down(request: Partial<Parameters<typeof runDown>[0]> = {}): Promise<DownResult> {
    const whole = { file: this.file, timeout: 900_000, inventory: 'federation', confirm: async () => true, ...request };
    return runDown(whole, async () => this.tools());
  }

  get file(): string {
    return join(this.directory, 'federation.yaml');
  }

  get lock(): string {
    const path = join(this.directory, 'federation.lock.yaml');
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  /** All that was written, with the cluster, in the order of time. */
  writes(): readonly string[] {
    return [...this.clusters].flatMap(([name, { writes }]) => writes.map((write) => `${name}: ${write}`));
  }

  private tools(): DeliveryTools {
    const clock = new ActingClock(() => {
      this.time = clock.now();
      actOn(
        [...this.clusters].filter(([name]) => !this.idle.has(name)),
        () => new Date(START + clock.now()),
      );
    });
    const now = () => new Date(START + clock.now());
    for (const cluster of this.clusters.values()) cluster.now = now;
    return {
      connect: (context) => ({
        ...this.cluster(context).client(),
        ...(this.insecure.has(context) && { insecure: 'its server is not verified' }),
      }),
      clock,
      now,
      progress: plainDelivery((line) => this.news.push(line)),
    };
  }
}

function inPlace(use: (place: Place) => Promise<void>, topology = TOPOLOGY): Promise<void> {
  return inDirectoryFor({ 'federation.yaml': topology }, (directory) => use(new Place(directory)));
}

function codes({ issues }: UpResult | DownResult): readonly string[] {
  return issues.map(({ code, path, level }) => `${code} ${path}${level === undefined ? '' : ` ${level}`}`);
}

function healths({ status }: UpResult): readonly string[] {
  return [...(status?.clusters ?? []), ...(status?.edges ?? []), ...(status?.services ?? [])].map(
    ({ health }) => health,
  );
}

describe('up', () => {
  test('takes empty clusters to connected meshes, with peers as the last objects', () =>
    inPlace(async (place) => {
      const result = await place.up();
      expect(codes(result)).toEqual([]);
      expect(new Set(healths(result))).toEqual(new Set(['healthy']));
      expect(result.summary?.clusters.map(({ stage, complete }) => [stage, complete])).toEqual([
        ['50-traffic', true],
        ['50-traffic', true],
      ]);
      for (const { writes } of place.clusters.values()) expect(writes.at(-1)).toMatch(/^PATCH ServiceMeshPeer /);
      expect(place.lock).toContain('clusters:\n  east:\n    uid: 00000000-0000-4000-8000-00000000000b\n');
    }));

  test('calls nothing good before a minute has passed', () =>
    inPlace(async (place) => {
      await place.up();
      expect(place.time).toBeGreaterThanOrEqual(60_000);
      expect(place.news.join('')).toContain('all clusters: waiting until a minute has passed since the last change\n');
    }));

  test('writes nothing the second time', () =>
    inPlace(async (place) => {
      await place.up();
      const [before, lock] = [place.writes().length, place.lock];
      const second = await place.up();
      expect([second.changes, place.writes().length, place.lock]).toEqual([[], before, lock]);
      expect(second.summary?.lockWritten).toBe(false);
    }));

  test('a dry run writes nothing, neither to clusters nor to the lock', () =>
    inPlace(async (place) => {
      const { changes, summary, status } = await place.up({ isDryRun: true });
      expect([place.writes(), place.lock, summary?.dryRun, status]).toEqual([[], '', true, undefined]);
      expect(changes.map(({ object, change }) => `${object} ${change}`)).toContain(
        'ServiceMeshControlPlane west/west created',
      );
    }));

  test('ends after the stage of --to', () =>
    inPlace(async (place) => {
      const { summary, status } = await place.up({ to: 'mesh' });
      expect(summary?.clusters.map(({ stage }) => stage)).toEqual(['20-mesh', '20-mesh']);
      expect([status, place.cluster('west').all('ServiceMeshPeer')]).toEqual([undefined, []]);
      expect(place.lock).toMatch(/\nclusters:\n {2}east:\n.*\n {2}west:\n.*\nmeshes: \{\}\n$/);
      const unknown = await place.up({ to: 'meshh' });
      expect([codes(unknown), unknown.issues[0]?.fix]).toEqual([['CLI010 --to'], 'write "mesh"']);
    }));

  test('a cluster that does not answer does not stop the other, and its peers wait', () =>
    inPlace(async (place) => {
      place.cluster('east').intercept = () => ({ failure: { kind: 'unreachable', detail: 'it refuses connections' } });
      const result = await place.up();
      expect(codes(result)).toEqual(['GET004 east', 'UP007 west/ServiceMeshPeer west/east']);
      expect(result.summary?.clusters.map(({ cluster, complete }) => [cluster, complete])).toEqual([
        ['east', false],
        ['west', true],
      ]);
      expect(place.cluster('west').all('ServiceMeshPeer')).toEqual([]);
      expect(place.time).toBeLessThan(200_000);
      place.cluster('east').intercept = () => undefined;
      const later = await place.up();
      expect([codes(later), new Set(healths(later))]).toEqual([[], new Set(['healthy'])]);
    }));

  test('a control plane that is not ready is named with its condition', () =>
    inPlace(async (place) => {
      place.idle.add('east');
      const result = await place.up({ timeout: 60_000 });
      expect(codes(result)).toEqual([
        'UP006 east/10-operators',
        'UP006 east/10-operators',
        'UP007 west/ServiceMeshPeer west/east',
      ]);
      expect(result.issues[0]?.message).toContain('CRD servicemeshcontrolplanes.maistra.io is not established');
    }));

  test('a conflict names object, field and manager, and is not forced', () =>
    inPlace(async (place) => {
      place.cluster('west').intercept = intercepted('ServiceMeshControlPlane', {
        kind: 'conflict',
        detail: '.spec.version is owned by "kubectl-edit"',
      });
      const result = await place.up();
      expect(codes(result)).toEqual([
        'UP003 west/ServiceMeshControlPlane west/west',
        'UP007 east/ServiceMeshPeer east/west',
      ]);
      expect(result.issues[0]?.message).toBe(
        'cannot apply ServiceMeshControlPlane west/west on cluster "west": .spec.version is owned by "kubectl-edit"',
      );
    }));

  test.each([
    ['rejected', 'the admission webhook "smcp.validation.maistra.io" rejects it', 'UP004'],
    ['forbidden', '403', 'UP005'],
  ] as const)('an object that is %s is named', (kind, detail, code) =>
    inPlace(async (place) => {
      place.cluster('west').intercept = intercepted('ServiceMeshControlPlane', { kind, detail });
      const result = await place.up();
      expect(codes(result)[0]).toBe(`${code} west/ServiceMeshControlPlane west/west`);
      expect(result.summary?.clusters.find(({ cluster }) => cluster === 'west')?.stage).toBe('10-operators');
    }),
  );

  test('a throttled API is asked again after the pause that it requests', () =>
    inPlace(async (place) => {
      let left = 3;
      place.cluster('west').intercept = ({ method }) => {
        if (method !== 'PATCH' || left === 0) return undefined;
        left -= 1;
        return { failure: { kind: 'unavailable', detail: 'HTTP status 429', retryAfter: 7000 } };
      };
      expect(codes(await place.up())).toEqual([]);
      expect(left).toBe(0);
    }));

  test('reads everything once and together before the first write, where nothing changes', () =>
    inPlace(async (place) => {
      await place.up();
      const { requests } = place.cluster('west');
      requests.length = 0;
      const { changes } = await place.up({ to: 'traffic', isDryRun: true });
      expect(changes).toEqual([]);
      const first = requests.findIndex((request) => request.startsWith('PATCH'));
      const paths = requests.flatMap((request) =>
        request.startsWith('PATCH') ? [request.slice('PATCH '.length)] : [],
      );
      expect(paths.length).toBeGreaterThan(5);
      expect(new Set(paths).size).toBe(paths.length);
      for (const path of paths) expect(requests.slice(0, first)).toContain(`GET ${path}`);
      expect(requests.slice(first).filter((request) => request.startsWith('GET'))).toEqual([]);
      expect(new Set(requests).size).toBe(requests.length);
    }));

  test('what controllers write between reading and applying is no change', () =>
    inPlace(async (place) => {
      await place.up();
      const west = place.cluster('west');
      west.intercept = ({ method }) => {
        if (method === 'PATCH')
          for (const roll of west.all('ServiceMeshMemberRoll')) west.put({ ...roll, x: undefined });
        return undefined;
      };
      expect((await place.up()).changes).toEqual([]);
    }));

  test('an object that cannot be read before another is applied is read again after it', () =>
    inPlace(async (place) => {
      await place.up();
      const west = place.cluster('west');
      let isBroken = true;
      west.intercept = ({ method, path }) => {
        if (method === 'PATCH' && path.includes('/subscriptions/')) isBroken = false;
        if (!isBroken || !path.includes('/servicemeshmemberrolls/')) return undefined;
        return { failure: { kind: 'unavailable', detail: 'HTTP status 500' } };
      };
      const result = await place.up();
      expect([codes(result), result.changes, isBroken]).toEqual([[], [], false]);
    }));

  test('another cluster behind a context refuses before anything is written', () =>
    inPlace(async (place) => {
      await place.up();
      const before = place.writes().length;
      const west = place.cluster('west');
      place.clusters.set('west', place.cluster('east'));
      place.clusters.set('east', west);
      const result = await place.up();
      expect(codes(result)).toEqual(['UP001 east', 'UP001 west']);
      expect(place.writes()).toHaveLength(before);
    }));

  test('a user who may not read the identity is warned', () =>
    inPlace(async (place) => {
      place.cluster('west').intercept = ({ path }) =>
        path.endsWith('/kube-system') ? { failure: { kind: 'forbidden', detail: '403' } } : undefined;
      const result = await place.up();
      expect(codes(result)).toEqual(['UP002 west warning']);
      expect(result.issues[0]?.fix).toContain('"ossm-fed up --print-rbac --cluster west"');
      expect(place.lock).not.toContain('  west:\n    uid');
    }));

  test('a cluster without a verified connection is a warning, once', () =>
    inPlace(async (place) => {
      place.insecure.add('west');
      const result = await place.up();
      expect(codes(result)).toEqual(['GET014 west warning']);
      expect(codes(await place.down())).toEqual(['GET014 west warning']);
    }));

  test('what the topology no longer has is listed, and deleted with --prune alone', () =>
    inPlace(async (place) => {
      await place.up();
      const alone =
        'clusters: { west: {}, east: {} }\nmeshes:\n  west: {}\n  east: { members: [shop], createNamespaces: true }\n';
      writeFileSync(place.file, alone);
      const listed = await place.up();
      expect(codes(listed)).toContain('UP008 west/ServiceMeshPeer west/east warning');
      expect(place.cluster('west').all('ServiceMeshPeer')).toHaveLength(1);
      const pruned = await place.up({ prune: true });
      expect(codes(pruned)).toEqual([
        'PLN010 east/ServiceMeshPeer/east/west warning',
        'PLN010 west/ServiceMeshPeer/west/east warning',
        'UP008 west/Namespace shop warning',
      ]);
      expect(place.news.join('')).toMatch(/west: warning: deleting ServiceMeshPeer "east" of "west"/);
      expect(pruned.changes.map(({ cluster, object, change }) => `${cluster}: ${object} ${change}`)).toContain(
        'west: ServiceMeshPeer west/east deleted',
      );
      for (const cluster of place.clusters.values()) expect(cluster.all('ServiceMeshPeer')).toEqual([]);
      expect(place.cluster('west').objects.has('/api/v1/namespaces/shop')).toBe(true);
    }));

  test('the inventory of another topology is not touched', () =>
    inPlace(async (place) => {
      await place.up();
      writeFileSync(place.file, 'clusters: { west: {} }\nmeshes: { north: { cluster: west } }\n');
      expect(codes(await place.up())).toEqual(['UP010 west/ConfigMap ossm-fed/federation']);
      const other = await place.up({ inventory: 'north', to: 'namespaces' });
      expect(codes(other)).toEqual([]);
    }));
});

describe('up of some clusters', () => {
  test('connects them with others that are ready, and reads no status of these', () =>
    inPlace(async (place) => {
      await place.up({ clusters: ['east'] });
      expect(place.cluster('east').all('ServiceMeshPeer')).toEqual([]);
      expect(place.cluster('west').writes).toEqual([]);
      const { issues, summary } = await place.up({ clusters: ['west'], timeout: 120_000 });
      expect(issues.map(({ code }) => code)).toEqual([]);
      expect(summary?.clusters.map(({ cluster }) => cluster)).toEqual(['west']);
      expect(place.cluster('west').all('ServiceMeshPeer')).toHaveLength(1);
    }));

  test('writes no inventory to a cluster without meshes', () =>
    inPlace(async (place) => {
      writeFileSync(place.file, 'clusters: { west: {}, east: {} }\nmeshes: { west: { cluster: west } }\n');
      expect(codes(await place.up())).toEqual([]);
      expect(place.cluster('east').writes).toEqual([]);
    }));
});

test('a dry run after the first one shows peers too, and a change that istiod does not take is a warning', () =>
  inPlace(async (place) => {
    const { changes } = await place.up({ isDryRun: true });
    expect(changes.map(({ cluster, object }) => `${cluster}: ${object}`)).toContain('west: ServiceMeshPeer west/east');
    await place.up();
    writeFileSync(place.file, TOPOLOGY.replace('east: { members', 'east: { trustDomain: other.local, members'));
    const changed = await place.up({ isDryRun: true });
    expect(codes(changed)).toEqual([
      'PLN010 east/ServiceMeshControlPlane/east/east warning',
      'PLN010 west/ServiceMeshPeer/west/east warning',
      'PLN010 west/ServiceMeshPeer/west/east warning',
      'PLN012 west/ServiceMeshPeer/west/east warning',
    ]);
    expect(changed.issues.map(({ message }) => message).join('\n')).toContain(
      'istiod of "west" keeps the old "spec.security.clientID" of ServiceMeshPeer "east"',
    );
    expect(changed.changes.map(({ cluster, object, change }) => `${cluster}: ${object} ${change}`)).toEqual([
      'east: ServiceMeshControlPlane east/east changed',
      'west: ServiceMeshPeer west/east changed',
    ]);
  }));

test('an edit that cuts a peer off is a warning before any object of the cluster is applied', () =>
  inPlace(async (place) => {
    await place.up();
    writeFileSync(place.file, TOPOLOGY.replace('east: { members', 'east: { trustDomain: other.local, members'));
    place.news.length = 0;
    await place.up();
    const news = place.news.filter((line) => /^east: (warning: .* freezes|\d\d-\w+: applying)/.test(line));
    expect(news[0]).toMatch(/^east: warning: .*loses its peer "east", which freezes its control plane/);
  }));

/** Answers requests to write objects of a kind with a failure. */
function intercepted(
  kind: string,
  failure: { readonly kind: 'conflict' | 'rejected' | 'forbidden'; readonly detail: string },
) {
  return ({ method, body }: ApiRequest): WriteAnswer<unknown> | undefined => {
    const isMeant = method === 'PATCH' && (JSON.parse(body?.text ?? '{}') as { readonly kind?: string }).kind === kind;
    return isMeant ? { failure } : undefined;
  };
}

describe('down', () => {
  test('deletes what up applied, peers on all clusters before any control plane, and leaves all else', () =>
    inPlace(async (place) => {
      const before = [...place.clusters.values()].map(({ objects }) => [...objects.keys()]);
      const order: string[] = [];
      await place.up();
      for (const [name, cluster] of place.clusters) {
        cluster.writes.length = 0;
        cluster.writes.push = (...items) => {
          order.push(...items.map((item) => `${name}: ${item}`));
          return order.length;
        };
      }
      const result = await place.down();
      expect([codes(result), result.summary?.left]).toEqual([[], []]);
      const lastPeer = order.findLastIndex((write) => write.includes('ServiceMeshPeer'));
      const firstPlane = order.findIndex((write) => write.includes('ServiceMeshControlPlane'));
      expect(lastPeer).toBeGreaterThan(-1);
      expect(firstPlane).toBeGreaterThan(lastPeer);
      const isOfControllers = (path: string) => /istio-ca-root-cert|istiod|-(in|e)gress$/.test(path);
      const after = [...place.clusters.values()].map(({ objects }) =>
        [...objects.keys()].filter((path) => !isOfControllers(path)),
      );
      expect(after).toEqual(before);
    }));

  test('keeps a namespace with contents of others, and one that it did not create', () =>
    inPlace(async (place) => {
      place.cluster('east').put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
      await place.up();
      place
        .cluster('west')
        .put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'theirs', namespace: 'shop' } });
      const result = await place.down();
      expect(codes(result)).toEqual(['UP009 west/Namespace shop warning']);
      expect(result.issues[0]?.message).toContain('because of ConfigMap theirs');
      expect(result.summary?.left).toEqual(['west: Namespace ossm-fed', 'west: Namespace shop']);
      expect(place.cluster('east').objects.has('/api/v1/namespaces/shop')).toBe(true);
    }));

  test('deletes a namespace with nothing but what controllers left in it', () =>
    inPlace(async (place) => {
      await place.up();
      const metadata = { namespace: 'west' };
      place
        .cluster('west')
        .put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...metadata, name: 'istio-leader' } });
      place
        .cluster('west')
        .put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...metadata, name: 'kube-root-ca.crt' } });
      expect(codes(await place.down())).toEqual([]);
      expect(place.cluster('west').objects.has('/api/v1/namespaces/west')).toBe(false);
    }));

  test('of one cluster deletes the peers on both sides, and nothing else of the other', () =>
    inPlace(async (place) => {
      await place.up();
      place.cluster('east').writes.length = 0;
      const { issues, summary } = await place.down({ clusters: ['west'] });
      expect([issues, summary?.left, place.cluster('east').writes]).toEqual([
        [],
        [],
        ['DELETE ServiceMeshPeer east/west'],
      ]);
    }));

  test('keeps an operator that the control plane of others needs', () =>
    inPlace(async (place) => {
      await place.up();
      place.cluster('west').put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'theirs' } });
      place.cluster('west').put({
        apiVersion: 'maistra.io/v2',
        kind: 'ServiceMeshControlPlane',
        metadata: { name: 'theirs', namespace: 'theirs' },
      });
      const result = await place.down();
      expect(codes(result)).toEqual(['UP009 west/Subscription openshift-operators/servicemeshoperator warning']);
      expect(place.cluster('east').all('Subscription')).toEqual([]);
    }));

  test('without an answer nothing is deleted', () =>
    inPlace(async (place) => {
      await place.up();
      const before = place.writes().length;
      const { issues, summary } = await place.down({ confirm: undefined });
      expect([issues.map(({ code }) => code), summary?.confirmed]).toEqual([['CLI011'], false]);
      expect(summary?.listed).toContain('west: ServiceMeshPeer west/east');
      const declined = await place.down({ confirm: async () => false });
      expect([declined.issues, declined.changes, place.writes().length]).toEqual([[], [], before]);
    }));

  test('keeps the gateways that peers of a cluster without an answer connect to', () =>
    inPlace(async (place) => {
      await place.up();
      place.cluster('east').intercept = () => ({ failure: { kind: 'timeout', detail: 'no complete response' } });
      const result = await place.down();
      expect(codes(result)).toEqual(['GET005 east', 'UP009 west/east']);
      expect(place.cluster('west').all('ServiceMeshControlPlane')).toHaveLength(1);
      expect(
        valueAt(
          place
            .cluster('west')
            .all('ConfigMap')
            .find(({ metadata }) => (metadata as { name: string }).name === 'federation'),
          ['kind'],
        ),
      ).toBe('ConfigMap');
    }));

  test('names what its finalizers keep', () =>
    inPlace(async (place) => {
      await place.up();
      const [plane] = place.cluster('west').all('ServiceMeshControlPlane');
      place
        .cluster('west')
        .put({ ...plane, metadata: { ...(plane?.metadata as object), finalizers: ['maistra.io/istio-operator'] } });
      const result = await place.down({ timeout: 30_000 });
      expect(codes(result)).toEqual(['UP009 west/ServiceMeshControlPlane west/west']);
      expect(result.summary?.left).toContain('west: ServiceMeshControlPlane west/west');
    }));
});
