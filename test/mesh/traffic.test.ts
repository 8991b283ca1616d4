import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../helpers/synthesize';
import { type Authority, newAuthority, secretOf } from './fixture/authority';
import { certificatesIn } from './fixture/facts';
import { DETAILS_HOST, DETAILS_V2, DETAILS_V3, MONGO_V2, RATINGS_HOST } from './fixture/federation';
import { ARO, MESH_LABEL, ROSA, revisionOf, trustDomainOf, workload } from './fixture/parts';
import { publishedRoot } from './harness/control-plane';
import { allFrom, allWith, counted, Load, seenBy, send, sendUntil, show } from './harness/traffic';
import { until } from './harness/until';
import { type Manifests, World } from './harness/world';
import { MeshPlace } from './three-clouds/place';
import { FAILOVER, MIRROR, SPLIT } from './three-clouds/traffic';

/** The principal of rosa's productpage, without a scheme. */
const PRODUCTPAGE = `${trustDomainOf(ROSA)}/ns/${ROSA.member}/sa/bookinfo-productpage`;

/** Aro's certificate authority, and the one that follows it. */
const [first, second] = [newAuthority(ARO, 'one'), newAuthority(ARO, 'two')];

/** The Secret of aro's authority, which is no part of the topology. */
let authority = secretOf(ARO, first, [first]);

let world: World;
let place: MeshPlace;

/** Synthesizes the topology, with an entry of `traffic` and the facts of the lock, and adds what is not part of it. */
const synthesized = async (traffic = ''): Promise<Manifests> => withRest(await place.synth(traffic));

/** Fills the facts of the lock into what was synthesized last, and adds what is not part of it. */
const injected = async (): Promise<Manifests> => withRest(await place.inject());

function withRest(manifests: Manifests): Manifests {
  return { ...manifests, rosa: [...manifests.rosa, ...STRANGER], aro: [...manifests.aro, ...authority] };
}

/** Applies manifests, and waits until the clusters have done what they say. */
async function settleWith(manifests: Manifests): Promise<void> {
  await world.apply(manifests);
  await world.settle();
}

beforeAll(async () => {
  world = await World.start();
  place = new MeshPlace(world.fleet);
  await settleWith(await synthesized());
}, 600_000);

afterAll(() => world?.stop(), 120_000);

const productpage = () => world.cluster('rosa').pod(ROSA.member, 'productpage-v1');
/** How often the control plane of aro has taken over a changed authority. */
const adoptions = (): number =>
  world.cluster('aro').logs().join('').split('detected the newly added intermediate CA').length;

const url = (host: string, path = ''): string => `http://${host}:9080/${path}`;

/** Sends requests to a service until only the expected ones answer, and expects it. */
async function expectFrom(host: string, source: string, what: string): Promise<void> {
  const replies = await sendUntil(allFrom(source), () => send(productpage(), url(host), 5));
  show(what, replies);
  expect(counted(replies)).toEqual({ [source]: 5 });
}

describe('before all facts are read', () => {
  test('local calls work, and those to peers fail alone', async () => {
    await expectFrom(DETAILS_HOST, 'details-v1', 'before fetch, the local details');
    await expectFrom(DETAILS_V2.host, '503', 'before fetch, details v2 of aro');
    await expectFrom(DETAILS_V3.host, '503', 'before fetch, details v3 of gcp');
  }, 120_000);

  test('the own half of a merged Service answers', async () => {
    await expectFrom(RATINGS_HOST, 'ratings-v1', 'before fetch, ratings, which aro has a half of');
  });

  test('a peer whose facts are known works beside one whose facts are missing', async () => {
    await place.succeed('fetch --cluster rosa --cluster rog');
    await settleWith(await injected());
    await expectFrom(DETAILS_V3.host, 'details-v3', 'facts of gcp alone, details v3 of gcp');
    await expectFrom(DETAILS_V2.host, '503', 'facts of gcp alone, details v2 of aro');
  }, 240_000);
});

describe('with all facts', () => {
  let base: Manifests;

  beforeAll(async () => {
    await place.succeed('fetch');
    base = await injected();
    await settleWith(base);
  }, 240_000);

  test('synth writes the same bytes as inject', async () => {
    const filled = place.output();
    await synthesized();
    expect(place.output()).toEqual(filled);
  });

  test.each([
    ['details v2 of aro', DETAILS_V2.host, 'details-v2'],
    ['details v3 of gcp', DETAILS_V3.host, 'details-v3'],
  ])('%s answers, and sees the identity of the client', async (what, host, deployment) => {
    const replies = await sendUntil(allFrom(deployment), () => send(productpage(), url(host), 5));
    show(what, replies);
    expect(counted(replies)).toEqual({ [deployment]: 5 });
    expect(replies.map(({ client }) => client)).toEqual(replies.map(() => `spiffe://${PRODUCTPAGE}`));
  });

  test('a TCP service of aro answers', async () => {
    const address = `tcp://${MONGO_V2.host}:27017`;
    const replies = await sendUntil(allFrom('mongo-v2'), () => send(productpage(), address, 5));
    show('mongo v2 of aro, TCP', replies);
    expect(counted(replies)).toEqual({ 'mongo-v2': 5 });
  });

  test('a split of 60/20/20 is met within chance', async () => {
    await world.apply(await synthesized(SPLIT));
    const sending = (count: number) => send(productpage(), url(DETAILS_HOST), count);
    await sendUntil(allFrom('details-v1', 'details-v2', 'details-v3'), () => sending(20));
    const replies = sending(300);
    show('split 60/20/20', replies);
    const { 'details-v1': v1 = 0, 'details-v2': v2 = 0, 'details-v3': v3 = 0 } = counted(replies);
    // Each share within four standard deviations, which chance leaves once in 15,000 runs.
    expect(Math.abs(v1 - 180)).toBeLessThanOrEqual(34);
    expect(Math.abs(v2 - 60)).toBeLessThanOrEqual(28);
    expect(Math.abs(v3 - 60)).toBeLessThanOrEqual(28);
    expect(v1 + v2 + v3).toBe(300);
  });

  test('a mirror gets all requests', async () => {
    await world.apply(await synthesized(MIRROR));
    const details = world.cluster('aro').pod(ARO.member, 'details-v2');
    const copiesOf = (path: string): number => seenBy(details)[`/${path}`] ?? 0;
    let sent = 0;
    await until('all of 20 requests are copied', async () => {
      sent += 1;
      const path = `trial-${sent}`;
      send(productpage(), url(DETAILS_HOST, path), 20);
      send(productpage(), url(DETAILS_HOST, path), 20);
      return copiesOf(path) >= 20;
    });
    const replies = send(productpage(), url(DETAILS_HOST, 'mirrored'), 50);
    await until('the last copy has arrived', () => copiesOf('mirrored') >= 50);
    show(`mirror, of which aro got ${copiesOf('mirrored')} copies`, replies);
    expect(counted(replies)).toEqual({ 'details-v1': 50 });
    expect(copiesOf('mirrored')).toBe(50);
    await world.apply(base);
  });

  test('aro refuses a client whose namespace does not import, even if rosa lets it see the import', async () => {
    await world.apply({ ...base, rosa: base.rosa.map(visibleToOthers) });
    const stranger = world.cluster('rosa').pod(OTHERS, 'stranger-v1');
    const refused = await sendUntil(allWith(403), () => send(stranger, url(DETAILS_V2.host), 5));
    show('another principal', refused);
    expect(counted(refused)).toEqual({ 403: 5 });
    await expectFrom(DETAILS_V2.host, 'details-v2', 'the right principal');
    await world.apply(base);
  });

  describe('a Service that is in both meshes', () => {
    test('answers from both sides', async () => {
      await sendUntil(allFrom('ratings-v1', 'ratings-v2'), () => send(productpage(), url(RATINGS_HOST), 20));
      const replies = send(productpage(), url(RATINGS_HOST), 60);
      show('ratings of both sides', replies);
      const { 'ratings-v1': local = 0, 'ratings-v2': remote = 0 } = counted(replies);
      expect(local + remote).toBe(60);
      expect(Math.min(local, remote)).toBeGreaterThanOrEqual(15);
    });

    test('moves to the other side when the local one is gone, and comes back', async () => {
      const preferring = await synthesized(FAILOVER);
      await world.apply(preferring);
      await expectFrom(RATINGS_HOST, 'ratings-v1', 'ratings with the local side');
      await settleWith({ ...preferring, rosa: preferring.rosa.map(withoutLocal) });
      await expectFrom(RATINGS_HOST, 'ratings-v2', 'ratings without the local side');
      await settleWith(preferring);
      await expectFrom(RATINGS_HOST, 'ratings-v1', 'ratings with the local side again');
      await settleWith(base);
    }, 240_000);
  });

  test('the root of aro is replaced without one failed request', async () => {
    /** Gives aro another authority, and waits until its control plane signs by it. */
    const adopt = async (next: Authority, roots: readonly Authority[]): Promise<void> => {
      const before = adoptions();
      authority = secretOf(ARO, next, roots);
      await settleWith(withRest(place.manifests()));
      await until('the control plane of aro has the authority', () => adoptions() > before);
      const expected = roots.map(({ root }) => root.certificate.trim());
      await until('aro publishes its roots', async () => {
        const published = certificatesIn(await publishedRoot(world.fleet, 'aro', ARO.member));
        return isDeepStrictEqual(
          published.map((one) => one.trim()),
          expected,
        );
      });
    };
    /** Reads the roots of aro, and gives them to its peers. */
    const follow = async (fetch: string, roots: readonly Authority[]): Promise<void> => {
      await place.succeed(fetch);
      expect(place.lock().meshes[ARO.name]?.roots).toHaveLength(roots.length);
      await settleWith(await injected());
      const has = (one: Authority): boolean => productpage().trusted().includes(one.root.certificate.trim());
      await until('the peer trusts them', () => has(first) === roots.includes(first) && has(second));
    };
    await synthesized();
    const load = new Load(productpage(), url(DETAILS_V2.host), 50, '/run/mesh/load.log');
    // Both roots are published, and the peers accept both before anything is signed by the new one.
    await adopt(first, [first, second]);
    await follow('fetch', [first, second]);
    await adopt(second, [first, second]);
    // The gateway passes TLS on, so it has no part in this.
    await world.cluster('aro').restartAll(ARO.member);
    await adopt(second, [second]);
    await follow('fetch --drop-old', [second]);
    // New connections, which only the new root lets through.
    await world.cluster('rosa').restart(ROSA.member, 'reviews-v1');
    const reviews = world.cluster('rosa').pod(ROSA.member, 'reviews-v1');
    const after = await sendUntil(allWith(200), () => send(reviews, url(DETAILS_V2.host), 5));
    show('after the rotation, a new client', after);
    const replies = await load.stop();
    show('during the rotation', replies);
    expect(counted(after)).toEqual({ 'details-v2': 5 });
    expect(replies.length).toBeGreaterThan(100);
    expect(counted(replies)).toEqual({ 'details-v2': replies.length });
  }, 400_000);
});

/** A namespace of rosa that is no part of the topology. */
const OTHERS = 'prod-others';

/** A client in it. */
const STRANGER: readonly KubeObject[] = [
  {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: OTHERS, labels: { [MESH_LABEL]: ROSA.name, 'istio.io/rev': revisionOf(ROSA) } },
  },
  ...workload(OTHERS, { app: 'stranger', version: 'v1', account: 'stranger', port: DETAILS_V2.port }),
];

/** Lets the other namespace see the import of details v2. */
function visibleToOthers(object: KubeObject): KubeObject {
  const { hosts, exportTo } = (object.spec ?? {}) as {
    readonly hosts?: readonly string[];
    readonly exportTo?: string[];
  };
  if (object.kind !== 'ServiceEntry' || hosts?.[0] !== DETAILS_V2.host) return object;
  return { ...object, spec: { ...(object.spec as object), exportTo: [...(exportTo ?? []), OTHERS] } };
}

/** Leaves rosa without ratings of its own. */
function withoutLocal(object: KubeObject): KubeObject {
  if (object.kind !== 'Deployment' || object.metadata.name !== 'ratings-v1') return object;
  return { ...object, spec: { ...(object.spec as object), replicas: 0 } };
}
