import type { Fields } from '../../../lib/values';
import {
  type Change,
  CLOUDS,
  changed,
  edited,
  MERGED,
  problemsAfter,
  problemsOfItem,
  running,
  statusOf,
  withValue,
} from './running';

const TITLE = 'rosa-prod-mesh < stg-bookinfo/details ';
const HOST = 'details-v2.prod-bookinfo.svc.aro-stg-mesh-imports.local';

/** What is found of the service that rosa imports from aro. */
const found = (change: Change) => problemsOfItem(TITLE, change);

test('each imported service has the host to call', () => {
  expect(statusOf(running(CLOUDS)).services).toMatchObject([
    {
      exporter: 'aro-stg-mesh',
      importer: 'rosa-prod-mesh',
      service: 'stg-bookinfo/details',
      host: HOST,
      health: 'healthy',
    },
    { exporter: 'gcp-dev-mesh', service: 'dev-bookinfo/details', health: 'healthy' },
  ]);
});

describe('an imported service is degraded', () => {
  const servers = ['spec', 'servers', 0, 'hosts'];

  test.each([
    [
      'without its entry at the exporter',
      changed('aro', 'ServiceEntry', () => undefined),
      /^degraded STA003: cluster "aro" has no ServiceEntry "\S+" in namespace "stg-bookinfo"$/,
    ],
    [
      'without its entry at the importer',
      changed('rosa', 'ServiceEntry', () => undefined, 'details-v2'),
      /^degraded STA003: cluster "rosa" has no ServiceEntry "details-v2\S+" in namespace "rosa-prod-mesh"$/,
    ],
    [
      'without its endpoint',
      changed('rosa', 'WorkloadEntry', () => undefined, 'details-v2'),
      /^degraded STA003: cluster "rosa" has no WorkloadEntry "details-v2\S+" in namespace "rosa-prod-mesh"$/,
    ],
    [
      'if its host is not exposed',
      edited('aro', 'Gateway', servers, ['other.local'], 'expose-services'),
      /^degraded STA068: the gateway of "aro-stg-mesh" does not expose the host "details-v2\S+", so requests are answered with 503$/,
    ],
    [
      'with another port at the exporter',
      edited('aro', 'ServiceEntry', ['spec', 'ports', 0, 'number'], 80),
      /^degraded STA069: ServiceEntry "\S+" in namespace "stg-bookinfo" of "aro-stg-mesh" differs from the topology: ports$/,
    ],
    [
      'with another host and other identities at the importer',
      changed(
        'rosa',
        'ServiceEntry',
        (object) => withValue(withValue(object, ['spec', 'hosts'], []), ['spec', 'subjectAltNames'], ['x']),
        'details-v2',
      ),
      /^degraded STA069: .* of "rosa-prod-mesh" differs from the topology: hosts, subjectAltNames$/,
    ],
    [
      'with an endpoint of another network',
      edited('rosa', 'WorkloadEntry', ['spec', 'network'], 'other', 'details-v2'),
      /^degraded STA069: WorkloadEntry .* differs from the topology: network$/,
    ],
    [
      'with an endpoint without mutual TLS',
      edited('rosa', 'WorkloadEntry', ['metadata', 'labels', 'security.istio.io/tlsMode'], undefined, 'details-v2'),
      /^degraded STA069: WorkloadEntry .* differs from the topology: labels$/,
    ],
    [
      'without a pod',
      changed('aro', 'Pod', () => undefined, 'details'),
      /^degraded STA070: no pod of the service "stg-bookinfo\/details" of "aro-stg-mesh" runs, so requests are answered with 503$/,
    ],
    [
      'with a pod without a sidecar',
      edited('aro', 'Pod', ['metadata', 'annotations'], {}, 'details'),
      /^degraded STA017: 1 pod of "aro-stg-mesh" with no sidecar: stg-bookinfo\/details-v2-a0$/,
    ],
    [
      'behind a connection that is degraded',
      changed('aro', 'Pod', () => undefined, 'eastwestgateway'),
      /^degraded STA067: the connection from "rosa-prod-mesh" to "aro-stg-mesh" is degraded, so calls may fail$/,
    ],
  ] as const)('%s', (_, change, expected) => {
    expect(found(change)).toEqual([expect.stringMatching(expected)]);
  });

  test.each([['*.aro-stg-mesh-imports.local'], ['*/*'], [`istio-ingress/${HOST}`]])(
    'not if a pattern exposes it: %s',
    (pattern) => {
      expect(found(edited('aro', 'Gateway', servers, [pattern], 'expose-services'))).toEqual([]);
    },
  );
});

describe('a service that is merged with one of the importer', () => {
  const merged = (change: Change = (same) => same) => problemsAfter(change, MERGED);

  test('is healthy with its endpoint, its Service at the exporter, and the identities of both', () => {
    expect(merged()).toEqual([]);
    expect(statusOf(running(MERGED), MERGED).services).toMatchObject([
      { exporter: 'east', importer: 'west', service: 'shop/details', host: 'details.shop.svc.cluster.local' },
    ]);
  });

  test.each([
    [
      'without the Service at the exporter',
      changed('east', 'Service', () => undefined, 'details'),
      'STA060: "east" has no Service "details" in namespace "shop" that it could export',
    ],
    [
      'without its endpoint',
      changed('west', 'WorkloadEntry', () => undefined),
      'STA003: cluster "west" has no WorkloadEntry "details-east" in namespace "shop"',
    ],
    [
      'with an endpoint that its Service does not select',
      changed('west', 'WorkloadEntry', (object: Fields) => withValue(object, ['metadata', 'labels', 'app'], 'x')),
      'STA069: WorkloadEntry "details-east" in namespace "shop" of "west" differs from the topology: labels',
    ],
    [
      'without a DestinationRule',
      changed('west', 'DestinationRule', () => undefined),
      'STA003: cluster "west" has no DestinationRule "details" in namespace "shop"',
    ],
    [
      'without the identities of the exporter',
      changed('west', 'DestinationRule', (object: Fields) =>
        withValue(
          object,
          ['spec', 'trafficPolicy', 'tls', 'subjectAltNames'],
          ['spiffe://west.local/ns/shop/sa/bookinfo-details'],
        ),
      ),
      'STA071: DestinationRule "details" in namespace "shop" of "west" does not accept "spiffe://east.local/ns/shop/sa/bookinfo-details", which retries hide',
    ],
  ] as const)('is degraded %s', (_, change, expected) => {
    expect(merged(change)).toEqual([`west < shop/details degraded ${expected}`]);
  });
});
