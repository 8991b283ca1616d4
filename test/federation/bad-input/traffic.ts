import { type BadInput, change } from './case';

const SPLIT = '[{ weight: 90 }, { share: stock, weight: 10 }]';
const TRAFFIC = (more: string): string => change([`split: ${SPLIT}`, more]);
const MIRROR = (share: string): string => TRAFFIC(`split: ${SPLIT}\n    mirror: ${share}`);
const FROM_TWO = (ref: string, first = 's', second = 's'): string => `clusters: { a: {}, b: {}, c: {} }
meshes: { a: { members: [x] }, b: { members: [x] }, c: { members: [x] } }
peerings: [{ hub: a }]
shares:
  - { name: ${first}, from: b, to: a, service: { namespace: x, name: s } }
  - { name: ${second}, from: c, to: a, service: { namespace: x, name: s } }
traffic:
  - { mesh: a, service: { namespace: x, name: s }, split: [{ weight: 50 }, ${ref}] }
`;
const WHOLE = (ref: string): string =>
  change(
    ['service: { namespace: store, name: stock }', 'name: all\n    service: { namespace: store }'],
    ['{ share: stock, weight: 10 }', ref],
  );
const LOCAL = 'importAs: { namespace: shop }\n    importAsLocal: true';
const JOINED = (traffic: string, west = 'locality: { region: r1 }', east = 'locality: { region: r2 }'): string =>
  change(
    ['platform: aws', west],
    ['platform: azure', east],
    ['name: stock }\ntraffic', `name: stock }\n    ${LOCAL}\ntraffic`],
    [`split: ${SPLIT}`, traffic],
  );

/** What importing meshes do with imported services. */
export const TRAFFIC_CASES: readonly BadInput[] = [
  {
    what: 'an unknown share',
    code: 'TOP140',
    text: change(['share: stock', 'share: »stocks']),
    message: 'unknown share "stocks", not imported by the mesh "west"',
    fix: 'write "stock"',
  },
  { what: 'a mirror to an unknown share', code: 'TOP140', text: MIRROR('{ share: »prices }') },
  {
    what: 'a share that comes from several meshes',
    code: 'TOP141',
    text: FROM_TWO('»{ share: s, weight: 50 }'),
    message: 'ambiguous share "s", exported by several meshes',
    fix: 'add "mesh:" with one of b, c',
  },
  {
    what: 'a share from a mesh that does not export it',
    code: 'TOP141',
    text: FROM_TWO('{ share: one, mesh: »c, weight: 50 }', 'one', 'two'),
    message: 'the share "one" is not exported by the mesh "c"',
    fix: 'write "b"',
  },
  {
    what: 'a share with several imports',
    code: 'TOP141',
    text: WHOLE('»{ share: all, weight: 10 }').replace(
      '{ namespace: store }',
      '{ namespace: store }\n    imports: [{ name: stock }, { name: prices }]',
    ),
    message: 'ambiguous share "all", can match several services',
  },
  {
    what: 'a service of a share that is not imported',
    code: 'TOP141',
    text: WHOLE('{ share: all, service: »{ namespace: store, name: other }, weight: 10 }').replace(
      '{ namespace: store }',
      '{ namespace: store }\n    imports: [{ name: stock }, { name: prices }]',
    ),
    message: 'the share "all" does not match the service "store/other"',
  },
  {
    what: 'a share that is exported and not imported',
    code: 'TOP140',
    text: change(
      ['name: stock }\ntraffic', 'name: stock }\n    imports: []\ntraffic'],
      ['share: stock', 'share: »stock'],
    ),
  },
  {
    what: 'a match without a condition',
    code: 'TOP149',
    text: TRAFFIC('routes: [{ match: [»{}] }]'),
    message: 'a match without a condition',
    fix: 'add "uri", "headers" or "method", or use "split" of the entry for all other requests',
  },
  {
    what: 'a match of a path in two forms',
    code: 'TOP149',
    text: TRAFFIC('routes: [{ match: [{ uri: »{ exact: /a, prefix: /a } }] }]'),
    message: 'a condition on a text must have exactly one of "exact", "prefix" and "regex"',
    fix: 'write exactly one of them',
  },
  {
    what: 'a match of a header in no form',
    code: 'TOP149',
    text: TRAFFIC('routes: [{ match: [{ headers: { x-user: »{} } }] }]'),
  },
  {
    what: 'a match of a header that Istio does not find',
    code: 'TOP149',
    text: TRAFFIC('routes: [{ match: [{ headers: { »X-User: { exact: a } } }] }]'),
    message: 'invalid header name "X-User"',
  },
  {
    what: 'any host for the calls of workloads',
    code: 'TOP149',
    text: TRAFFIC(`hosts: [»"*"]\n    split: ${SPLIT}`),
    message: 'the host "*" requires "gateways" without "mesh"',
    fix: 'write the hosts, or only Gateways in "gateways"',
  },
  {
    what: 'a route to an unknown share',
    code: 'TOP140',
    text: TRAFFIC('routes: [{ match: [{ method: GET }], split: [{ share: »stocks, weight: 100 }] }]'),
  },
  {
    what: 'a route with weights of 90',
    code: 'TOP142',
    text: TRAFFIC('routes: [{ match: [{ method: GET }], split: »[{ weight: 90 }] }]'),
  },
  { what: 'a route for no match', code: 'TOP008', text: TRAFFIC('routes: [{ match: »[] }]') },
  { what: 'hosts of an unknown share', code: 'TOP140', text: TRAFFIC('hosts: [{ share: »stocks }]') },
  {
    what: 'routes of TCP',
    code: 'TOP145',
    text: TRAFFIC(
      `protocol: tcp\n    split: ${SPLIT}\n    routes: »[{ match: [{ method: GET }] }]\n    timeout: »5s\n    retries: »{ attempts: 1 }`,
    ),
    message: '"routes" requires HTTP',
    fix: 'remove "routes", or write "protocol: http"',
  },
  {
    what: 'an override with a field that a VirtualService does not have',
    code: 'TOP116',
    text: TRAFFIC('override: { http: [{ timout: »5s }] }'),
    message: 'unknown field "http.0.timout" of the VirtualService',
    fix: 'write http[0].timeout',
  },
  {
    what: 'an override with an unknown share',
    code: 'TOP140',
    text: TRAFFIC('override: { hosts: [{ share: »stocks }] }'),
  },
  {
    what: 'two entries of a service with a DestinationRule each',
    code: 'TOP144',
    text: TRAFFIC(`subsets: { v1: { version: v1 } }
    split: ${SPLIT}
  - »{ mesh: west, service: { namespace: shop, name: stock }, name: front, hosts: [a.example], gateways: [front], subsets: { v1: { version: v1 } } }`),
  },
  {
    what: 'two entries of a service under one name',
    code: 'TOP103',
    text: TRAFFIC(`split: ${SPLIT}
  - »{ mesh: west, service: { namespace: shop, name: stock }, hosts: [a.example], gateways: [front] }`),
    message: 'duplicate name "stock" in the namespace "shop", already used by traffic[0]',
  },
  {
    what: 'a share that may hold several services',
    code: 'TOP141',
    text: WHOLE('»{ share: all, weight: 10 }'),
    message: 'ambiguous share "all", can match several services',
    fix: 'add "service: { namespace: ..., name: ... }" of the exporter',
  },
  {
    what: 'a service that the share does not hold',
    code: 'TOP141',
    text: WHOLE('{ share: all, weight: 10, service: »{ namespace: shop, name: stock } }'),
    message: 'the share "all" does not match the service "shop/stock"',
    fix: 'write a service that the share matches',
  },
  {
    what: 'a service that an earlier share takes from the one that is named',
    code: 'TOP141',
    text: change(
      [
        'name: stock }\ntraffic',
        'name: stock }\n  - { name: all, from: east, to: west, service: { namespace: store } }\ntraffic',
      ],
      ['{ share: stock, weight: 10 }', '{ share: all, weight: 10, service: »{ namespace: store, name: stock } }'],
    ),
    message: 'an earlier share exports "store/stock" instead of "all", because the first match wins',
    fix: 'refer to the earlier share',
  },
  {
    what: 'one name for two shares of one mesh',
    code: 'TOP141',
    text: change(
      ['  - from: east\n', '  - name: both\n    from: east\n'],
      [
        'name: stock }\ntraffic',
        'name: stock }\n  - { name: both, from: east, to: west, service: { namespace: store, name: b } }\ntraffic',
      ],
      ['share: stock', 'share: »both'],
    ),
    message: 'ambiguous share "both", the name of several shares',
    fix: 'set a unique "name" in each of them',
  },
  {
    what: 'a split between a service and its own import as local',
    code: 'TOP141',
    text: JOINED('split: [{ weight: 50 }, { share: »stock, weight: 50 }]'),
    message: 'the import of "stock" is merged with the local service, so a split cannot select it',
    fix: 'use "failover", or import it under its own name',
  },
  {
    what: 'a mesh without a share',
    code: 'TOP141',
    text: change(['{ share: stock, weight: 10 }', '»{ mesh: east, weight: 10 }']),
    message: '"mesh" and "service" require "share"',
    fix: 'add "share:"',
  },
  {
    what: 'weights that add up to 90',
    code: 'TOP142',
    text: change(['[{ weight: 90 }', '»[{ weight: 80 }']),
    message: 'the weights add up to 90, expected 100',
    fix: 'add 10',
  },
  {
    what: 'weights that add up to 101',
    code: 'TOP142',
    text: change(['[{ weight: 90 }', '»[{ weight: 91 }']),
    message: 'the weights add up to 101, expected 100',
    fix: 'subtract 1',
  },
  { what: 'a split of nothing', code: 'TOP142', text: TRAFFIC('split: »[]'), fix: 'add 100' },
  {
    what: 'wrong weights in a statement that is not in force',
    code: 'TOP142',
    text: TRAFFIC('active: false\n    split: »[{ weight: 99 }]'),
  },
  {
    what: 'a subset on an imported host',
    code: 'TOP143',
    text: change(['{ share: stock,', '{ share: stock, subset: »v2,']),
    message: 'the import of "stock" has no subsets, because labels of pods are not transferred',
    fix: 'remove "subset", or share each version as its own Service',
  },
  {
    what: 'a subset that nobody defines',
    code: 'TOP143',
    text: change(['{ weight: 90 }', '{ subset: »v1, weight: 90 }']),
    message: 'unknown subset "v1" of stock.shop.svc.cluster.local',
    fix: 'add "subsets: { v1: { version: v1 } }"',
  },
  {
    what: 'a misspelt subset',
    code: 'TOP143',
    text: TRAFFIC('subsets: { stable: { version: v1 } }\n    split: [{ subset: »stabel, weight: 100 }]'),
    fix: 'write "stable"',
  },
  {
    what: 'a subset that keeps calls from failing over',
    code: 'TOP143',
    text: JOINED('failover: {}\n    subsets: { v1: { version: v1 } }\n    split: [{ subset: »v1, weight: 100 }]'),
    message: 'the subset "v1" has no imported endpoints to fail over to',
    fix: 'remove "subset", or "failover"',
  },
  {
    what: 'a subset with a name that is none',
    code: 'TOP143',
    text: TRAFFIC('subsets: { »"v 1": { version: v1 } }'),
    message: 'invalid subset name "v 1"',
    fix: 'use letters, digits and "-", at most 63 characters',
  },
  {
    what: 'a subset with labels that are none',
    code: 'TOP143',
    text: TRAFFIC('subsets: { v1: »{ version: "v1!" } }'),
    message: 'invalid labels of the subset "v1"',
    fix: 'write valid labels, such as "version: v1"',
  },
  {
    what: 'two statements in force for one service',
    code: 'TOP144',
    text: `${change()}  - »mesh: west\n    service: { namespace: shop, name: stock }\n    split: [{ weight: 100 }]\n`,
    message: 'duplicate traffic entry for stock.shop.svc.cluster.local, traffic[0] is active too',
    fix: 'write "active: false" in one of the two',
  },
  {
    what: 'a mirror of TCP',
    code: 'TOP145',
    text: TRAFFIC('protocol: tcp\n    mirror: »{ share: stock }'),
    message: '"mirror" requires HTTP',
    fix: 'remove "mirror", or write "protocol: http"',
  },
  {
    what: 'a failover that no import joins',
    code: 'TOP146',
    text: change(['platform: aws', 'locality: { region: r1 }'], [`split: ${SPLIT}`, 'failover: »{}']),
    message: 'no import of the mesh "west" is merged with stock.shop.svc.cluster.local',
    fix: 'add "importAsLocal: true" to the share of the service',
  },
  {
    what: 'a failover to a place that is not known',
    code: 'TOP146',
    text: JOINED('failover: »{}', 'locality: { region: r1 }', 'platform: azure'),
    message: 'failover requires the locality of the cluster "east"',
    fix: 'add "locality: { region: ... }" to the cluster "east"',
  },
  {
    what: 'traffic about nothing',
    code: 'TOP147',
    text: TRAFFIC('protocol: http').replace('- mesh: west', '- »mesh: west'),
    message: 'empty traffic entry',
    fix: 'add "split:", "mirror:" or "failover:"',
  },
];
