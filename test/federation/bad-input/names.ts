import { type BadInput, change } from './case';

const SIDES = (sides: string): string => change(['[west, east]', `[west, east]\n    sides: ${sides}`]);
const LONG = 'm'.repeat(56);

/** Names that Kubernetes refuses, that are too long, or that are taken. */
export const NAMES: readonly BadInput[] = [
  {
    what: 'a mesh name that is no DNS label',
    code: 'TOP101',
    text: 'clusters:\n  c: {}\nmeshes:\n  »Shop_1:\n    cluster: c\n',
    message: 'invalid mesh name "Shop_1", must be a DNS label',
    fix: 'use lowercase letters, digits and "-", at most 63 characters',
  },
  {
    what: 'a cluster name that leads out of the output',
    code: 'TOP101',
    text: 'clusters:\n  »../etc: {}\nmeshes: {}\n',
    message: 'invalid cluster name "../etc", must be usable as a directory name',
    fix: 'use letters, digits, "-", "_" and ".", at most 63 characters, and set "context" to the kubeconfig context',
  },
  ...['con', 'NUL', 'aux.prod', 'com1', 'lpt9.eu'].map((name) => ({
    what: `the cluster name ${name}, which Windows has for a device`,
    code: 'TOP101' as const,
    text: `clusters:\n  »${name}: {}\nmeshes: {}\n`,
    message: `invalid cluster name "${name}", Windows reserves it for a device and has no file of that name`,
    fix: 'rename the cluster, and set "context" to the kubeconfig context',
  })),
  {
    what: 'a mesh name that Windows has for a device',
    code: 'TOP101',
    text: 'clusters:\n  c: {}\nmeshes:\n  »prn:\n    cluster: c\n',
    message: 'invalid mesh name "prn", Windows reserves it for a device and has no file of that name',
    fix: 'rename the mesh',
  },
  {
    what: 'cluster names that differ only in case',
    code: 'TOP103',
    text: 'clusters:\n  West: {}\n  »west: {}\nmeshes: {}\n',
    message: 'the cluster names "West" and "west" differ only in case, and are one directory on macOS and Windows',
    fix: 'rename one of the two',
  },
  {
    what: 'a cluster name from the API server, as kubeconfig has it',
    code: 'TOP101',
    text: 'clusters:\n  »default/api-example-org:6443/admin: {}\nmeshes: {}\n',
  },
  {
    what: 'gateways that would be named after a mesh with a digit first',
    code: 'TOP101',
    text: `clusters: { west: {}, east: {} }
meshes: { west: {}, 3rd: { cluster: east } }
peerings:
  - »between: [west, 3rd]
`,
    message: 'invalid gateway name "3rd-ingress", must start with a letter (1 more at this place)',
    fix: 'set "peerPrefix" of the mesh "3rd", or "name" of the gateway',
  },
  {
    what: 'a policy that would be named after a share in plain words',
    code: 'TOP101',
    text: change(
      ['- from: east', '- name: »All the stock\n    from: east\n    authorize: true'],
      ['share: stock', 'share: All the stock'],
    ),
    message: 'invalid share name "All the stock", part of the name of an AuthorizationPolicy',
    fix: 'use lowercase letters, digits and "-", starting and ending with a letter or digit',
  },
  {
    what: 'labels and annotations whose keys the API server would reject',
    code: 'TOP105',
    text: change(
      [
        'west: { platform: aws }',
        `west: { platform: aws, labels: { »"my team": a, »a/b/c: a, »Example.org/team: a, »-x: a } }`,
      ],
      [
        'east: { platform: azure }',
        `east: { platform: azure, annotations: { »"": a, »${'k'.repeat(64)}: a, ok.org/a_B.c: any text } }`,
      ],
    ),
    message: 'invalid key "my team" of a label',
    fix: 'write at most 63 letters, digits, "-", "_" and ".", optionally after a DNS name and "/", such as example.org/team',
  },
  {
    what: 'a label whose value the API server would reject, by default for all clusters',
    code: 'TOP105',
    text: change([
      'traffic:',
      'defaults: { clusters: { labels: { team: »The Payments Team, empty: "", good: v1.2_x } } }\ntraffic:',
    ]),
    message: 'invalid value "The Payments Team" of the label "team"',
    fix: 'write at most 63 letters, digits, "-", "_" and ".", starting and ending with a letter or digit, or use an annotation',
  },
  {
    what: 'annotations that are larger than the API server accepts',
    code: 'TOP105',
    text: change(['west: { platform: aws }', `west: { platform: aws, annotations: »{ a: ${'x'.repeat(262_144)} } }`]),
  },
  {
    what: 'a gateway and its namespace of more than 63 characters together',
    code: 'TOP102',
    text: change(
      ['    members: [shop]', `    members: [shop]\n    namespace: ${'n'.repeat(52)}`],
      ['- between', '- »between'],
    ),
    message: `the label "east-ingress.${'n'.repeat(52)}" of gateway name and namespace has 65 characters, the maximum is 63 (1 more at this place)`,
    fix: 'set "peerPrefix" of the mesh "east", or "name" of the gateway',
  },
  {
    what: 'a gateway name that is too long with its namespace, at the name',
    code: 'TOP102',
    text: SIDES(`{ west: { egress: { name: »${'g'.repeat(59)} } } }`),
  },
  {
    what: 'a peer of 56 characters',
    code: 'TOP102',
    text: SIDES(`{ west: »{ peerName: ${LONG} } }`),
    message: `the peer name "${LONG}" has 56 characters, the maximum is 55`,
    fix: 'set a shorter "peerName" under "sides", or shorten the mesh name',
  },
  {
    what: 'a name that a range stands for as well',
    code: 'TOP103',
    text: 'clusters:\n  c-2: {}\n  »c-{1..3}: {}\nmeshes: {}\n',
    message: 'duplicate name "c-2"',
    fix: 'rename one of the two',
  },
  {
    what: 'a peer with the name of the own cluster',
    code: 'TOP103',
    text: change(['    members: [shop]', '    clusterName: »east\n    members: [shop]']),
    message: 'reserved name "east" of the peer "east", it is the "clusterName" of the mesh "west"',
    fix: 'write "clusterName: east-cluster"',
  },
  {
    what: 'two peers of one name',
    code: 'TOP103',
    text: `clusters: { a: {}, b: {}, c: {} }
meshes: { a: {}, b: {}, c: {} }
peerings:
  - between: [a, b]
    sides: { a: { peerName: partner } }
  - between: [a, c]
    sides: { a: { peerName: »partner } }
`,
    message: 'duplicate peer name "partner" in the mesh "a", already used for the peer "b"',
    fix: 'set another "peerName"',
  },
  {
    what: 'a peer whose certificates would lie where the mesh keeps its own',
    code: 'TOP103',
    text: SIDES('{ west: »{ peerName: istio } }'),
    message:
      'reserved peer name "istio": its root certificates would be in "istio-ca-root-cert", which istiod overwrites',
    fix: 'set another "peerName" under "sides" of the mesh "west"',
  },
  {
    what: 'a gateway of the name that the mesh gives its own',
    code: 'TOP103',
    text: SIDES('{ west: { ingress: { name: »istio-ingressgateway } } }'),
    message: 'reserved gateway name "istio-ingressgateway", used by the control plane itself',
    fix: 'set "peerPrefix" of the mesh "east", or "name" of the gateway',
  },
  {
    what: 'a gateway of the name of istiod',
    code: 'TOP103',
    text: change(
      ['    members: [shop]', '    controlPlane: basic\n    members: [shop]'],
      ['[west, east]', '[west, east]\n    sides: { west: { egress: { name: »istiod-basic } } }'],
    ),
  },
  {
    what: 'an ingress and an egress of one name',
    code: 'TOP103',
    text: SIDES('{ west: { ingress: { name: gate }, egress: { name: »gate } } }'),
    message: 'duplicate gateway "gate" in the mesh "west", already used for the peer "east"',
    fix: 'set "name" of one of the two, a pattern with "{peer}" for the names of all, or another "peerPrefix" of one of the peers',
  },
  {
    what: 'two policies of one name for different pods',
    code: 'TOP103',
    text: change([
      'service: { namespace: store, name: stock }\ntraffic',
      `service: { namespace: store, name: stock }
  - { name: other, from: east, to: west, service: { namespace: store, name: prices }, authorize: true }
  - { name: other, from: east, to: west, service: { namespace: store, name: orders }, authorize: »true }
traffic`,
    ]),
    message: 'duplicate policy "federation-other" in the namespace "store", already used for other pods by shares[1]',
    fix: 'set a unique "name" in each of the two shares',
  },
  {
    what: 'two routes of one name for different services',
    code: 'TOP103',
    text: `${change()}  - mesh: west
    service: { namespace: shop, name: prices }
    name: »stock
    split: [{ weight: 100 }]
`,
    message: 'duplicate name "stock" in the namespace "shop", already used by traffic[0]',
    fix: 'set another "name"',
  },
  {
    what: 'a range of letters',
    code: 'TOP104',
    text: 'clusters:\n  »spoke-{a..c}: {}\nmeshes: {}\n',
    message: 'invalid name range "spoke-{a..c}"',
    fix: 'write a range such as "spoke-{01..20}", with at most 10000 names',
  },
  { what: 'a range that runs backwards', code: 'TOP104', text: 'clusters: { »"c-{9..1}": {} }\nmeshes: {}\n' },
  { what: 'a range of a million names', code: 'TOP104', text: 'clusters: { »"c-{1..1000000}": {} }\nmeshes: {}\n' },
  { what: 'a range in a range', code: 'TOP104', text: 'clusters: { »"c-{1..2}-{1..2}": {} }\nmeshes: {}\n' },
];
