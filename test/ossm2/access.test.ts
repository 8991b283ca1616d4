import type { AccessPolicy } from '../../lib/generation';
import { meshOf, plansOf } from '../helpers/topology-text';

/** The policies of a mesh `east` that shares with the meshes `west` and `north`. */
function policies(shares: readonly string[], east = 'members: [store, shop]'): readonly AccessPolicy[] {
  const federation = plansOf(`clusters: { west: {}, east: {}, north: {} }
meshes: { west: {}, east: { ${east} }, north: {} }
peerings: [{ hub: east }]
shares: [${shares.join(', ')}]
`);
  return meshOf(federation, 'east').accessPolicies;
}

const TO_WEST = 'from: east, to: west';
const TO_NORTH = 'from: east, to: north';
const STOCK = 'service: { namespace: store, name: stock }';
const WEST = 'east.local/ns/east/sa/west-ingress-service-account';
const NORTH = 'east.local/ns/east/sa/north-ingress-service-account';
const FRONT = 'east.local/ns/east/sa/istio-ingressgateway-service-account';
const MEMBERS = ['east.local/ns/shop/*', 'east.local/ns/store/*'];

/** The principals of each policy that are gateways towards peers. */
const peersIn = (found: readonly AccessPolicy[]) =>
  found.map(({ principals }) => principals.filter((principal) => principal === WEST || principal === NORTH));

describe('a policy for a shared service', () => {
  test('is not written unless it is asked for', () => {
    expect(policies([`{ ${TO_WEST}, ${STOCK} }`, `{ ${TO_NORTH}, ${STOCK}, authorize: false }`])).toEqual([]);
  });

  test('admits the own gateway for the peer, the own front door, and the own members', () => {
    expect(policies([`{ ${TO_WEST}, ${STOCK}, authorize: true }`])).toEqual([
      {
        name: 'federation-stock',
        namespace: 'store',
        workload: { app: 'stock' },
        principals: [FRONT, WEST, ...MEMBERS].sort(),
      },
    ]);
  });

  test('names no identity of the peer itself', () => {
    const [policy] = policies([`{ ${TO_WEST}, ${STOCK}, authorize: true }`]);
    expect(policy?.principals.every((principal) => principal.startsWith('east.local/ns/'))).toBe(true);
  });

  test('admits the gateway by the name that it was given', () => {
    const federation = plansOf(`clusters: { west: {}, east: {} }
meshes: { west: {}, east: { namespace: mesh, trustDomain: e.example, members: [store] } }
peerings: [{ between: [west, east], sides: { east: { ingress: { name: gate } } } }]
shares: [{ ${TO_WEST}, ${STOCK}, authorize: true }]
`);
    expect(meshOf(federation, 'east').accessPolicies[0]?.principals).toContain(
      'e.example/ns/mesh/sa/gate-service-account',
    );
  });

  test('is named after the share where that has a name', () => {
    expect(policies([`{ name: goods, ${TO_WEST}, ${STOCK}, authorize: true }`])[0]?.name).toBe('federation-goods');
  });

  test('takes the labels of the pods and the callers from the share', () => {
    const authorize = '{ workload: { app: stock, tier: web }, callers: [shop] }';
    expect(policies([`{ ${TO_WEST}, ${STOCK}, authorize: ${authorize} }`])).toEqual([
      {
        name: 'federation-stock',
        namespace: 'store',
        workload: { app: 'stock', tier: 'web' },
        principals: [WEST, 'east.local/ns/shop/*'].sort(),
      },
    ]);
  });

  test('may admit peers alone', () => {
    expect(policies([`{ ${TO_WEST}, ${STOCK}, authorize: { callers: [] } }`])[0]?.principals).toEqual([WEST]);
  });

  test('is for the pods that a selector names, or for all of a namespace', () => {
    const labelled = `{ ${TO_WEST}, service: { namespace: store }, selector: { matchLabels: { tier: web } }, authorize: true }`;
    const whole = `{ ${TO_WEST}, service: { namespace: store }, authorize: true }`;
    expect([labelled, whole].map((share) => policies([share])[0]?.workload)).toEqual([{ tier: 'web' }, {}]);
    expect(policies([whole])[0]?.name).toBe('federation');
  });

  test('in a mesh of the whole cluster admits the callers that are stated', () => {
    const found = policies(
      [`{ ${TO_WEST}, ${STOCK}, authorize: { callers: [shop] } }`],
      'mode: ClusterWide, members: ["*"]',
    );
    expect(found[0]?.principals).toEqual([WEST, 'east.local/ns/shop/*'].sort());
  });
});

describe('the peers that a policy admits', () => {
  test('are not those that do not get the service', () => {
    const other = `{ ${TO_NORTH}, service: { namespace: store, name: prices } }`;
    expect(peersIn(policies([`{ ${TO_WEST}, ${STOCK}, authorize: true }`, other]))).toEqual([[WEST]]);
  });

  test('are those that get the service by a share of its own without a policy', () => {
    const other = `{ name: second, ${TO_NORTH}, ${STOCK} }`;
    expect(peersIn(policies([`{ ${TO_WEST}, ${STOCK}, authorize: true }`, other]))).toEqual([[NORTH, WEST]]);
  });

  test.each([
    ['its namespace', 'service: { namespace: store }'],
    ['its name', 'service: { name: stock }'],
    ['everything', 'service: {}'],
    ['a label that it may have', 'service: { namespace: store }, selector: { matchLabels: { tier: web } }'],
  ])('are those that get the service by a share of %s', (_, what) => {
    expect(
      peersIn(policies([`{ ${TO_WEST}, ${STOCK}, authorize: true }`, `{ name: wide, ${TO_NORTH}, ${what} }`])),
    ).toEqual([[NORTH, WEST]]);
  });

  test('are not those that get services with another value of a label', () => {
    const labelled = (name: string, to: string, tier: string) =>
      `{ name: ${name}, ${to}, service: { namespace: store }, selector: { matchLabels: { tier: ${tier} } }, authorize: true }`;
    const found = policies([labelled('web', TO_WEST, 'web'), labelled('data', TO_NORTH, 'data')]);
    expect(found.map(({ name }) => name)).toEqual(['federation-web', 'federation-data']);
    expect(peersIn(found)).toEqual([[WEST], [NORTH]]);
  });

  test('are all importers of one share', () => {
    expect(peersIn(policies([`{ from: east, to: all, ${STOCK}, authorize: true }`]))).toEqual([[NORTH, WEST]]);
  });
});

describe('several policies', () => {
  test('of one name for the same pods are one, which admits whom any of them admits', () => {
    const found = policies([
      `{ ${TO_WEST}, ${STOCK}, authorize: { callers: [shop] } }`,
      `{ ${TO_NORTH}, ${STOCK}, authorize: { callers: [store] } }`,
    ]);
    expect(found).toHaveLength(1);
    expect(found[0]?.principals).toEqual([NORTH, WEST, ...MEMBERS].sort());
  });

  test('for services of different names are different ones', () => {
    const found = policies([
      `{ ${TO_WEST}, ${STOCK}, authorize: true }`,
      `{ ${TO_NORTH}, service: { namespace: shop, name: cart }, authorize: true }`,
    ]);
    expect(found.map(({ name, namespace, workload }) => [name, namespace, workload])).toEqual([
      ['federation-stock', 'store', { app: 'stock' }],
      ['federation-cart', 'shop', { app: 'cart' }],
    ]);
  });
});
