import { ossm3MeshOf, ossm3Problems } from '../helpers/ossm3';

/** West imports from east, which has bookinfo in `shop` unless its settings say otherwise. */
function topology(
  shares: string,
  east = 'workloads: [{ bookinfo: { namespace: shop } }]',
  west = 'members: [front]',
): string {
  return `clusters: { west: {}, east: { locality: { region: r1, zone: z1 } } }
meshes: { west: { ${west} }, east: { ${east} } }
peerings: [{ between: [west, east] }]
shares: [${shares}]
`;
}

const DETAILS = 'from: east, to: west, service: { namespace: shop, name: details }';
const HOST = 'details.shop.svc.east-imports.local';
const PORT = { number: 9080, name: 'http', protocol: 'HTTP', targetPort: 9080 };

describe('a share', () => {
  test('gives the importer a host, with the ports and identities of the exporter', () => {
    const { imports, remotes, gateway } = ossm3MeshOf(topology(`{ ${DETAILS} }`), 'west');
    expect(imports).toEqual([
      {
        name: 'details-shop-east',
        mesh: 'east',
        service: { namespace: 'shop', name: 'details' },
        host: HOST,
        exportTo: ['front'],
        ports: [PORT],
        subjectAltNames: ['spiffe://east.local/ns/shop/sa/bookinfo-details'],
        network: 'east-network',
        locality: 'r1/z1',
      },
    ]);
    expect(remotes.map(({ name, network }) => [name, network])).toEqual([['remote-east', 'east-network']]);
    expect(gateway).toBeUndefined();
  });

  test('gives the exporter the same host, which its gateway exposes', () => {
    const { exports, gateway, remotes, accessPolicies } = ossm3MeshOf(topology(`{ ${DETAILS} }`), 'east');
    expect(exports).toEqual([
      { name: 'details-shop-west', namespace: 'shop', host: HOST, ports: [PORT], podLabels: { app: 'details' } },
    ]);
    expect(gateway?.hosts).toEqual([HOST]);
    expect(remotes).toEqual([]);
    expect(accessPolicies).toEqual([]);
  });

  test.each([
    ['a new name', 'importAs: { name: books }', 'books.shop.svc.east-imports.local'],
    ['a new namespace', 'importAs: { namespace: front }', 'details.front.svc.east-imports.local'],
    ['a name of the exporter', 'exportAs: { name: books }', 'books.shop.svc.east-imports.local'],
    ['a suffix', 'domainSuffix: far.example', 'details.shop.far.example'],
    [
      'no Service of the importer',
      'importAs: { namespace: front }, importAsLocal: true, localServiceAccounts: []',
      'details.front.svc.cluster.local',
    ],
  ])('with %s has that host on both sides', (_, settings, host) => {
    const text = topology(`{ ${DETAILS}, ${settings} }`);
    expect(ossm3MeshOf(text, 'west').imports.map((one) => one.host)).toEqual([host]);
    expect(ossm3MeshOf(text, 'east').gateway?.hosts).toEqual([host]);
    expect(ossm3MeshOf(text, 'east').exports.map((one) => one.host)).toEqual([host]);
  });

  test('as local with the name of the Service needs no other entry of the exporter', () => {
    const text = topology(
      `{ ${DETAILS}, importAsLocal: true }`,
      undefined,
      'workloads: [{ bookinfo: { namespace: shop } }]',
    );
    const west = ossm3MeshOf(text, 'west');
    expect(west.imports).toEqual([]);
    expect(west.endpoints).toEqual([
      {
        name: 'details-east',
        namespace: 'shop',
        mesh: 'east',
        service: { namespace: 'shop', name: 'details' },
        host: 'details.shop.svc.cluster.local',
        labels: { app: 'details' },
        network: 'east-network',
        locality: 'r1/z1',
      },
    ]);
    expect(west.routes.map(({ host, subjectAltNames }) => [host, subjectAltNames])).toEqual([
      [
        'details.shop.svc.cluster.local',
        ['spiffe://east.local/ns/shop/sa/bookinfo-details', 'spiffe://west.local/ns/shop/sa/bookinfo-details'],
      ],
    ]);
    const east = ossm3MeshOf(text, 'east');
    expect(east.gateway?.hosts).toEqual(['details.shop.svc.cluster.local']);
    expect(east.exports).toEqual([]);
  });

  test.each([
    ['of a namespace', 'service: { namespace: shop }', 4],
    ['of all services', 'service: {}', 4],
    ['by label', 'selector: { matchLabels: { app: reviews } }', 1],
    ['by name', 'service: { name: ratings }', 1],
  ])('%s is expanded', (_, selection, count) => {
    expect(ossm3MeshOf(topology(`{ from: east, to: west, ${selection} }`), 'west').imports).toHaveLength(count);
  });

  test('that matches a service of an earlier one leaves it to that', () => {
    const text = topology(
      `{ ${DETAILS}, importAs: { name: books } }, { from: east, to: west, service: { namespace: shop } }`,
    );
    expect(ossm3MeshOf(text, 'west').imports.map(({ name }) => name)).toEqual([
      'books-shop-east',
      'productpage-shop-east',
      'ratings-shop-east',
      'reviews-shop-east',
    ]);
  });

  test('with imports takes the first that matches', () => {
    const imports = 'imports: [{ name: details, importAs: { name: books } }, { name: ratings }]';
    const text = topology(`{ name: all, from: east, to: west, service: { namespace: shop }, ${imports} }`);
    expect(ossm3MeshOf(text, 'west').imports.map(({ name }) => name)).toEqual(['books-shop-east', 'ratings-shop-east']);
    expect(ossm3MeshOf(text, 'east').gateway?.hosts).toHaveLength(2);
  });

  test('takes what it states of services that the topology does not have', () => {
    const stated =
      'ports: [{ number: 80, targetPort: 8080, protocol: HTTP }, { number: 9000 }, { number: 9001 }], podLabels: { app: api }, serviceAccounts: [one, two], clients: [back]';
    const text = topology(
      `{ from: east, to: west, service: { namespace: shop, name: api }, ${stated} }`,
      'members: [shop]',
      'members: [front, back]',
    );
    expect(ossm3MeshOf(text, 'west').imports).toMatchObject([
      {
        exportTo: ['back'],
        ports: [
          { number: 80, name: 'http', protocol: 'HTTP', targetPort: 8080 },
          { number: 9000, name: 'tcp-9000', protocol: 'TCP', targetPort: 9000 },
          { number: 9001, name: 'tcp-9001', protocol: 'TCP', targetPort: 9001 },
        ],
        subjectAltNames: ['spiffe://east.local/ns/shop/sa/one', 'spiffe://east.local/ns/shop/sa/two'],
      },
    ]);
    expect(ossm3MeshOf(text, 'east').exports).toMatchObject([{ podLabels: { app: 'api' } }]);
  });

  test('is refused with what to write where something is unknown', () => {
    const codes = (shares: string, east?: string, west?: string) =>
      ossm3Problems(topology(shares, east, west)).map((one) => one.slice(0, 6));
    expect(codes('{ from: east, to: west, service: { namespace: shop, name: api } }', 'members: [shop]')).toEqual([
      'TOP202',
      'TOP201',
      'TOP203',
    ]);
    expect(codes('{ from: east, to: west, service: { namespace: shop } }', 'members: [shop]')).toEqual(['TOP200']);
    expect(codes(`{ ${DETAILS}, importAs: { namespace: front }, importAsLocal: true }`)).toContain('TOP202');
  });

  test('as local that meets another Service of the exporter is refused', () => {
    const local = `{ ${DETAILS}, importAs: { name: ratings }, importAsLocal: true, localServiceAccounts: [] }`;
    expect(ossm3Problems(topology(local, undefined, 'members: [shop]'))).toEqual([
      'TOP206 shares[0]: the host "ratings.shop.svc.cluster.local" is another Service of the exporting mesh "east", which would get the calls',
    ]);
  });

  test('is refused where two services have one host', () => {
    const twice = `{ ${DETAILS} }, { name: other, from: east, to: west, service: { namespace: shop, name: ratings }, importAs: { name: details } }`;
    expect(ossm3Problems(topology(twice)).map((one) => one.slice(0, 6))).toContain('TOP137');
  });
});

describe('a policy', () => {
  const three = (shares: string) => `clusters: { west: {}, east: {}, north: {} }
meshes:
  west: { members: [front] }
  north: { members: [lab] }
  east: { workloads: [{ bookinfo: { namespace: shop } }] }
peerings: [{ hub: east }]
shares: [${shares}]
`;
  const RATINGS = 'service: { namespace: shop, name: ratings }';

  test('in the namespace of the control plane, where it applies to the whole mesh, is refused', () => {
    const stated = 'ports: [{ number: 80 }], podLabels: { app: api }, serviceAccounts: [api]';
    const share = `from: east, to: west, service: { namespace: root, name: api }, ${stated}`;
    const problems = (more: string) =>
      ossm3Problems(topology(`{ ${share}${more} }`, 'namespace: root, members: [shop]'));
    expect(problems('')).toEqual([]);
    expect(problems(', authorize: true')).toEqual([
      'TOP139 shares[0]: an AuthorizationPolicy in the control-plane namespace "root" applies to all namespaces of the mesh "east"',
    ]);
  });

  test('keeps a service to the peers that import it where others import something else', () => {
    const text = three(`{ ${DETAILS} }, { from: east, to: north, ${RATINGS} }`);
    expect(ossm3MeshOf(text, 'east').accessPolicies).toEqual([
      {
        name: 'callers-details',
        namespace: 'shop',
        workload: { app: 'details' },
        principals: ['east.local/*', 'west.local/ns/front/*'],
      },
      {
        name: 'callers-ratings',
        namespace: 'shop',
        workload: { app: 'ratings' },
        principals: ['east.local/*', 'north.local/ns/lab/*'],
      },
    ]);
  });

  test('is not needed where all peers import all', () => {
    const text = three(`{ from: east, to: all, ${RATINGS} }`);
    expect(ossm3MeshOf(text, 'east').accessPolicies).toEqual([]);
  });

  test('is written where the share asks for it, for the callers that it states', () => {
    const text = three(`{ from: east, to: all, ${RATINGS}, authorize: { callers: [shop], workload: { app: r } } }`);
    expect(ossm3MeshOf(text, 'east').accessPolicies).toEqual([
      {
        name: 'callers-ratings',
        namespace: 'shop',
        workload: { app: 'r' },
        principals: ['east.local/ns/shop/*', 'north.local/ns/lab/*', 'west.local/ns/front/*'],
      },
    ]);
  });
});
