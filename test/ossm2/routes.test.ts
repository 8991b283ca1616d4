import type { RoutePlan } from '../../lib/generation';
import { meshOf, plansOf, problemsOf } from '../helpers/topology-text';

/** The routes of a mesh `west` that imports `stock` and `prices` of the mesh `east`. */
function routes(traffic: readonly string[], west = 'members: [shop]'): readonly RoutePlan[] {
  const federation = plansOf(`clusters: { west: {}, east: {} }
meshes: { west: { ${west} }, east: { members: [store] } }
peerings: [{ between: [west, east] }]
shares:
  - { from: east, to: west, service: { namespace: store, name: stock } }
  - { name: all, from: east, to: west, service: { namespace: store }, domainSuffix: svc.mesh.example }
traffic: [${traffic.map((statement) => `{ mesh: west, service: { namespace: shop, name: stock }, ${statement} }`).join(', ')}]
`);
  return meshOf(federation, 'west').routes;
}

const LOCAL = 'stock.shop.svc.cluster.local';
const IMPORT = 'stock.store.svc.east-imports.local';

test.each([
  ['a mirror', ['mirror: { share: stock }'], ['east']],
  ['a matched route', ['routes: [{ match: [{ method: GET }], split: [{ share: stock, weight: 100 }] }]'], ['east']],
  ['hosts', ['hosts: [{ share: stock }]', 'split: [{ weight: 100 }]'], ['east']],
  ['an override', ['override: { http: [{ route: [{ destination: { host: { share: stock } } }] }] }'], ['east']],
  ['nothing but a split within the mesh', ['split: [{ weight: 100 }]'], undefined],
])('a route names the meshes that it sends calls to by %s', (_, parts, exporters) => {
  expect(routes([parts.join(', ')])[0]?.exporters).toEqual(exporters);
});

describe('a split', () => {
  test('goes to the local service and to imports, by their full hosts', () => {
    expect(routes(['split: [{ weight: 70 }, { share: stock, weight: 30 }]'])).toEqual([
      {
        name: 'stock',
        namespace: 'shop',
        host: LOCAL,
        protocol: 'http',
        destinations: [
          { host: LOCAL, weight: 70 },
          { host: IMPORT, weight: 30 },
        ],
        subsets: [],
        exporters: ['east'],
      },
    ]);
  });

  test('goes to one service of a share of several, under the host that this one gets', () => {
    const service = '{ namespace: store, name: prices }';
    const [route] = routes([`split: [{ weight: 99 }, { share: all, service: ${service}, weight: 1 }]`]);
    expect(route?.destinations[1]).toEqual({ host: 'prices.store.svc.mesh.example', weight: 1 });
  });

  test('goes to one of the imports of a share', () => {
    const federation = (ref: string) =>
      plansOf(`clusters: { west: {}, east: {} }
meshes: { west: { members: [shop] }, east: { members: [store] } }
peerings: [{ between: [west, east] }]
shares:
  - { name: other, from: east, to: west, service: { namespace: store, name: other } }
  - { name: all, from: east, to: west, service: { namespace: store }, imports: [{ name: stock, importAs: { name: goods } }, { name: prices }] }
traffic: [{ mesh: west, service: { namespace: shop, name: stock }, split: [{ share: all, ${ref}, weight: 100 }] }]
`);
    const hostOf = (name: string) =>
      meshOf(federation(`service: { namespace: store, name: ${name} }`), 'west').routes[0]?.destinations[0]?.host;
    expect([hostOf('stock'), hostOf('prices')]).toEqual([
      'goods.store.svc.east-imports.local',
      'prices.store.svc.east-imports.local',
    ]);
  });

  test('between subsets of its own brings their definition along', () => {
    const [route] = routes([
      'subsets: { new: { version: v2 }, old: { version: v1 } }, split: [{ subset: old, weight: 60 }, { subset: new, weight: 40 }]',
    ]);
    expect(route?.destinations).toEqual([
      { host: LOCAL, subset: 'old', weight: 60 },
      { host: LOCAL, subset: 'new', weight: 40 },
    ]);
    expect(route?.subsets).toEqual([
      { name: 'new', labels: { version: 'v2' } },
      { name: 'old', labels: { version: 'v1' } },
    ]);
  });

  test('between subsets of bookinfo leaves their definition to bookinfo', () => {
    const federation = plansOf(`clusters: { m: {} }
meshes: { m: { workloads: [{ bookinfo: { namespace: books } }] } }
traffic: [{ mesh: m, service: { namespace: books, name: reviews }, split: [{ subset: v1, weight: 50 }, { subset: v3, weight: 50 }] }]
`);
    const [route] = meshOf(federation, 'm').routes;
    expect(route?.destinations.map(({ subset }) => subset)).toEqual(['v1', 'v3']);
    expect(route?.subsets).toEqual([]);
  });

  test('may give nothing to a destination', () => {
    expect(routes(['split: [{ weight: 100 }, { share: stock, weight: 0 }]'])[0]?.destinations[1]?.weight).toBe(0);
  });

  test('of TCP is one of TCP', () => {
    const [route] = routes(['protocol: tcp, split: [{ weight: 50 }, { share: stock, weight: 50 }]']);
    expect([route?.protocol, route?.destinations.length]).toEqual(['tcp', 2]);
  });
});

describe('a mirror', () => {
  test('copies the calls that the local service keeps answering', () => {
    const [route] = routes(['mirror: { share: stock }']);
    expect(route?.destinations).toEqual([{ host: LOCAL, weight: 100 }]);
    expect(route?.mirror).toEqual({ host: IMPORT });
  });

  test('copies a part of the calls where a percentage is given', () => {
    expect(routes(['mirror: { share: stock, percentage: 12.5 }'])[0]?.mirror).toEqual({
      host: IMPORT,
      percentage: 12.5,
    });
  });

  test('stands beside a split', () => {
    const [route] = routes(['split: [{ weight: 80 }, { share: stock, weight: 20 }], mirror: { share: stock }']);
    expect([route?.destinations.length, route?.mirror?.host]).toEqual([2, IMPORT]);
  });
});

describe('routes for requests that match', () => {
  const MATCH = 'match: [{ uri: { prefix: /v2 }, headers: { x-user: { exact: a } }, method: GET }, { method: PUT }]';

  test('come in their order, each with its own destinations, before those of the entry', () => {
    const [route] = routes([
      `routes: [{ ${MATCH}, split: [{ share: stock, weight: 100 }], timeout: 5s }, { match: [{ uri: { exact: /x } }] }], retries: { attempts: 2 }`,
    ]);
    expect(route?.matched).toEqual([
      {
        match: [{ uri: { prefix: '/v2' }, headers: { 'x-user': { exact: 'a' } }, method: 'GET' }, { method: 'PUT' }],
        destinations: [{ host: IMPORT, weight: 100 }],
        timeout: '5s',
      },
      { match: [{ uri: { exact: '/x' } }], destinations: [{ host: LOCAL, weight: 100 }] },
    ]);
    expect(route?.destinations).toEqual([{ host: LOCAL, weight: 100 }]);
    expect(route?.retries).toEqual({ attempts: 2 });
  });

  test('may copy requests', () => {
    expect(routes([`routes: [{ ${MATCH}, mirror: { share: stock } }]`])[0]?.matched?.[0]?.mirror).toEqual({
      host: IMPORT,
    });
  });
});

describe('the hosts and gateways of a route', () => {
  test('may be a Gateway whose requests go to an import', () => {
    const [route] = routes([
      'hosts: [stock.example.org], gateways: [shop/front], split: [{ share: stock, weight: 100 }]',
    ]);
    expect([route?.hosts, route?.gateways]).toEqual([['stock.example.org'], ['shop/front']]);
    expect(route?.destinations).toEqual([{ host: IMPORT, weight: 100 }]);
  });

  test('may be those of an import', () => {
    const [route] = routes(['hosts: [{ share: stock }], timeout: 3s, split: [{ share: stock, weight: 100 }]']);
    expect([route?.hosts, route?.timeout]).toEqual([[IMPORT], '3s']);
  });

  test('leave the route of the calls of workloads to another entry', () => {
    const found = routes([
      'split: [{ weight: 100 }]',
      'name: front, hosts: [stock.example.org], gateways: [front], split: [{ weight: 100 }]',
    ]);
    expect(found.map(({ name }) => name)).toEqual(['front', 'stock']);
  });
});

describe('an override of a route', () => {
  test('has the host of an import where it refers to a share', () => {
    const [route] = routes([
      'override: { http: [{ route: [{ destination: { host: { share: stock }, port: { number: 80 } } }], fault: { abort: { httpStatus: 503, percentage: { value: 1 } } } }] }',
    ]);
    expect(route?.override).toEqual({
      http: [
        {
          route: [{ destination: { host: IMPORT, port: { number: 80 } } }],
          fault: { abort: { httpStatus: 503, percentage: { value: 1 } } },
        },
      ],
    });
  });

  test('may refer to one service of a share of several', () => {
    const ref = '{ share: all, mesh: east, service: { namespace: store, name: prices } }';
    expect(routes([`override: { hosts: [${ref}] }`])[0]?.override).toEqual({
      hosts: ['prices.store.svc.mesh.example'],
    });
  });
});

describe('a failover', () => {
  const failover = (settings: string, regions = ['r1', 'r2', 'r3'], exporters = '[east]') => {
    const [west, east, north] = regions.map((region) => `{ locality: { region: ${region} } }`);
    const federation = plansOf(`clusters: { west: ${west}, east: ${east}, north: ${north} }
meshes: { west: { members: [x] }, east: { members: [x] }, north: { members: [x] } }
peerings: [{ hub: west }]
shares: [{ from: ${exporters}, to: west, service: { namespace: x, name: s }, importAsLocal: true }]
traffic: [{ mesh: west, service: { namespace: x, name: s }, failover: ${settings} }]
`);
    return meshOf(federation, 'west').routes[0];
  };

  test('names the region to go to, and takes the values of the documentation', () => {
    expect(failover('{}')).toEqual({
      name: 's',
      namespace: 'x',
      host: 's.x.svc.cluster.local',
      protocol: 'http',
      destinations: [],
      subsets: [],
      failover: {
        regions: [{ from: 'r1', to: 'r2' }],
        consecutive5xxErrors: 3,
        interval: '10s',
        baseEjectionTime: '1m',
      },
    });
  });

  test('takes other values where they are given', () => {
    expect(failover('{ consecutive5xxErrors: 2, interval: 5s, baseEjectionTime: 30s }')?.failover).toEqual({
      regions: [{ from: 'r1', to: 'r2' }],
      consecutive5xxErrors: 2,
      interval: '5s',
      baseEjectionTime: '30s',
    });
  });

  test('within one region names no regions, as those must differ', () => {
    expect(failover('{}', ['r1', 'r1', 'r3'])?.failover?.regions).toEqual([]);
  });

  test('to several regions leaves the order to the distance', () => {
    expect(failover('{}', ['r1', 'r2', 'r3'], '[east, north]')?.failover?.regions).toEqual([]);
  });

  test('counts services that a share of a whole namespace brings', () => {
    const federation = plansOf(`clusters: { west: { locality: { region: r1 } }, east: { locality: { region: r2 } } }
meshes: { west: { members: [x] }, east: { members: [x] } }
peerings: [{ between: [west, east] }]
shares: [{ from: east, to: west, service: { namespace: x }, importAsLocal: true }]
traffic: [{ mesh: west, service: { namespace: x, name: s }, failover: {} }]
`);
    expect(meshOf(federation, 'west').routes[0]?.failover?.regions).toEqual([{ from: 'r1', to: 'r2' }]);
  });
});

describe('which statements become routes', () => {
  test('are those in force', () => {
    const found = routes(['split: [{ weight: 100 }], active: false', 'name: chosen, split: [{ weight: 100 }]']);
    expect(found.map(({ name }) => name)).toEqual(['chosen']);
  });

  test('are those of the mesh whose callers they concern', () => {
    const federation = plansOf(`clusters: { a: {}, b: {} }
meshes: { a: { members: [x] }, b: { members: [x] } }
traffic: [{ mesh: b, service: { namespace: x, name: s }, split: [{ weight: 100 }] }]
`);
    expect([meshOf(federation, 'a').routes.length, meshOf(federation, 'b').routes.length]).toEqual([0, 1]);
  });

  test('are sorted by namespace and name', () => {
    const federation = plansOf(`clusters: { a: {} }
meshes: { a: { members: [x, y] } }
traffic:
  - { mesh: a, service: { namespace: y, name: a }, split: [{ weight: 100 }] }
  - { mesh: a, service: { namespace: x, name: z }, split: [{ weight: 100 }] }
  - { mesh: a, service: { namespace: x, name: b }, split: [{ weight: 100 }] }
`);
    expect(meshOf(federation, 'a').routes.map(({ host }) => host)).toEqual([
      'b.x.svc.cluster.local',
      'z.x.svc.cluster.local',
      'a.y.svc.cluster.local',
    ]);
  });

  test('may be about a service whose share names the exporting mesh', () => {
    const federation = plansOf(`clusters: { a: {}, b: {}, c: {} }
meshes: { a: { members: [x] }, b: { members: [x] }, c: { members: [x] } }
peerings: [{ hub: a }]
shares: [{ from: [b, c], to: a, service: { namespace: x, name: s } }]
traffic: [{ mesh: a, service: { namespace: x, name: s }, split: [{ weight: 50 }, { share: s, mesh: c, weight: 50 }] }]
`);
    expect(meshOf(federation, 'a').routes[0]?.destinations[1]?.host).toBe('s.x.svc.c-imports.local');
  });
});

describe('loops', () => {
  const bothWays = (traffic: string) => `clusters: { a: { locality: { region: r1 } }, b: { locality: { region: r2 } } }
meshes: { a: { members: [x] }, b: { members: [x] } }
peerings: [{ between: [a, b] }]
shares:
  - { from: a, to: b, service: { namespace: x, name: s }, importAsLocal: true }
  - { from: b, to: a, service: { namespace: x, name: s }, importAsLocal: true }
traffic: [${traffic}]
`;
  const failover = (mesh: string) => `{ mesh: ${mesh}, service: { namespace: x, name: s }, failover: {} }`;

  test('of two meshes are none where calls stay at home until they fail', () => {
    expect(plansOf(bothWays(`${failover('a')}, ${failover('b')}`))).toHaveLength(2);
  });

  test('of two meshes are some where one of them does not keep calls at home', () => {
    expect(problemsOf(bothWays(failover('a')))).toEqual([
      '5:74 TOP138 shares[0].importAsLocal',
      '6:74 TOP138 shares[1].importAsLocal',
    ]);
  });

  test('are none where the two services differ', () => {
    const text = bothWays('').replace('name: s }, importAsLocal', 'name: other }, importAsLocal');
    expect(plansOf(text)).toHaveLength(2);
  });
});
