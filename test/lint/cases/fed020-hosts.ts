import { add, type Edit, remove, set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import type { RuleCases } from './case';

const IMPORTS = 'ImportedServiceSet east-mesh';
const LOCAL = 'ratings.shop.svc.cluster.local';
const FAR = 'ratings.stock.svc.east-mesh-imports.local';

/** Another host for the second destination of the split. */
const routing = (host: string): Edit =>
  set('west', 'VirtualService ratings', 'spec.http[0].route[1].destination.host', host);

const subset = (name: string): Edit =>
  set('west', 'VirtualService ratings', 'spec.http[0].route[0].destination.subset', name);

/** The port of one of the destinations of the split. */
const port = (destination: number, number: unknown): Edit =>
  set('west', 'VirtualService ratings', `spec.http[0].route[${destination}].destination.port`, { number });

const weights = (first: unknown, second: unknown): readonly Edit[] => [
  set('west', 'VirtualService ratings', 'spec.http[0].route[0].weight', first),
  set('west', 'VirtualService ratings', 'spec.http[0].route[1].weight', second),
];

const version = (text: string): Edit => set('west', 'ServiceMeshControlPlane west-mesh', 'spec.version', text);

const destinationRule = (host: string, kind = 'networking.istio.io/v1beta1'): Edit =>
  add(
    'west',
    `{ apiVersion: ${kind}, kind: DestinationRule, metadata: { name: more, namespace: shop }, spec: { host: "${host}" } }`,
  );

/** Further VirtualServices that use a subset of the local host. */
const usingSubset = (name: string, count: number): readonly Edit[] =>
  Array.from({ length: count }, (_, i) =>
    add(
      'west',
      `apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata: { name: more-${i}, namespace: shop }
spec: { hosts: [more-${i}.example.org], http: [{ route: [{ destination: { host: ${LOCAL}, subset: ${name} } }] }] }`,
    ),
  );

const NO_ROUTE = remove('west', 'VirtualService ratings', 'spec.http[0].route[1]');

/** FED020: hosts, subsets and weights of VirtualServices and DestinationRules. */
export const cases: RuleCases = {
  rule: 'FED020',
  findings: {
    unknownHost: [
      { what: 'nothing of a similar name', edits: [routing('warehouses.orchard.svc.east-mesh-imports.local')] },
      { what: 'in a DestinationRule', edits: [destinationRule('rating.stock.svc.east-mesh-imports.local')] },
      {
        what: 'as the host of a VirtualService',
        edits: [set('west', 'VirtualService ratings', 'spec.hosts[1]', 'rating.stock.svc.east-mesh-imports.local')],
      },
      {
        what: 'under a suffix of a rule',
        edits: [
          set('west', IMPORTS, 'spec.importRules[0].domainSuffix', 'svc.far.local'),
          routing('rating.stock.svc.far.local'),
        ],
      },
      {
        what: 'two peers with one suffix',
        edits: [
          ...NORTH,
          set('west', IMPORTS, 'spec.domainSuffix', 'svc.far.local'),
          set('west', 'ImportedServiceSet north-mesh', 'spec.domainSuffix', 'svc.far.local'),
          routing('rating.stock.svc.far.local'),
        ],
      },
    ],
    nothingImported: [
      {
        what: 'the set imports only as local',
        edits: [remove('west', IMPORTS, 'spec.importRules[0]')],
      },
    ],
    missingImportedServiceSet: [{ what: 'the peer has none', edits: [remove('west', IMPORTS)] }],
    unknownPeer: [
      { what: 'a similar host', edits: [routing('ratings.stock.svc.eats-mesh-imports.local')] },
      { what: 'nothing of a similar name', edits: [routing('warehouses.orchard.svc.south-imports.local')] },
    ],
    unknownPeerWithoutImports: [
      {
        what: 'nothing is imported',
        edits: [remove('west', IMPORTS), routing('ratings.stock.svc.south-imports.local')],
      },
    ],
    exportedHost: [
      { what: 'in a route', edits: [routing('ratings.stock.svc.west-mesh-exports.local')] },
      { what: 'in a DestinationRule', edits: [destinationRule('prices.stock.svc.west-mesh-exports.local')] },
    ],
    importedAsLocal: [
      { what: 'the host under the name of the exporter', edits: [routing('prices.stock.svc.east-mesh-imports.local')] },
      { what: 'the host under the name of the alias', edits: [routing('prices.shop.svc.east-mesh-imports.local')] },
      {
        what: 'under the suffix of the set',
        edits: [set('west', IMPORTS, 'spec.domainSuffix', 'svc.far.local'), routing('prices.stock.svc.far.local')],
      },
    ],
    misspelledService: [
      { what: 'in a route', edits: [routing('rating.shop.svc.cluster.local')] },
      { what: 'a short name', edits: [routing('rating')] },
      { what: 'in a DestinationRule', edits: [destinationRule('rating.shop.svc.cluster.local')] },
      {
        what: 'as the host of a VirtualService',
        edits: [set('west', 'VirtualService ratings', 'spec.hosts[1]', 'rating.shop.svc.cluster.local')],
      },
    ],
    unknownService: [{ what: 'nothing of a similar name', edits: [routing('warehouses.shop.svc.cluster.local')] }],
    wrongPort: [
      { what: 'of an import', edits: [port(1, 9081)] },
      { what: 'of a Service of the cluster', edits: [port(0, 80)] },
      {
        what: 'of a Service with two ports',
        edits: [
          set('west', 'Service ratings', 'spec.ports', [
            { name: 'http', port: 9080 },
            { name: 'grpc', port: 443 },
          ]),
          port(0, 80),
        ],
      },
      { what: 'of an import as local', edits: [routing('prices.shop.svc.cluster.local'), port(1, 80)] },
      {
        what: 'in a mirror',
        edits: [set('west', 'VirtualService ratings', 'spec.http[0].mirror', { host: FAR, port: { number: 1 } })],
      },
    ],
    shortName: [
      { what: 'name and namespace', edits: [routing('ratings.stock')] },
      { what: 'name, namespace and svc', edits: [routing('ratings.stock.svc')] },
      { what: 'in a DestinationRule', edits: [destinationRule('ratings.stock')] },
      {
        what: 'the name only, in the namespace of the alias',
        edits: [
          set('west', IMPORTS, 'spec.importRules[0].nameSelector.alias', { namespace: 'shop', name: 'far-ratings' }),
          routing('far-ratings'),
        ],
      },
    ],
    misspelledSubset: [
      { what: 'a capital letter', edits: [subset('V1')] },
      { what: 'used in two places', edits: [subset('v2'), ...usingSubset('v2', 1)] },
      {
        what: 'two DestinationRules for the host',
        edits: [subset('v2'), destinationRule('*.shop.svc.cluster.local')],
      },
    ],
    unknownSubset: [
      { what: 'nothing of a similar name', edits: [subset('canary')] },
      { what: 'used in more places than a finding lists', edits: [subset('canary'), ...usingSubset('canary', 6)] },
      {
        what: 'the DestinationRule has no subsets',
        edits: [remove('west', 'DestinationRule ratings', 'spec.subsets')],
      },
    ],
    missingDestinationRule: [
      { what: 'no DestinationRule', edits: [remove('west', 'DestinationRule ratings')] },
      { what: 'used in two places', edits: [remove('west', 'DestinationRule ratings'), ...usingSubset('v1', 1)] },
      {
        what: 'a DestinationRule for another host, and one of another API group',
        edits: [
          set('west', 'DestinationRule ratings', 'spec.host', 'prices.shop.svc.cluster.local'),
          destinationRule(LOCAL, 'example.org/v1'),
        ],
      },
    ],
    rejectedWeights: [
      { what: 'v2.3', edits: [version('v2.3'), ...weights(80, 10)] },
      { what: 'v2.0', edits: [version('v2.0'), ...weights(80, 30)] },
      { what: 'a sum of 0', edits: weights(0, undefined) },
    ],
    relativeWeights: [
      { what: 'too little', edits: weights(79, 20) },
      { what: 'v2.4, one weight missing', edits: [version('v2.4'), ...weights(80, undefined)] },
      {
        what: 'the operator chooses the version',
        edits: [remove('west', 'ServiceMeshControlPlane west-mesh', 'spec.version'), ...weights(81, 20)],
      },
      { what: 'a version of two digits', edits: [version('v2.10'), ...weights(81, 20)] },
      {
        what: 'in routes for TCP',
        edits: [
          set('west', 'VirtualService ratings', 'spec.tcp', [
            {
              route: [
                { destination: { host: LOCAL }, weight: 50 },
                { destination: { host: FAR }, weight: 40 },
              ],
            },
          ]),
        ],
      },
    ],
  },
  nearMisses: [
    { what: 'the port of an import', edits: [port(1, 9080)] },
    { what: 'the port of a Service of the cluster', edits: [port(0, 9080)] },
    { what: 'a port that is not a number is FED023', edits: [port(0, '80')] },
    {
      what: 'the port of an import whose Service the manifests do not have',
      edits: [port(1, 80), remove('east', 'Service ratings')],
    },
    { what: 'a Service of a namespace without Services', edits: [routing('warehouses.attic.svc.cluster.local')] },
    {
      what: 'a namespace that may have more Services',
      edits: [
        routing('warehouses.shop.svc.cluster.local'),
        add('west', '{ apiVersion: v1, kind: Service, metadata: { name: a }, spec: { ports: [{ port: 80 }] } }'),
      ],
    },
    {
      what: 'a Service that the operator creates',
      edits: [
        routing('istio-ingressgateway.west-mesh.svc.cluster.local'),
        add(
          'west',
          '{ apiVersion: v1, kind: Service, metadata: { name: a, namespace: west-mesh }, spec: { ports: [{ port: 80 }] } }',
        ),
      ],
    },
    {
      what: 'a host of a ServiceEntry',
      edits: [
        routing('warehouses.shop.svc.cluster.local'),
        port(1, 80),
        add(
          'west',
          `apiVersion: networking.istio.io/v1beta1
kind: ServiceEntry
metadata: { name: warehouses, namespace: shop }
spec: { hosts: [warehouses.shop.svc.cluster.local], ports: [{ name: http, number: 80, protocol: HTTP }], resolution: DNS }`,
        ),
      ],
    },
    {
      what: 'an import as local without a local Service',
      edits: [remove('west', 'Service prices'), routing('prices.shop.svc.cluster.local')],
    },
    {
      what: 'what a rule for any name may import as local',
      edits: [
        remove('east', 'ExportedServiceSet west-mesh'),
        set('west', IMPORTS, 'spec.importRules[2]', {
          type: 'NameSelector',
          importAsLocal: true,
          nameSelector: { namespace: 'orchard', alias: { namespace: 'shop' } },
        }),
        set('west', 'ServiceMeshPeer east-mesh', 'spec.security.trustDomain', 'far.local'),
        routing('apples.shop.svc.cluster.local'),
      ],
    },
    {
      what: 'one destination without a weight',
      edits: [NO_ROUTE, remove('west', 'VirtualService ratings', 'spec.http[0].route[0].weight')],
    },
    { what: 'one destination with a weight', edits: [NO_ROUTE] },
    { what: 'a pattern in a DestinationRule', edits: [destinationRule('*.svc.east-mesh-imports.local')] },
    { what: 'the imported host in a DestinationRule', edits: [destinationRule(FAR)] },
    { what: 'a host outside the mesh', edits: [routing('ratings.example.org')] },
    {
      what: 'a host that ends like one of an export',
      edits: [routing('ratings.stock.svc.west-mesh-exports.local.example.org')],
    },
    {
      what: 'the exports of the other mesh are not known',
      edits: [
        remove('east', 'ServiceMeshPeer west-mesh'),
        set('west', IMPORTS, 'spec.importRules[2]', { type: 'NameSelector', nameSelector: { namespace: 'orchard' } }),
        routing('apples.orchard.svc.east-mesh-imports.local'),
      ],
    },
    {
      what: 'a suffix that looks like imports, in a mesh without peers',
      edits: [
        remove('west', 'ServiceMeshPeer east-mesh'),
        remove('west', IMPORTS),
        routing('ratings.stock.svc.south-imports.local'),
      ],
    },
    { what: 'the short name of a Service of the namespace', edits: [routing('ratings')] },
    {
      what: 'name and namespace of a Service, and an import has the same',
      edits: [
        set('west', IMPORTS, 'spec.importRules[0].nameSelector.alias', { namespace: 'shop' }),
        routing('ratings.shop'),
      ],
    },
    {
      what: 'the short name of an import as local',
      edits: [routing('prices.shop')],
    },
    {
      what: 'a short name in a namespace whose Services are deployed from elsewhere',
      edits: [
        remove('west', 'Service ratings'),
        remove('west', 'Service prices'),
        set('west', IMPORTS, 'spec.importRules[0].nameSelector.alias', { namespace: 'shop', name: 'far-ratings' }),
        routing('far-ratings'),
      ],
    },
    { what: 'a host that continues after the name of an import', edits: [routing('ratings.stock.svc.example.org')] },
    { what: 'a host of three parts', edits: [routing('ratings.stock.example')] },
    {
      what: 'a DestinationRule for a pattern has the subset',
      edits: [set('west', 'DestinationRule ratings', 'spec.host', '*.shop.svc.cluster.local')],
    },
    {
      what: 'the subset of an imported host is FED019',
      edits: [set('west', 'VirtualService ratings', 'spec.http[0].route[1].destination.subset', 'v7')],
    },
    {
      what: 'a VirtualService of another API group',
      edits: [set('west', 'VirtualService ratings', 'apiVersion', 'example.org/v1'), subset('canary')],
    },
  ],
};
