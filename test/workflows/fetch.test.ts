import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SILENT } from '../../lib/fetch/progress';
import type { Answer } from '../../lib/kube/failure';
import { type FetchRequest, type FetchResult, isClean, runFetch } from '../../lib/workflows/fetch';
import { loadBalancer, rootConfigMap } from '../helpers/fake-api';
import { FakeClock, FakeClusters, failure } from '../helpers/fake-clusters';
import { makeCertificate, makePrivateKey } from '../helpers/make-certificate';
import { inDirectoryFor } from '../helpers/temporary';

const TOPOLOGY = `clusters: { west: {}, east: {} }
meshes: { west: {}, east: {} }
peerings: [{ between: [west, east] }]
`;
const NOW = new Date('2030-01-01T00:00:00Z');
const WEST = makeCertificate({ organization: 'west.local' });
const EAST = makeCertificate({ organization: 'east.local' });

/** What the two clusters answer: their roots and addresses, but for what is said otherwise. */
function answering(other: { readonly [contextAndKind: string]: Answer<unknown> } = {}): FakeClusters {
  return new FakeClusters((context, path) => {
    const kind = path.includes('configmaps') ? 'root' : 'gateway';
    const usual =
      kind === 'root'
        ? rootConfigMap(context === 'west' ? WEST : EAST)
        : loadBalancer({ hostname: `${context}.example.org` });
    return other[`${context} ${kind}`] ?? { value: usual };
  });
}

/** A directory with the topology, and `fetch` in it. */
class Place {
  readonly lock: string;
  constructor(private readonly directory: string) {
    this.lock = join(directory, 'federation.lock.yaml');
  }

  async fetch(clusters: FakeClusters, request: Partial<FetchRequest> = {}): Promise<FetchResult> {
    const whole = { file: join(this.directory, 'federation.yaml'), check: false, dropOld: false, ...request };
    const options = { connect: clusters.connect, progress: SILENT, clock: new FakeClock() };
    return runFetch(whole, async () => options, NOW);
  }

  text(): string | undefined {
    return existsSync(this.lock) ? readFileSync(this.lock, 'utf8') : undefined;
  }
}

function inPlace(use: (place: Place) => Promise<void>, topology = TOPOLOGY): Promise<void> {
  return inDirectoryFor({ 'federation.yaml': topology }, (directory) => use(new Place(directory)));
}

/** Codes with places. */
function told({ issues }: FetchResult): readonly string[] {
  return issues.map(({ code, path, level }) => `${code} ${path}${level ? ` ${level}` : ''}`);
}

function changes(result: FetchResult): readonly string[] {
  return result.changes.map(({ text }) => text.replace(/[0-9A-F:]{8,}…?/g, 'FINGERPRINT'));
}

test('a first fetch makes the lock, and a second finds nothing to change', async () => {
  await inPlace(async (place) => {
    const first = await place.fetch(answering());
    expect([told(first), isClean(first)]).toEqual([[], true]);
    expect(first.summary).toEqual({ lock: place.lock, clusters: 2, read: 4, unread: 0, check: false, written: true });
    expect(changes(first)).toHaveLength(4);
    const text = place.text();
    expect(text).toContain('west.example.org');
    expect(text?.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    const second = await place.fetch(answering());
    expect([second.changes, second.summary?.written, place.text()]).toEqual([[], false, text]);
  });
});

test('what cannot be read stays as it was; the rest is taken', async () => {
  await inPlace(async (place) => {
    await place.fetch(answering());
    const result = await place.fetch(
      answering({
        'west root': failure('forbidden'),
        'west gateway': { value: loadBalancer() },
        'east gateway': { value: loadBalancer({ ip: '192.0.2.7' }) },
      }),
    );
    expect([told(result), isClean(result)]).toEqual([
      ['GET008 west/ConfigMap/west/istio-ca-root-cert', 'GET012 west/Service/west/east-ingress'],
      false,
    ]);
    expect(place.text()).toContain('west.example.org');
    expect(place.text()).toContain('192.0.2.7');
    expect(place.text()?.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  });
});

test('where nothing can be read no lock is made', async () => {
  await inPlace(async (place) => {
    const down = failure('unreachable');
    const result = await place.fetch(answering({ 'west root': down, 'east root': down }));
    expect(told(result)).toEqual(['GET004 east/east', 'GET004 west/west']);
    expect([result.summary?.unread, place.text()]).toEqual([4, undefined]);
  });
});

test.each<readonly [string, string]>([
  ['an HTML page', '<html>login</html>'],
  ['a private key', makePrivateKey()],
  ['a private key beside it', `${WEST}${makePrivateKey()}`],
  ['an expired root', makeCertificate({ organization: 'west.local', notAfter: new Date('2029-12-31T00:00:00Z') })],
  ['a certificate that is no CA', makeCertificate({ organization: 'west.local', ca: false })],
])('%s in place of a root is refused and never written; the rest is taken', async (_, pem) => {
  await inPlace(async (place) => {
    const result = await place.fetch(answering({ 'west root': { value: rootConfigMap(pem) } }));
    expect(isClean(result)).toBe(false);
    expect(result.issues.every(({ code, path }) => code.startsWith('LCK') && path === 'meshes.west')).toBe(true);
    expect(result.issues[0]?.file).toMatch(/federation\.yaml$/);
    expect(place.text()).toContain('west.example.org');
    expect(place.text()).not.toMatch(/PRIVATE|html/);
    expect(place.text()?.match(/BEGIN CERTIFICATE/g)).toHaveLength(1);
  });
});

describe('a comparison', () => {
  test('finds nothing where nothing differs', async () => {
    await inPlace(async (place) => {
      await place.fetch(answering());
      const result = await place.fetch(answering(), { check: true });
      expect([changes(result), isClean(result), result.summary?.check]).toEqual([[], true, true]);
    });
  });

  test('tells what differs, writes nothing, and is not clean', async () => {
    await inPlace(async (place) => {
      await place.fetch(answering());
      const before = place.text();
      const rotated = answering({
        'west root': { value: rootConfigMap(makeCertificate({ organization: 'west.local' })) },
      });
      const result = await place.fetch(rotated, { check: true });
      expect(changes(result)).toEqual([
        expect.stringMatching(/^west: root certificate FINGERPRINT is new/),
        expect.stringMatching(/^west: root certificate FINGERPRINT is no longer published/),
      ]);
      expect([isClean(result), told(result), place.text(), result.summary?.written]).toEqual([
        false,
        [],
        before,
        false,
      ]);
    });
  });

  test('is not clean either where something cannot be read, and tells that apart', async () => {
    await inPlace(async (place) => {
      await place.fetch(answering());
      const result = await place.fetch(answering({ 'west root': failure('timeout') }), { check: true });
      expect([changes(result), told(result), isClean(result)]).toEqual([[], ['GET005 west/west'], false]);
    });
  });

  test('makes no lock where there is none', async () => {
    await inPlace(async (place) => {
      const result = await place.fetch(answering(), { check: true });
      expect([result.changes.length, isClean(result), place.text()]).toEqual([4, false, undefined]);
    });
  });
});

test('a rotated root is kept beside the new one until it is dropped', async () => {
  await inPlace(async (place) => {
    await place.fetch(answering());
    const rotated = answering({
      'west root': { value: rootConfigMap(makeCertificate({ organization: 'west.local' })) },
    });
    await place.fetch(rotated);
    expect(place.text()?.match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
    const check = await place.fetch(rotated, { check: true });
    expect(isClean(check)).toBe(true);
    const dropped = await place.fetch(rotated, { dropOld: true });
    expect(changes(dropped)).toEqual(['west: root certificate FINGERPRINT is dropped']);
    expect(place.text()?.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  });
});

describe('chosen clusters', () => {
  test('are read alone, and nothing else is dropped from the lock', async () => {
    await inPlace(async (place) => {
      await place.fetch(answering());
      const clusters = answering({ 'west gateway': { value: loadBalancer({ ip: '192.0.2.7' }) } });
      await place.fetch(clusters, { clusters: ['west'] });
      expect(clusters.asked.every((path) => path.startsWith('west '))).toBe(true);
      expect(place.text()).toContain('east.example.org');
      expect(place.text()).toContain('192.0.2.7');
    });
  });

  test('that there are not are told with the nearest name, before any is read', async () => {
    await inPlace(async (place) => {
      const clusters = answering();
      const result = await place.fetch(clusters, { clusters: ['westt', 'east', 'westt'] });
      expect(result.issues.map(({ message, fix }) => `${message}: ${fix}`)).toEqual([
        'unknown cluster "westt": write "west"',
      ]);
      expect([clusters.asked, result.summary, isClean(result)]).toEqual([[], undefined, false]);
    });
  });
});

test('a whole fetch drops from the lock what the topology no longer has', async () => {
  await inPlace(async (place) => {
    await place.fetch(answering());
    writeFileSync(join(place.lock, '..', 'federation.yaml'), 'clusters: { west: {} }\nmeshes: { west: {} }\n');
    const result = await place.fetch(answering());
    expect([result.summary?.clusters, result.changes.length, isClean(result)]).toEqual([0, 4, true]);
    expect(place.text()).not.toContain('example.org');
  });
});

test.each([
  ['nonsense', '{{{'],
  ['something else', 'meshes: 7\n'],
])('a lock that is %s is told before any cluster is read, and left as it is', async (_, text) => {
  await inPlace(async (place) => {
    writeFileSync(place.lock, text);
    const clusters = answering();
    const result = await place.fetch(clusters);
    expect(result.issues[0]?.code).toMatch(/^LCK00/);
    expect([clusters.asked, isClean(result), place.text()]).toEqual([[], false, text]);
  });
});

test('a topology with problems is told before any cluster is read', async () => {
  await inPlace(
    async (place) => {
      const clusters = answering();
      const result = await place.fetch(clusters);
      expect([told(result), clusters.asked]).toEqual([[expect.stringMatching(/^TOP120 /)], []]);
    },
    TOPOLOGY.replace('[west, east]', '[west, eats]'),
  );
});

test('two fetches at once lose nothing', async () => {
  await inPlace(async (place) => {
    const both = [place.fetch(answering(), { clusters: ['west'] }), place.fetch(answering(), { clusters: ['east'] })];
    expect((await Promise.all(both)).map(isClean)).toEqual([true, true]);
    expect(place.text()).toContain('west.example.org');
    expect(place.text()).toContain('east.example.org');
    expect(place.text()?.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  });
});

describe('the identity of a cluster', () => {
  const [A, B] = ['0d5b3a5e-3c0a-4c1c-9a55-7f3a0f1f9b11', '0d5b3a5e-3c0a-4c1c-9a55-7f3a0f1f9b12'];

  /** What the clusters answer, with some identities. */
  const identified = (uids: { readonly [context: string]: string }) => {
    const usual = answering();
    return new FakeClusters((context, path) => {
      if (!path.endsWith('/namespaces/kube-system')) return usual.answer(context, path, 0);
      const uid = uids[context];
      if (uid === undefined) return failure('forbidden', '403');
      return { value: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid } } };
    });
  };

  test('is recorded by the first fetch, and read before all else', () =>
    inPlace(async (place) => {
      const clusters = identified({ west: A ?? '', east: B ?? '' });
      expect(told(await place.fetch(clusters))).toEqual([]);
      expect(place.text()).toContain(`clusters:\n  east:\n    uid: ${B}\n  west:\n    uid: ${A}\nmeshes:\n`);
      expect(clusters.asked.find((each) => each.startsWith('west '))).toBe('west /api/v1/namespaces/kube-system');
    }));

  test('that differs from the lock is an error, and nothing is read of the cluster', () =>
    inPlace(async (place) => {
      await place.fetch(identified({ west: A ?? '', east: B ?? '' }));
      const before = place.text();
      const other = identified({ west: B ?? '', east: B ?? '' });
      const result = await place.fetch(other);
      expect(told(result)).toEqual(['UP001 west/west']);
      expect(result.issues[0]?.message).toBe(
        `cannot read cluster "west" (mesh "west"): another cluster than the one in the lock: its kube-system has the UID ${B}, the lock has ${A}`,
      );
      expect(other.asked.filter((each) => each.startsWith('west '))).toEqual(['west /api/v1/namespaces/kube-system']);
      expect(place.text()).toBe(before);
    }));

  test('that may not be read is a warning', () =>
    inPlace(async (place) => {
      const result = await place.fetch(identified({ west: A ?? '' }));
      expect([told(result), isClean(result)]).toEqual([['UP002 east warning'], true]);
      expect(result.issues[0]?.fix).toContain('"ossm-fed fetch --print-rbac --cluster east"');
      expect(place.text()).not.toContain('  east:\n    uid');
    }));
});
