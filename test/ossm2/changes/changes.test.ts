import type { JudgedChange, PlacedObject } from '../../../lib/changes/model';
import { OSSM2 } from '../../../lib/ossm2/generation';
import type { Topology } from '../../../lib/topology/model';
import { changesOf } from '../../../lib/workflows/changes';
import { makeCertificate } from '../../helpers/make-certificate';
import { objectsOf } from '../../helpers/synthesize';
import { type TwoMeshes, twoMeshes } from '../../helpers/two-meshes';

const SHARE = { from: 'west', to: 'east', service: { namespace: 'shop', name: 'cart' } };
const BASE: TwoMeshes = { shares: [SHARE] };

function placed(topology: Topology): readonly PlacedObject[] {
  return [...objectsOf(topology)].map(([key, { ...object }]) => ({ cluster: key.slice(0, key.indexOf(':')), object }));
}

function textOf({ risk, cluster, action, kind, fields, edges, services, warnings }: JudgedChange): string {
  const head = `${risk} ${cluster} ${action} ${kind}`;
  const parts = [
    fields.map(({ path }) => path.slice(-2).join('.')).join(' '),
    edges.map(({ mesh, peer }) => `${mesh}>${peer}`).join(' '),
    services.join(' '),
    warnings.map(({ code }) => code).join(' '),
  ];
  return `${head} | ${parts.join(' | ')}`.trimEnd();
}

function changesBetween(before: readonly PlacedObject[], after: readonly PlacedObject[]): readonly JudgedChange[] {
  return changesOf({ before, after, generations: [OSSM2] });
}

/** The changes from the base to another topology, as text. */
function changesTo(after: TwoMeshes): readonly string[] {
  return changesBetween(placed(twoMeshes(BASE)), placed(twoMeshes({ ...BASE, ...after }))).map(textOf);
}

/** The objects of the base with one of them replaced. */
function edited(
  kind: string,
  edit: (object: PlacedObject['object']) => PlacedObject['object'] | undefined,
  cluster = 'west',
) {
  return placed(twoMeshes(BASE)).flatMap((one) => {
    if (one.cluster !== cluster || one.object.kind !== kind) return [one];
    const object = edit(one.object);
    return object === undefined ? [] : [{ ...one, object }];
  });
}

const BOTH = 'east>west west>east';

describe('a change of the topology', () => {
  test('is none where nothing changes', () => {
    expect(changesTo({})).toEqual([]);
  });

  test('of a trust domain is one of identity, on both sides and in both directions', () => {
    expect(changesTo({ west: { trustDomain: 'west.example' } })).toEqual([
      `identity east update ServiceMeshPeer | security.clientID security.trustDomain | ${BOTH} | shop/cart | PLN010 PLN010 PLN012`,
      `identity west update ServiceMeshControlPlane | trust.domain | ${BOTH} | shop/cart | PLN010`,
    ]);
  });

  test('of the CA is one of identity', () => {
    expect(changesTo({ west: { customCA: true, mtls: false } })).toEqual([
      `identity west update ServiceMeshControlPlane | security.certificateAuthority | ${BOTH} | shop/cart | PLN010`,
      `traffic west update ServiceMeshControlPlane | security.dataPlane | ${BOTH} | shop/cart |`,
    ]);
  });

  test('of an egress gateway is one of identity for the peer', () => {
    const changes = changesTo({ peering: { sides: { west: { egress: { name: 'exit' } } } } });
    expect(changes).toEqual([
      'identity east update ServiceMeshPeer | security.clientID | west>east |  | PLN010 PLN012',
      'traffic west update ServiceMeshControlPlane | additionalEgress.east-egress additionalEgress.exit | west>east |  |',
      'traffic west update ServiceMeshPeer | egress.name | west>east |  |',
    ]);
  });

  test('of an ingress gateway is not taken in place', () => {
    const changes = changesTo({ peering: { sides: { west: { ingress: { name: 'door' } } } } });
    expect(changes.filter((text) => text.includes('west update ServiceMeshPeer'))).toEqual([
      'traffic west update ServiceMeshPeer | ingress.name | east>west | shop/cart | PLN012',
    ]);
  });

  test('of shares is one of traffic, with the services and the direction', () => {
    const changes = changesTo({ shares: [{ ...SHARE, service: { namespace: 'shop', name: 'basket' } }] });
    expect(changes).toEqual([
      'traffic east update ImportedServiceSet | importRules.[shop/cart] importRules.[shop/basket] | east>west | shop/basket shop/cart |',
      'traffic west update ExportedServiceSet | exportRules.[shop/cart] exportRules.[shop/basket] | east>west | shop/basket shop/cart |',
    ]);
    expect(changesTo({ shares: [] })).toEqual([
      'traffic east delete ImportedServiceSet |  | east>west | shop/cart |',
      'traffic west delete ExportedServiceSet |  | east>west | shop/cart |',
    ]);
  });

  test('of access is one of traffic', () => {
    const changes = changesTo({
      shares: [{ ...SHARE, authorize: { workload: { app: 'cart' } } }],
    });
    expect(changes).toEqual(['traffic west create AuthorizationPolicy |  | east>west |  |']);
  });

  test('of a route to an import is one of traffic', () => {
    const share = { ...SHARE, name: 'cart', importAs: { namespace: 'shop', name: 'cart-west' } };
    const to = (weight: number) => ({
      shares: [share],
      traffic: [
        {
          mesh: 'east',
          service: { namespace: 'shop', name: 'cart' },
          split: [{ weight: 100 - weight }, { share: 'cart', weight }],
        },
      ],
    });
    const [before, after] = [to(10), to(20)].map((one) => placed(twoMeshes({ ...BASE, ...one })));
    expect(changesBetween(before ?? [], after ?? []).map(textOf)).toEqual([
      'traffic east update VirtualService | [cart.shop.svc.cluster.local].weight [cart-west.shop.svc.west-imports.local].weight | east>west | shop/cart |',
    ]);
  });

  test('of replicas and resources is one of capacity', () => {
    const runtime = { replicas: 3, requests: { cpu: '1' } };
    expect(changesTo({ west: { ingress: { runtime } } })).toEqual([
      'capacity west update ServiceMeshControlPlane | east-ingress.runtime | east>west |  |',
    ]);
    expect(changesTo({ west: { addons: { kiali: true } } })).toEqual([
      'capacity west update ServiceMeshControlPlane | kiali.enabled |  |  |',
      'capacity west create Subscription |  |  |  |',
    ]);
  });

  test('of the Service of an ingress gateway may move it', () => {
    expect(changesTo({ west: { ingress: { annotations: { 'a.b/c': 'd' } } } })).toEqual([
      'traffic west update ServiceMeshControlPlane | metadata.annotations | east>west | shop/cart | PLN014',
    ]);
  });

  test('of labels and annotations of the owner is cosmetic', () => {
    const changes = changesTo({ westCluster: { labels: { team: 'mesh' }, annotations: { note: 'x' } } });
    expect(changes.length).toBeGreaterThan(5);
    expect(changes.filter((text) => !text.startsWith('cosmetic west update '))).toEqual([]);
  });

  test('of the version of a control plane affects all that it shares', () => {
    expect(changesTo({ west: { version: 'v2.5' } })).toEqual([
      `traffic west update ServiceMeshControlPlane | spec.version | ${BOTH} | shop/cart |`,
    ]);
  });

  test('that removes a mesh cuts its peers off', () => {
    const before = placed(twoMeshes(BASE));
    const after = before.filter(({ cluster }) => cluster !== 'west');
    const changes = changesBetween(before, after).filter(({ kind }) => kind === 'ServiceMeshPeer');
    expect(changes.map(textOf)).toEqual([`identity west delete ServiceMeshPeer |  | ${BOTH} | shop/cart | PLN010`]);
  });
});

describe('a change of an object', () => {
  const before = placed(twoMeshes(BASE));
  const withRoot = (pem: string) =>
    edited('ConfigMap', (object) => ({ ...object, data: { 'root-cert.pem': pem } }), 'east');
  const [old, next] = [makeCertificate({ organization: 'a' }), makeCertificate({ organization: 'b' })];

  test.each([
    ['another root', old, next, 'PLN010'],
    ['a second root', old, old + next, ''],
    ['one root less', old + next, next, ''],
    ['an empty text', old, '', 'PLN010'],
    ['a first root', '', next, ''],
  ])('to %s is one of identity, and warns only if no root stays', (_, from, to, warning) => {
    const changes = changesBetween(withRoot(from), withRoot(to)).map(textOf);
    expect(changes).toEqual([
      `identity east update ConfigMap | data.root-cert.pem | ${BOTH} | shop/cart | ${warning}`.trimEnd(),
    ]);
  });

  test('to another ConfigMap is judged as that of any object', () => {
    const of = (data: object) => [
      ...before,
      {
        cluster: 'west',
        object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 'west' }, data },
      },
    ];
    expect(changesBetween(of({}), of({ a: 'b' })).map(textOf)).toEqual([
      'traffic west update ConfigMap | data.a |  |  |',
    ]);
  });

  test('that removes a member affects the exports of its namespace', () => {
    const of = (...members: readonly string[]) =>
      edited('ServiceMeshMemberRoll', (object) => ({ ...object, spec: { members } }));
    const text = 'traffic west update ServiceMeshMemberRoll | members';
    expect(changesBetween(of('shop', 'bank'), of('shop')).map(textOf)).toEqual([`${text}.[bank] |  |  |`]);
    expect(changesBetween(of('shop', 'bank'), of('bank')).map(textOf)).toEqual([
      `${text}.[shop] | east>west | shop/cart |`,
    ]);
  });

  test('to an exported Service names its edges; to another one it is judged as any object', () => {
    const service = (name: string, port: number) => [
      ...before,
      {
        cluster: 'west',
        object: {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name, namespace: 'shop' },
          spec: { ports: [{ port }] },
        },
      },
    ];
    const changes = (name: string) => changesBetween(service(name, 80), service(name, 81)).map(textOf);
    expect(changes('cart')).toEqual(['traffic west update Service | ports.[80] ports.[81] | east>west | shop/cart |']);
    expect(changes('other')).toEqual(['traffic west update Service | ports.[80] ports.[81] |  |  |']);
    const deleted = changesBetween(service('cart', 80), before).map(textOf);
    expect(deleted).toEqual(['traffic west delete Service |  | east>west | shop/cart |']);
  });

  const peerWith = (remote: object) =>
    edited('ServiceMeshPeer', (object) => ({ ...object, spec: { ...(object.spec as object), remote } }), 'east');

  test.each([
    ['all addresses', ['a'], ['b'], 'PLN010'],
    ['one address of two', ['a', 'b'], ['b', 'c'], ''],
  ])('of %s of a peer warns if none stays', (_, from, to, warning) => {
    const changes = changesBetween(peerWith({ addresses: from }), peerWith({ addresses: to }));
    expect(
      changes.map(({ risk, edges, warnings }) => [risk, edges.length, warnings.map(({ code }) => code).join(' ')]),
    ).toEqual([['traffic', 1, warning]]);
  });

  test('of a port of a peer warns', () => {
    const [from, to] = [15443, 30443].map((servicePort) => peerWith({ addresses: ['a'], servicePort }));
    expect(changesBetween(from ?? [], to ?? []).flatMap(({ warnings }) => warnings.map(({ code }) => code))).toEqual([
      'PLN010',
    ]);
  });

  test('that creates a peer without another side warns', () => {
    const after = edited('ServiceMeshPeer', () => undefined);
    const old = after.filter(({ object }) => object.kind !== 'ServiceMeshPeer');
    expect(changesBetween(old, after).map(textOf)).toEqual([
      `traffic east create ServiceMeshPeer |  | ${BOTH} | shop/cart | PLN011`,
    ]);
    expect(changesBetween(old, before).flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  const gatewayWith = (edit: (gateway: { service: { metadata: object } }) => object | undefined) =>
    edited('ServiceMeshControlPlane', (object) => {
      const copy = structuredClone(object) as {
        spec: { gateways: { additionalIngress: { [name: string]: unknown } } };
      };
      const gateways = copy.spec.gateways.additionalIngress;
      const changed = edit(gateways['east-ingress'] as Parameters<typeof edit>[0]);
      if (changed === undefined) delete gateways['east-ingress'];
      else gateways['east-ingress'] = changed;
      return copy as PlacedObject['object'];
    });

  test('that removes a gateway that a peer still calls warns', () => {
    expect(
      changesBetween(
        before,
        gatewayWith(() => undefined),
      ).map(textOf),
    ).toEqual([
      'traffic west update ServiceMeshControlPlane | additionalIngress.east-ingress | east>west | shop/cart | PLN010',
    ]);
  });

  test('that turns a gateway off warns', () => {
    expect(
      changesBetween(
        before,
        gatewayWith((one) => ({ ...one, enabled: false })),
      ).map(textOf),
    ).toEqual(['traffic west update ServiceMeshControlPlane | east-ingress.enabled | east>west | shop/cart | PLN010']);
  });

  test('of labels of a gateway needs its Deployment created again', () => {
    const after = gatewayWith((one) => ({ ...one, service: { ...one.service, metadata: { labels: { a: 'b' } } } }));
    const [change] = changesBetween(before, after);
    expect([change?.risk, change?.warnings.map(({ code }) => code)]).toEqual(['traffic', ['PLN013']]);
  });

  test('names the meshes of the topology if they are known', () => {
    const after = edited('ServiceMeshControlPlane', () => undefined);
    const federation = { meshes: [{ name: 'production', cluster: { name: 'west' }, namespace: 'west' }] };
    const input = { before, after, generations: [OSSM2], federation: federation as never };
    expect(changesOf(input)[0]?.edges).toEqual([
      { mesh: 'east', peer: 'production' },
      { mesh: 'production', peer: 'east' },
    ]);
  });
});

describe('what to know before a change', () => {
  test('says who loses whom, and what to do', () => {
    const changes = changesBetween(
      placed(twoMeshes(BASE)),
      placed(twoMeshes({ ...BASE, west: { trustDomain: 'x.y' } })),
    );
    const warnings = changes.flatMap((change) => change.warnings);
    expect(warnings.map(({ code, message, fix }) => `${code}: ${message}; ${fix}`)).toMatchInlineSnapshot(`
[
  "PLN010: "east" rejects "west" with 403 until its egress gateway has the new client ID: "west" loses its peer "east", which freezes its control plane until the peer answers; apply the change of the certificates, gateways and ServiceMeshPeers of "east" and "west" at the same time",
  "PLN010: "east" trusts another trust domain of "west": "east" loses its peer "west", which freezes its control plane until the peer answers; apply the change of the certificates, gateways and ServiceMeshPeers of "east" and "west" at the same time",
  "PLN012: istiod of "east" keeps the old "spec.security.clientID" of ServiceMeshPeer "west" for service traffic and takes the new one for discovery only; apply it, then restart istiod: "oc -n east rollout restart deployment/istiod-east"; do not delete the ServiceMeshPeer and create it again at once, its exports would be lost until that restart",
  "PLN010: "west" gets another identity (trust.domain): "east" loses its peer "west", which freezes its control plane until the peer answers; delete the ServiceMeshPeers of other meshes for "west" first; after the change run "ossm-fed fetch" and "ossm-fed synth", and apply "40-federation" of all of them",
]
`);
  });

  test('names all meshes that lose a peer in one warning', () => {
    const topology = (domain: string): Topology => ({
      clusters: { hub: {}, a: {}, b: {} },
      meshes: { hub: { trustDomain: domain }, a: {}, b: {} },
      peerings: [{ hub: 'hub' }],
    });
    const changes = changesBetween(placed(topology('hub.local')), placed(topology('hub.example')));
    const [warning, ...others] = changes.filter(({ cluster }) => cluster === 'hub').flatMap(({ warnings }) => warnings);
    expect([warning?.message, others]).toEqual([
      '"hub" gets another identity (trust.domain): "a", "b" lose their peer "hub", which freezes their control planes until the peer answers',
      [],
    ]);
  });
});
