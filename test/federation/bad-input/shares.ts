import { type BadInput, change } from './case';

const SERVICE = 'service: { namespace: store, name: stock }';
const SHARE = (more: string): string =>
  change([`${SERVICE}\ntraffic`, `${SERVICE}\n  - { from: east, to: west, ${more} }\ntraffic`]);
const PRICES = 'service: { namespace: store, name: prices }';
const WEB = 'service: { namespace: store }';
const BOTH_WAYS = (share: string): string => `clusters: { a: {}, b: {} }
meshes: { a: { members: [shop] }, b: { members: [shop] } }
peerings: [{ between: [a, b] }]
shares:
  - { from: a, to: b, ${share} }
  - { from: b, to: a, ${share} }
`;

/** Shares and the policies that guard them. */
export const SHARES: readonly BadInput[] = [
  {
    what: 'a share between meshes that do not peer',
    code: 'TOP130',
    text: `clusters: { a: {}, b: {}, c: {} }
meshes: { a: { members: [x] }, b: {}, c: {} }
peerings: [{ between: [a, b] }]
shares:
  - from: a
    to: »[b, c]
    service: { namespace: x, name: s }
`,
    message: 'no peering between the meshes "a" and "c"',
    fix: 'add a peering "between: [a, c]"',
  },
  {
    what: 'a share with itself',
    code: 'TOP130',
    text: SHARE(PRICES).replace('to: west, service', 'to: »east, service'),
    message: 'the mesh "east" cannot share with itself',
    fix: 'share with another mesh',
  },
  {
    what: 'a share to all peers of a mesh that has none',
    code: 'TOP130',
    text: 'clusters: { a: {} }\nmeshes: { a: { members: [x] } }\nshares: [{ from: a, to: »all, service: { namespace: x } }]\n',
    message: 'no peering between the exporters and the importers of the share',
    fix: 'add a peering, or remove the share',
  },
  { what: 'a share to nobody', code: 'TOP130', text: SHARE(PRICES).replace('to: west, service', 'to: »[], service') },
  {
    what: 'a share of nothing',
    code: 'TOP131',
    text: SHARE('importAsLocal: false').replace('- { from: east, to: west, i', '- »{ from: east, to: west, i'),
    message: 'the share has neither "service" nor "selector"',
    fix: 'add "service:" or "selector:"',
  },
  {
    what: 'a selector for values of which there are none',
    code: 'TOP131',
    text: SHARE(`${WEB}, selector: »{ matchExpressions: [{ key: app, operator: In }] }`),
    message: 'invalid label selector',
    fix: 'add "values:" to "In" and "NotIn"',
  },
  {
    what: 'a selector for a label that cannot be one',
    code: 'TOP131',
    text: SHARE(`${WEB}, selector: »{ matchLabels: { "my app": web } }`),
    fix: 'write keys such as "app" or "example.org/app"',
  },
  {
    what: 'a service in a namespace that is no member of the exporter',
    code: 'TOP132',
    text: SHARE('service: { namespace: »stores, name: prices }'),
    message: 'the namespace "stores" is not a member of the mesh "east"',
    fix: 'add it to "meshes.east.members", or write one of store',
  },
  {
    what: 'callers in a namespace that is no member',
    code: 'TOP132',
    text: SHARE(`${PRICES}, authorize: { callers: [store, »shop] }`),
  },
  {
    what: 'an alias namespace that is no member of the importer',
    code: 'TOP132',
    text: SHARE(`${PRICES}, importAs: { namespace: »store }`),
    message: 'the namespace "store" is not a member of the mesh "west"',
    fix: 'add it to "meshes.west.members", or write one of shop',
  },
  {
    what: 'an import as local into a namespace that the importer does not have',
    code: 'TOP132',
    text: SHARE(`${PRICES}, importAsLocal: »true`),
  },
  {
    what: 'traffic in a namespace that is no member',
    code: 'TOP132',
    text: change(['service: { namespace: shop', 'service: { namespace: »shops']),
  },
  {
    what: 'an import as local from any namespace',
    code: 'TOP133',
    text: SHARE('service: { name: prices }, importAsLocal: »true'),
    message: '"importAsLocal" requires a fixed namespace',
    fix: 'add "importAs: { namespace: ... }"',
  },
  {
    what: "an import under the suffix of the cluster's own Services",
    code: 'TOP134',
    text: SHARE(`${PRICES}, domainSuffix: »svc.cluster.local`),
    message: 'reserved suffix "svc.cluster.local" of the Services of the importing cluster',
    fix: 'write "importAsLocal: true" instead, or another suffix',
  },
  {
    what: "an import under the cluster's own domain",
    code: 'TOP134',
    text: SHARE(`${PRICES}, domainSuffix: »corp.example`).replace('platform: aws', 'domain: corp.example'),
  },
  {
    what: 'a share that an earlier one hides from the importer',
    code: 'TOP135',
    text: change([
      `  - from: east\n    to: west\n    ${SERVICE}`,
      `  - { name: all, from: east, to: west, service: { namespace: store } }
  - »{ from: east, to: west, ${SERVICE}, exportAs: { name: other } }`,
    ]),
    message:
      'unreachable share: shares[0] exports all of its services, and the first match wins (1 more at this place)',
    fix: 'move this share before shares[0], or remove it',
  },
  {
    what: 'a rename that an earlier share by label takes away',
    code: 'TOP135',
    text: change([
      `  - from: east\n    to: west\n    ${SERVICE}`,
      `  - { name: web, from: east, to: west, service: { namespace: store }, selector: { matchLabels: { tier: web } } }
  - »{ from: east, to: west, ${SERVICE}, importAs: { name: warehouse } }`,
    ]),
    message: 'unreachable share: shares[0] imports all of its services, and the first match wins',
  },
  {
    what: 'one name for all services of a namespace',
    code: 'TOP136',
    text: SHARE(`${WEB}, exportAs: { name: »one }`),
    message: '"exportAs" sets the name "one" for all matching services, which can be several',
    fix: 'add "name" to "service", or remove it here',
  },
  {
    what: 'one imported namespace for services of all namespaces',
    code: 'TOP136',
    text: SHARE('service: { name: prices }, importAs: { namespace: »shop }'),
    message: '"importAs" sets the namespace "shop" for all matching services, which can be several',
  },
  {
    what: 'an import that the share does not export',
    code: 'TOP129',
    text: SHARE(`${PRICES}, imports: [{ name: »costs }]`),
    message: 'the share does not export the name "costs", only "prices"',
    fix: 'write "prices", or add a share that exports it',
  },
  {
    what: 'an import by the name that the service has before it is exported',
    code: 'TOP129',
    text: SHARE(`${PRICES}, exportAs: { name: costs }, imports: [{ name: »prices }]`),
    message: 'the share does not export the name "prices", only "costs"',
    fix: 'write "costs", or add a share that exports it',
  },
  {
    what: 'a new name for all imports beside the imports',
    code: 'TOP129',
    text: SHARE(`${PRICES}, imports: [], importAs: »{ name: costs }`),
    message: 'unsupported "importAs" of a share with "imports"',
    fix: 'move it to the entries of "imports"',
  },
  {
    what: 'an import of a service that an earlier share exports under another name',
    code: 'TOP129',
    text: SHARE(
      `${PRICES}, exportAs: { name: costs } }\n  - { from: east, to: west, ${WEB}, imports: [»{ name: prices }]`,
    ),
    message: 'shares[1] exports "store/prices" as "store/costs", and the first match wins',
    fix: 'import it with shares[1], or move this share before shares[1]',
  },
  {
    what: 'an import after one that matches everything',
    code: 'TOP135',
    text: SHARE(`${WEB}, imports: [{}, »{ name: prices }]`),
    message: 'unreachable import: shares[1].imports[0] imports all of its services, and the first match wins',
    fix: 'move this import before shares[1].imports[0], or remove it',
  },
  {
    what: 'an import from a namespace that is no member of the exporter',
    code: 'TOP132',
    text: SHARE('service: { name: prices }, imports: [{ namespace: »shop }]'),
  },
  {
    what: 'an import as local of a share of several services into a namespace that is no member',
    code: 'TOP132',
    text: SHARE(`${WEB}, imports: [{ name: prices, importAs: { namespace: »store }, importAsLocal: true }]`),
  },
  {
    what: 'one name for all imports of an entry',
    code: 'TOP136',
    text: SHARE(`${WEB}, imports: [{ importAs: { name: »costs } }]`),
  },
  {
    what: 'two services offered under one name',
    code: 'TOP136',
    text: SHARE(`${PRICES}, exportAs: { name: stock }`).replace('- { from: east', '- »{ from: east'),
    message: 'duplicate exported name "stock.store", already used by shares[0] for another service',
    fix: 'rename one of the two with "exportAs"',
  },
  {
    what: 'two imports on one host',
    code: 'TOP137',
    text: SHARE(`${PRICES}, importAs: »{ name: stock }`),
    message:
      'duplicate imported host "stock.store.svc.east-imports.local" in the mesh "west", already used by shares[0]',
    fix: 'rename one of the two with "importAs"',
  },
  {
    what: 'a service that two meshes take as local from each other',
    code: 'TOP138',
    text: BOTH_WAYS('service: { namespace: shop, name: s }, importAsLocal: »true'),
    message: 'the meshes "a" and "b" import "s.shop" as local from each other',
    fix: 'remove "importAsLocal" in one direction, or add "failover" in both meshes',
  },
  {
    what: 'a whole namespace that two meshes take as local from each other',
    code: 'TOP138',
    text: BOTH_WAYS('service: { namespace: shop }, importAsLocal: »true'),
    message: 'the meshes "a" and "b" import "*.shop" as local from each other',
  },
  {
    what: 'a policy for a service of any namespace',
    code: 'TOP139',
    text: SHARE('service: { name: prices }, authorize: »true'),
    message: '"authorize" requires the namespace of the service',
    fix: 'add "namespace" to "service"',
  },
  {
    what: 'a policy in the namespace of the control plane, where it applies to the whole mesh',
    code: 'TOP139',
    text: SHARE('service: { namespace: east, name: prices }, authorize: »true'),
    message:
      'an AuthorizationPolicy in the control-plane namespace "east" applies to all namespaces of the mesh "east"',
    fix: 'move the service to another namespace, or restrict the calls with your own policies',
  },
  {
    what: 'a policy for pods that a selector does not tell',
    code: 'TOP139',
    text: SHARE(`${WEB}, selector: { matchExpressions: [{ key: app, operator: Exists }] }, authorize: »true`),
    message: 'the labels of the pods cannot be derived from "matchExpressions"',
    fix: 'add "workload" with the labels of the pods',
  },
  {
    what: 'a policy in a mesh of the whole cluster without its callers',
    code: 'TOP139',
    text: change(['[store]', '["*"]\n    mode: ClusterWide'], [SERVICE, `${SERVICE}\n    authorize: »true`]),
    message: '"authorize" requires "callers" in a cluster-wide mesh',
    fix: 'add "callers" with their namespaces',
  },
];
