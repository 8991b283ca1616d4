import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeObject } from '../helpers/synthesize';
import { newAuthority, secretOf } from './fixture/authority';
import { readFacts } from './fixture/facts';
import { DETAILS_HOST, DETAILS_V2, DETAILS_V3, federation, MONGO_V2, RATINGS_HOST } from './fixture/federation';
import { ARO, ROSA, trustDomainOf } from './fixture/parts';
import { allFrom, allWith, counted, Load, seenBy, send, sendUntil, show } from './harness/traffic';
import { type Manifests, World } from './harness/world';

/** The principal of rosa's productpage, without a scheme. */
const PRODUCTPAGE = `${trustDomainOf(ROSA)}/ns/${ROSA.member}/sa/bookinfo-productpage`;

/** Aro's certificate authority, and the one that follows it. */
const [first, second] = [newAuthority(ARO, 'one'), newAuthority(ARO, 'two')];
const ofFirst = secretOf(ARO, first, [first]);

let world: World;
let base: Manifests;

/** Applies manifests, and waits until the clusters have done what they say. */
async function settleWith(manifests: Manifests): Promise<void> {
  await world.apply(manifests);
  await world.settle();
}

beforeAll(async () => {
  world = await World.start();
  await settleWith(federation({ roots: {}, addresses: {} }, ofFirst));
  base = federation(await readFacts(world.fleet), ofFirst);
  await settleWith(base);
}, 600_000);

afterAll(() => world?.stop(), 120_000);

const productpage = () => world.cluster('rosa').pod(ROSA.member, 'productpage-v1');
const stranger = () => world.cluster('rosa').pod(ROSA.member, 'stranger-v1');
const url = (host: string, path = ''): string => `http://${host}:9080/${path}`;

/** The manifests with more objects on rosa. */
const withOnRosa = (...objects: readonly KubeObject[]): Manifests => ({ ...base, rosa: [...base.rosa, ...objects] });

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

describe('a route of the local details', () => {
  const destination = (host: string, weight: number) => ({ destination: { host }, weight });
  const virtualService = (route: object): KubeObject => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'details', namespace: ROSA.member },
    spec: { hosts: [DETAILS_HOST], http: [route] },
  });

  test('a split of 60/20/20 is met within chance', async () => {
    const shares = [destination(DETAILS_HOST, 60), destination(DETAILS_V2.host, 20), destination(DETAILS_V3.host, 20)];
    await world.apply(withOnRosa(virtualService({ route: shares })));
    await sendUntil(allFrom('details-v1', 'details-v2', 'details-v3'), () =>
      send(productpage(), url(DETAILS_HOST), 20),
    );
    const replies = send(productpage(), url(DETAILS_HOST), 300);
    show('split 60/20/20', replies);
    const counts = counted(replies);
    // Each share within four standard deviations, which chance leaves once in 15,000 runs.
    expect(Math.abs((counts['details-v1'] ?? 0) - 180)).toBeLessThanOrEqual(34);
    expect(Math.abs((counts['details-v2'] ?? 0) - 60)).toBeLessThanOrEqual(28);
    expect(Math.abs((counts['details-v3'] ?? 0) - 60)).toBeLessThanOrEqual(28);
    expect((counts['details-v1'] ?? 0) + (counts['details-v2'] ?? 0) + (counts['details-v3'] ?? 0)).toBe(300);
  });

  test('a mirror gets all requests', async () => {
    const mirror = { host: DETAILS_V2.host };
    await world.apply(withOnRosa(virtualService({ route: [{ destination: { host: DETAILS_HOST } }], mirror })));
    const details = world.cluster('aro').pod(ARO.member, 'details-v2');
    await sendUntil(allFrom('details-v1'), () => send(productpage(), url(DETAILS_HOST, 'before'), 20));
    await sleep(1000);
    const replies = send(productpage(), url(DETAILS_HOST, 'mirrored'), 50);
    await sleep(1000);
    const copies = seenBy(details)['/mirrored'] ?? 0;
    show(`mirror, of which aro got ${copies} copies`, replies);
    expect(counted(replies)).toEqual({ 'details-v1': 50 });
    expect(copies).toBe(50);
  });

  afterAll(() => world.apply(base));
});

test('a policy of aro lets one principal through, and refuses another', async () => {
  const policy: KubeObject = {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'details-v2', namespace: ARO.member },
    spec: {
      selector: { matchLabels: { app: 'details' } },
      action: 'ALLOW',
      rules: [{ from: [{ source: { principals: [PRODUCTPAGE, `${trustDomainOf(ARO)}/*`] } }] }],
    },
  };
  await world.apply({ ...base, aro: [...base.aro, policy] });
  const refused = await sendUntil(allWith(403), () => send(stranger(), url(DETAILS_V2.host), 5));
  show('another principal', refused);
  expect(counted(refused)).toEqual({ 403: 5 });
  const admitted = send(productpage(), url(DETAILS_V2.host), 5);
  show('the right principal', admitted);
  expect(counted(admitted)).toEqual({ 'details-v2': 5 });
  await world.apply(base);
  expect(counted(await sendUntil(allWith(200), () => send(stranger(), url(DETAILS_V2.host), 5)))).toEqual({
    'details-v2': 5,
  });
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
    const preferring = { ...base, rosa: base.rosa.map(preferLocal) };
    await world.apply(preferring);
    const local = await sendUntil(allFrom('ratings-v1'), () => send(productpage(), url(RATINGS_HOST), 20));
    show('ratings with the local side', local);
    expect(counted(local)).toEqual({ 'ratings-v1': 20 });

    await settleWith({ ...preferring, rosa: preferring.rosa.map(withoutLocal) });
    const remote = await sendUntil(allFrom('ratings-v2'), () => send(productpage(), url(RATINGS_HOST), 20));
    show('ratings without the local side', remote);
    expect(counted(remote)).toEqual({ 'ratings-v2': 20 });

    await settleWith(preferring);
    const back = await sendUntil(allFrom('ratings-v1'), () => send(productpage(), url(RATINGS_HOST), 20));
    show('ratings with the local side again', back);
    expect(counted(back)).toEqual({ 'ratings-v1': 20 });
    await settleWith(base);
  }, 240_000);
});

test('the root of aro is replaced without one failed request', async () => {
  const load = new Load(productpage(), url(DETAILS_V2.host), 50, '/run/mesh/load.log');
  // Both roots are published, and the peers accept both before anything is signed by the new one.
  const announced = secretOf(ARO, first, [first, second]);
  await settleWith(federation(await readFacts(world.fleet), announced));
  const both = await readFacts(world.fleet);
  expect(both.roots[ARO.name]).toHaveLength(2);
  await settleWith(federation(both, announced));
  await settleWith(federation(both, secretOf(ARO, second, [first, second])));
  // The gateway passes TLS on, so it has no part in this.
  await world.cluster('aro').restartAll(ARO.member);
  const last = secretOf(ARO, second, [second]);
  await settleWith(federation(await readFacts(world.fleet), last));
  const facts = await readFacts(world.fleet);
  expect(facts.roots[ARO.name]).toEqual([second.root.certificate]);
  await settleWith(federation(facts, last));
  // New connections, which only the new root lets through.
  await world.cluster('rosa').restart(ROSA.member, 'stranger-v1');
  const after = await sendUntil(allWith(200), () => send(stranger(), url(DETAILS_V2.host), 5));
  show('after the rotation, a new client', after);
  const replies = await load.stop();
  show('during the rotation', replies);
  expect(counted(after)).toEqual({ 'details-v2': 5 });
  expect(replies.length).toBeGreaterThan(100);
  expect(counted(replies)).toEqual({ 'details-v2': replies.length });
}, 400_000);

/** Gives the endpoint of aro its locality, and prefers the own one as long as it answers. */
function preferLocal(object: KubeObject): KubeObject {
  const { kind, metadata, spec } = object;
  if (kind === 'WorkloadEntry' && metadata.name === 'ratings-aro-stg-mesh') {
    return { ...object, spec: { ...(spec as object), locality: 'aro/aro-a' } };
  }
  if (kind !== 'DestinationRule' || metadata.name !== 'ratings') return object;
  const { host, trafficPolicy } = spec as { readonly host: string; readonly trafficPolicy: object };
  const loadBalancer = { localityLbSetting: { enabled: true, failover: [{ from: 'rosa', to: 'aro' }] } };
  const outlierDetection = { consecutive5xxErrors: 1, interval: '1s', baseEjectionTime: '5s' };
  return { ...object, spec: { host, trafficPolicy: { ...trafficPolicy, loadBalancer, outlierDetection } } };
}

/** Leaves rosa without ratings of its own. */
function withoutLocal(object: KubeObject): KubeObject {
  if (object.kind !== 'Deployment' || object.metadata.name !== 'ratings-v1') return object;
  return { ...object, spec: { ...(object.spec as object), replicas: 0 } };
}
