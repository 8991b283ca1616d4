import type { TrafficProps } from '../../lib/topology/model';
import { objectsOf } from '../helpers/synthesize';
import { objectOf, twoMeshes } from '../helpers/two-meshes';

const service = { namespace: 'shop', name: 'charge' };
const HERE = 'charge.shop.svc.cluster.local';
const THERE = 'charge.shop.svc.east-imports.local';
const share = { from: 'east', to: 'west', service };

/** The objects that a statement on the service `charge` of `west` gives, without those of the federation. */
function objectsWith(statement: Omit<TrafficProps, 'mesh' | 'service'>, importAsLocal = false) {
  const topology = twoMeshes({
    westCluster: { locality: { region: 'eu' } },
    eastCluster: { locality: { region: 'us' } },
    shares: [{ ...share, importAsLocal }],
    traffic: [{ mesh: 'west', service, ...statement }],
  });
  const found = [...objectsOf(topology)].filter(([key]) => /VirtualService|DestinationRule/.test(key));
  return Object.fromEntries(found.map(([key, { spec }]) => [key, spec]));
}

describe('a statement on traffic', () => {
  test('splits between local subsets and imports, and brings the subsets that it states', () => {
    const subsets = { blue: { color: 'blue' }, all: {} };
    const split = [
      { subset: 'blue', weight: 70 },
      { share: 'charge', weight: 30 },
    ];
    expect(objectsWith({ subsets, split })).toEqual({
      'west: DestinationRule/shop/charge': {
        host: HERE,
        subsets: [
          { name: 'all', labels: {} },
          { name: 'blue', labels: { color: 'blue' } },
        ],
      },
      'west: VirtualService/shop/charge': {
        hosts: [HERE],
        http: [
          {
            route: [
              { destination: { host: HERE, subset: 'blue' }, weight: 70 },
              { destination: { host: THERE }, weight: 30 },
            ],
          },
        ],
      },
    });
  });

  test('mirrors all calls, or a part of them, and answers from here', () => {
    const route = [{ destination: { host: HERE }, weight: 100 }];
    const mirror = { host: THERE };
    expect(objectsWith({ mirror: { share: 'charge' } })).toEqual({
      'west: VirtualService/shop/charge': { hosts: [HERE], http: [{ mirror, route }] },
    });
    expect(objectsWith({ mirror: { share: 'charge', percentage: 0 } })).toEqual({
      'west: VirtualService/shop/charge': {
        hosts: [HERE],
        http: [{ mirror, mirrorPercentage: { value: 0 }, route }],
      },
    });
  });

  test('routes TCP', () => {
    const split = [{ share: 'charge', weight: 100 }];
    expect(objectsWith({ name: 'paid-elsewhere', protocol: 'tcp', split })).toEqual({
      'west: VirtualService/shop/paid-elsewhere': {
        hosts: [HERE],
        tcp: [{ route: [{ destination: { host: THERE }, weight: 100 }] }],
      },
    });
  });

  test('fails over to the region of the import, with outlier detection', () => {
    expect(objectsWith({ failover: {} }, true)).toEqual({
      'west: DestinationRule/shop/charge': {
        host: HERE,
        trafficPolicy: {
          loadBalancer: { localityLbSetting: { enabled: true, failover: [{ from: 'eu', to: 'us' }] } },
          outlierDetection: { consecutive5xxErrors: 3, interval: '10s', baseEjectionTime: '1m' },
        },
      },
    });
  });

  test('has its matches, timeouts, retries, hosts and gateways in the VirtualService', () => {
    const objects = objectsWith({
      routes: [
        {
          match: [{ uri: { prefix: '/v2' }, headers: { 'x-user': { exact: 'a' } }, method: 'GET' }],
          split: [{ share: 'charge', weight: 100 }],
          timeout: '5s',
        },
      ],
      hosts: ['pay.example.org'],
      gateways: ['shop/front'],
      retries: { attempts: 2, perTryTimeout: '1s', retryOn: ['5xx', 'reset'] },
    });
    const [route] = Object.values(objects);
    expect(route).toMatchObject({
      hosts: ['pay.example.org'],
      gateways: ['shop/front'],
      http: [
        {
          match: [{ uri: { prefix: '/v2' }, headers: { 'x-user': { exact: 'a' } }, method: { exact: 'GET' } }],
          timeout: '5s',
        },
        { retries: { attempts: 2, perTryTimeout: '1s', retryOn: '5xx,reset' } },
      ],
    });
  });

  test('has the fields of an override last, and its lists whole', () => {
    const [route] = Object.values(
      objectsWith({ timeout: '5s', override: { exportTo: ['.'], http: [{ redirect: { uri: '/x' } }] } }),
    );
    expect(route).toEqual({
      exportTo: ['.'],
      hosts: [expect.stringContaining('.shop.svc.')],
      http: [{ redirect: { uri: '/x' } }],
    });
  });

  test('that is not in force writes nothing', () => {
    expect(objectsWith({ active: false, mirror: { share: 'charge' } })).toEqual({});
  });
});

describe('a mesh with bookinfo', () => {
  const books = { name: 'details', namespace: 'shop' };
  const topology = twoMeshes({
    west: { workloads: [{ bookinfo: { namespace: 'shop' } }] },
    shares: [{ ...share, service: books, importAs: { name: 'details-east' } }],
    traffic: [
      { mesh: 'west', service: books, subsets: { old: { version: 'v1' } }, split: [{ subset: 'old', weight: 100 }] },
    ],
  });

  test('has one DestinationRule for a service: that of the statement, with the subsets of bookinfo', () => {
    expect(objectOf(topology, 'west: DestinationRule/shop/details').spec).toEqual({
      host: 'details.shop.svc.cluster.local',
      subsets: [
        { name: 'old', labels: { version: 'v1' } },
        { name: 'v1', labels: { version: 'v1' } },
      ],
    });
  });
});
