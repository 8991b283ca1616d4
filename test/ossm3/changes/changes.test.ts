import type { JudgedChange, PlacedObject } from '../../../lib/changes/model';
import { OSSM2 } from '../../../lib/ossm2/generation';
import { OSSM3 } from '../../../lib/ossm3/generation';
import type { Fields } from '../../../lib/values';
import { changesOf } from '../../../lib/workflows/changes';
import { makeCertificate } from '../../helpers/make-certificate';
import { objectsIn, render } from '../../helpers/synthesize';
import { loadText } from '../../helpers/topology-text';
import { withValue } from '../status/running';

const SHARES = '[{ from: east, to: west, service: { namespace: shop, name: details } }]';

interface Settings {
  readonly west?: string;
  readonly east?: string;
  readonly shares?: string;
}

function placed({ west = '', east = '', shares = SHARES }: Settings = {}): readonly PlacedObject[] {
  const loaded = loadText(`defaults: { meshes: { version: v3.4 } }
clusters: { west: {}, east: {} }
meshes:
  west: { members: [front], ${west} }
  east: { workloads: [{ bookinfo: { namespace: shop } }], ${east} }
peerings: [{ between: [west, east] }]
shares: ${shares}
`);
  return [...objectsIn(render(loaded))].map(([key, { ...object }]) => ({
    cluster: key.slice(0, key.indexOf(':')),
    object,
  }));
}

function textOf({ risk, cluster, action, kind, fields, edges, services, warnings }: JudgedChange): string {
  const parts = [
    fields.map(({ path }) => path.slice(-2).join('.')).join(' '),
    edges.map(({ mesh, peer }) => `${mesh}>${peer}`).join(' '),
    services.join(' '),
    warnings.map(({ code }) => code).join(' '),
  ];
  return `${risk} ${cluster} ${action} ${kind} | ${parts.join(' | ')}`.trimEnd();
}

const between = (before: readonly PlacedObject[], after: readonly PlacedObject[]) =>
  changesOf({ before, after, generations: [OSSM2, OSSM3] });

const BASE = placed();
const changesTo = (settings: Settings) => between(BASE, placed(settings)).map(textOf);

/** The changes by an edit of the objects of a kind in a cluster. */
function changesBy(
  cluster: string,
  kind: string,
  edit: (object: Fields) => Fields | undefined,
  name = '',
  before = BASE,
): readonly string[] {
  const after = before.flatMap((one): readonly PlacedObject[] => {
    const { object } = one;
    const isMeant = one.cluster === cluster && object.kind === kind && JSON.stringify(object.metadata).includes(name);
    const edited = isMeant ? edit(object) : object;
    return edited === undefined ? [] : [{ ...one, object: edited }];
  });
  return between(before, after).map(textOf);
}

const EDGE = 'west>east | shop/details';

describe('a change of the topology', () => {
  test('is none where nothing changes', () => {
    expect(changesTo({})).toEqual([]);
  });

  test('of a trust domain is one of identity, on both sides', () => {
    expect(changesTo({ east: 'trustDomain: east.example' })).toEqual([
      `identity east update Istio | meshConfig.trustDomain | ${EDGE} | PLN015`,
      `identity west update ServiceEntry | subjectAltNames.[spiffe://east.local/ns/shop/sa/bookinfo-details] subjectAltNames.[spiffe://east.example/ns/shop/sa/bookinfo-details] | ${EDGE} |`,
    ]);
  });

  test('of a network is one of identity', () => {
    const changes = changesTo({ east: 'istio: { network: blue }' });
    expect(changes).toContain(`identity east update Istio | global.network | ${EDGE} | PLN015`);
    expect(changes).toContain('traffic east update Gateway | labels.topology.istio.io/network | west>east |  | PLN014');
  });

  test('of shares is one of traffic, in both clusters', () => {
    const shares = SHARES.replace('name: details', 'name: ratings');
    const changes = changesTo({ shares });
    expect(changes.every((text) => /^(traffic|capacity|cosmetic) /.test(text) || text.includes('caCertificates'))).toBe(
      true,
    );
    expect(changes).toContain('traffic west delete ServiceEntry |  | west>east | shop/details |');
    expect(changes).toContain('traffic west create WorkloadEntry |  | west>east |  |');
    expect(changes.find((text) => text.startsWith('traffic east update Gateway'))).toContain(
      '| west>east | shop/details shop/ratings',
    );
    expect(changes.filter((text) => text.includes('PLN017'))).toEqual([]);
  });

  test('of replicas is one of capacity', () => {
    const changes = changesTo({ east: 'override: { values: { pilot: { resources: { requests: { cpu: 1 } } } } }' });
    expect(changes).toEqual(['capacity east update Istio | pilot.resources |  |  |']);
  });

  test('of the labels of a Namespace is one of traffic', () => {
    expect(changesTo({ west: 'controlPlane: plane' })).toContain(
      'traffic west update Namespace | labels.istio.io/rev |  |  |',
    );
  });
});

describe('a change of an object', () => {
  const ROOTS = ['spec', 'values', 'meshConfig', 'caCertificates'];
  const [old, next] = [makeCertificate({ organization: 'a' }), makeCertificate({ organization: 'b' })];

  test.each([
    ['another root', old, next, ' PLN016'],
    ['a second root', old, old + next, ''],
    ['one root less', old + next, next, ''],
    ['a first root', '<ossm-fed:root:east>', next, ''],
  ])('to %s is one of identity, and warns only if no root stays', (_, from, to, warning) => {
    const before = BASE.map((one) =>
      one.cluster === 'west' && one.object.kind === 'Istio'
        ? { ...one, object: withValue(one.object, [...ROOTS, 0, 'pem'], from) }
        : one,
    );
    const changes = changesBy('west', 'Istio', (object) => withValue(object, [...ROOTS, 0, 'pem'], to), '', before);
    expect(changes).toEqual([`identity west update Istio | [0].pem | ${EDGE} |${warning}`]);
  });

  test.each([
    [
      'of the address of a peer',
      () =>
        changesBy(
          'west',
          'Gateway',
          (object) => withValue(object, ['spec', 'addresses', 0, 'value'], 'x.org'),
          'remote',
        ),
      /^traffic west update Gateway \| \S+ \| west>east \|/,
    ],
    [
      'that deletes the gateway for peers, which moves its address',
      () => changesBy('east', 'Gateway', () => undefined, 'eastwestgateway'),
      /^traffic east delete Gateway \| {2}\| west>east \| {2}\| PLN014$/,
    ],
    [
      'that no longer exposes a host that another mesh imports',
      () => changesBy('east', 'Gateway', (object) => withValue(object, ['spec', 'servers', 0, 'hosts'], []), 'expose'),
      /^traffic east update Gateway \| .* \| west>east \| shop\/details \| PLN017$/,
    ],
    [
      'that deletes the entry of an exported host',
      () => changesBy('east', 'ServiceEntry', () => undefined),
      /^traffic east delete ServiceEntry \| {2}\| west>east \| shop\/details \| PLN017$/,
    ],
    [
      'of a port of an import',
      () => changesBy('west', 'ServiceEntry', (object) => withValue(object, ['spec', 'ports', 0, 'number'], 80)),
      /^traffic west update ServiceEntry \| .* \| west>east \| shop\/details \|$/,
    ],
    [
      'of the network of an endpoint',
      () => changesBy('west', 'WorkloadEntry', (object) => withValue(object, ['spec', 'network'], 'blue')),
      /^traffic west update WorkloadEntry \| spec.network \| west>east \|/,
    ],
    [
      'of the labels of an endpoint',
      () => changesBy('west', 'WorkloadEntry', (object) => withValue(object, ['metadata', 'labels', 'x'], 'y')),
      /^traffic west update WorkloadEntry \| labels.x \| west>east \|/,
    ],
    [
      'that deletes a control plane',
      () => changesBy('east', 'Istio', () => undefined),
      /^identity east delete Istio \| {2}\| west>east \| shop\/details \| PLN015$/,
    ],
  ])('%s names the edge', (_, changes, expected) => {
    expect(changes()).toEqual([expect.stringMatching(expected)]);
  });

  test('of a policy for peers names the edge, and one for others is judged as any object', () => {
    const policy = (principal: string) => ({
      cluster: 'east',
      object: {
        apiVersion: 'security.istio.io/v1beta1',
        kind: 'AuthorizationPolicy',
        metadata: { name: 'callers', namespace: 'shop' },
        spec: { rules: [{ from: [{ source: { principals: [principal] } }] }] },
      },
    });
    const created = (principal: string) => between(BASE, [...BASE, policy(principal)]).map(textOf);
    expect(created('west.local/ns/front/*')).toEqual(['traffic east create AuthorizationPolicy |  | west>east |  |']);
    expect(created('east.local/*')).toEqual(['traffic east create AuthorizationPolicy |  |  |  |']);
  });

  test('of a route to an import names the edge and the local service', () => {
    const route = (weight: number) => ({
      cluster: 'west',
      object: {
        apiVersion: 'networking.istio.io/v1beta1',
        kind: 'VirtualService',
        metadata: { name: 'details', namespace: 'front' },
        spec: {
          hosts: ['details'],
          http: [{ route: [{ destination: { host: 'details.shop.svc.east-imports.local' }, weight }] }],
        },
      },
    });
    expect(between([...BASE, route(10)], [...BASE, route(20)]).map(textOf)).toEqual([
      expect.stringMatching(/^traffic west update VirtualService \| .* \| west>east \| front\/details \|$/),
    ]);
  });

  test('names the meshes of the topology if they are known', () => {
    const after = BASE.filter(({ cluster, object }) => cluster !== 'east' || object.kind !== 'Istio');
    const federation = { meshes: [{ name: 'production', cluster: { name: 'west' }, namespace: 'west' }] };
    const changes = changesOf({ before: BASE, after, generations: [OSSM3], federation: federation as never });
    expect(changes[0]?.edges).toEqual([{ mesh: 'production', peer: 'east' }]);
  });
});
