import { SKIPPED } from '../../../lib/status/observation';
import type { Fields } from '../../../lib/values';
import { makeCertificate } from '../../helpers/make-certificate';
import {
  addressOf,
  type Change,
  CLOUDS,
  changed,
  edited,
  NOW,
  problemsOf,
  problemsOfItem,
  running,
  statusOf,
  withValue,
} from './running';

const TITLE = 'rosa-prod-mesh > aro-stg-mesh ';
const ROOTS = ['spec', 'values', 'meshConfig', 'caCertificates'];
const DAY = 24 * 60 * 60 * 1000;

/** What is found of what rosa imports from aro. */
const found = (change: Change) => problemsOfItem(TITLE, change);

test('there is a direction for each mesh that another one imports from, with the days that its root is valid', () => {
  const { edges } = statusOf(running(CLOUDS));
  const days = Math.floor((Date.parse('2044-01-01T00:00:00Z') - NOW.getTime()) / DAY);
  expect(edges).toEqual(
    ['aro-stg-mesh', 'gcp-dev-mesh'].map((peer) => ({
      mesh: 'rosa-prod-mesh',
      peer,
      rootDays: days,
      health: 'healthy',
      findings: [],
    })),
  );
});

describe('the roots', () => {
  const other = makeCertificate({ organization: 'other' });

  test.each([
    [
      'are awaited until the importer has that of the exporter',
      edited('rosa', 'Istio', [...ROOTS, 0], { certSigners: [] }),
      'progressing STA040: "rosa-prod-mesh" waits for the root certificate of "aro-stg-mesh": Istio "rosa-prod-mesh" does not have it',
    ],
    [
      'are missing if the importer has none',
      edited('rosa', 'Istio', ROOTS, undefined),
      'degraded STA040: "rosa-prod-mesh" waits for the root certificate of "aro-stg-mesh": Istio "rosa-prod-mesh" does not have it',
    ],
    [
      'are invalid, all of them, if one is no certificate',
      edited('rosa', 'Istio', [...ROOTS, 1, 'pem'], '<ossm-fed:root:gcp-dev-mesh>'),
      'degraded STA042: danger for all of "rosa-prod-mesh": a certificate in "caCertificates" of Istio "rosa-prod-mesh" is invalid (the text contains no PEM certificate), so istiod refuses those of all meshes',
    ],
    [
      'differ if the exporter has another one of the importer',
      edited('aro', 'Istio', [...ROOTS, 0, 'pem'], other),
      expect.stringMatching(
        /^degraded STA043: the root certificate that "aro-stg-mesh" has of "rosa-prod-mesh" \(\S+\) is not the one that it publishes/,
      ),
    ],
    [
      'are unknown if the exporter publishes none',
      edited('aro', 'ConfigMap', ['data'], {}, 'istio-ca-root-cert'),
      expect.stringMatching(/^unknown STA046: the root certificate that "aro-stg-mesh" publishes is unknown/),
    ],
    [
      'need the trust domain of the importer at the exporter',
      edited('aro', 'Istio', [...ROOTS, 0, 'trustDomains'], ['other.local']),
      'degraded STA047: "aro-stg-mesh" does not accept the trust domain "rosa-prod-mesh.local" of "rosa-prod-mesh", so its calls are answered with 503',
    ],
  ] as const)('%s', (_, change, expected) => {
    expect(found(change)).toEqual([expected]);
  });

  test('are not awaited by an entry for another mesh that has the same root', () => {
    const change = changed('rosa', 'Istio', (object) =>
      withValue(withValue(object, [...ROOTS, 0, 'pem'], other), [...ROOTS, 2], { trustDomains: ['third.local'] }),
    );
    expect(found(change)).toEqual([expect.stringMatching(/^degraded STA043/)]);
  });

  test('are accepted by an alias of the trust domain too', () => {
    const alias = (object: Fields) =>
      withValue(
        withValue(object, [...ROOTS, 0, 'trustDomains'], undefined),
        ['spec', 'values', 'meshConfig', 'trustDomainAliases'],
        ['rosa-prod-mesh.local'],
      );
    expect(found(changed('aro', 'Istio', alias))).toEqual([]);
  });

  test.each([
    ['get a remark 30 days before they expire', 20, /^healthy STA045: .* expires in 20 days$/],
    ['are degraded when they have expired', -3, /^degraded STA044: .* expired 3 days before it was read$/],
  ])('%s', (_, days, expected) => {
    const pem = makeCertificate({ organization: 'aro', notAfter: new Date(NOW.getTime() + days * DAY) });
    const change: Change = (object, cluster) => {
      if (cluster === 'rosa' && object.kind === 'Istio') return withValue(object, [...ROOTS, 0, 'pem'], pem);
      const isPublished = cluster === 'aro' && object.kind === 'ConfigMap';
      return isPublished ? withValue(object, ['data', 'root-cert.pem'], pem) : object;
    };
    expect(found(change)).toEqual([expect.stringMatching(expected)]);
  });
});

describe('the gateway of the exporter at the importer is', () => {
  const remote = 'remote-aro-stg';

  test.each([
    [
      'degraded if it is missing',
      changed('rosa', 'Gateway', () => undefined, remote),
      expect.stringMatching(
        /^degraded STA003: cluster "rosa" has no Gateway "remote-aro-stg\S*" in namespace "rosa-prod-mesh"$/,
      ),
    ],
    [
      'progressing before the address is known',
      edited('rosa', 'Gateway', ['spec', 'addresses', 0, 'value'], 'unknown.ossm-fed.invalid', remote),
      'progressing STA050: "rosa-prod-mesh" has no address of "aro-stg-mesh" yet, so its imports have no endpoints',
    ],
    [
      'degraded with another address',
      edited('rosa', 'Gateway', ['spec', 'addresses', 0, 'value'], '192.0.2.1', remote),
      `degraded STA051: "rosa-prod-mesh" has 192.0.2.1 (port 15443) as address of "aro-stg-mesh", whose gateway is at ${addressOf('aro-stg-mesh')} (port 15443)`,
    ],
    [
      'degraded with another port',
      edited('rosa', 'Gateway', ['spec', 'listeners', 0, 'port'], 443, remote),
      expect.stringMatching(/^degraded STA051: .* \(port 443\) as address of/),
    ],
    [
      'progressing while no revision has taken it',
      edited(
        'rosa',
        'Gateway',
        ['status'],
        { conditions: [{ type: 'Accepted', status: 'Unknown', reason: 'Pending' }] },
        remote,
      ),
      'progressing STA054: the gateway of "aro-stg-mesh" at "rosa-prod-mesh" is not accepted: Pending',
    ],
  ] as const)('%s', (_, change, expected) => {
    expect(found(change)).toEqual([expected]);
  });
});

describe('the gateway of the exporter is', () => {
  const gateway = 'eastwestgateway';
  const programmed = (reason: string) => ({
    conditions: [
      { type: 'Accepted', status: 'True' },
      { type: 'Programmed', status: 'False', reason },
    ],
  });

  test.each([
    [
      'degraded if it is missing',
      changed('aro', 'Gateway', () => undefined, gateway),
      'degraded STA003: cluster "aro" has no Gateway "eastwestgateway" in namespace "istio-ingress"',
    ],
    [
      'progressing without an address',
      edited('aro', 'Gateway', ['status'], programmed('AddressNotAssigned'), gateway),
      'progressing STA054: the gateway "eastwestgateway" of "aro-stg-mesh" is not programmed: AddressNotAssigned',
    ],
    [
      'degraded if it is invalid',
      edited('aro', 'Gateway', ['status'], programmed('Invalid'), gateway),
      'degraded STA054: the gateway "eastwestgateway" of "aro-stg-mesh" is not programmed: Invalid',
    ],
    [
      'degraded without a pod',
      changed('aro', 'Pod', () => undefined, gateway),
      'degraded STA055: no pod of the gateway "eastwestgateway" of "aro-stg-mesh" runs in namespace "istio-ingress"',
    ],
    [
      'degraded without a Service',
      changed('aro', 'Service', () => undefined, gateway),
      'degraded STA003: cluster "aro" has no Service "eastwestgateway-istio" in namespace "istio-ingress"',
    ],
    [
      'degraded without the policy for what it exposes',
      changed('aro', 'AuthorizationPolicy', () => undefined),
      'degraded STA003: cluster "aro" has no AuthorizationPolicy "callers-details" in namespace "stg-bookinfo"',
    ],
    [
      'degraded if it exposes nothing',
      changed('aro', 'Gateway', () => undefined, 'expose-services'),
      'degraded STA003: cluster "aro" has no Gateway "expose-services" in namespace "istio-ingress"',
    ],
  ] as const)('%s', (_, change, expected) => {
    expect(found(change)).toEqual([expected]);
  });

  test('progressing while its load balancer has no address', () => {
    expect(found(edited('aro', 'Service', ['status'], {}, gateway))).toEqual([
      'progressing STA052: the gateway of "aro-stg-mesh" cannot be compared: its load balancer has no address yet',
    ]);
  });

  test('degraded without the port', () => {
    const lines = found(edited('aro', 'Service', ['spec', 'ports'], [{ port: 443 }], gateway));
    expect(lines).toContainEqual(expect.stringMatching(/^degraded STA053: .* lacks port 15443/));
  });
});

test('a skipped exporter is a remark of the direction, and a skipped importer is skipped', () => {
  const { time, clusters } = running(CLOUDS);
  const without = (cluster: string) => statusOf({ time, clusters: { ...clusters, [cluster]: SKIPPED } });
  expect(without('aro').edges.map(({ peer, health, findings }) => [peer, health, findings.length])).toEqual([
    ['aro-stg-mesh', 'healthy', 1],
    ['gcp-dev-mesh', 'healthy', 0],
  ]);
  const { edges, services } = without('rosa');
  expect([...edges, ...services].map(({ health }) => health)).toEqual(Array(4).fill('skipped'));
  expect(problemsOf(without('rosa')).every((line) => line.includes('STA006'))).toBe(true);
});
