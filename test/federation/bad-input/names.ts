import { type BadInput, change } from './case';

const SIDES = (sides: string): string => change(['[west, east]', `[west, east]\n    sides: ${sides}`]);
const LONG = 'm'.repeat(56);

/** Names that Kubernetes refuses, that are too long, or that are taken. */
export const NAMES: readonly BadInput[] = [
  {
    what: 'a mesh name that is no DNS label',
    code: 'TOP101',
    text: 'clusters:\n  c: {}\nmeshes:\n  »Shop_1:\n    cluster: c\n',
    message: 'the mesh name "Shop_1" is not a DNS label',
    fix: 'use small letters, digits and "-", 63 at most',
  },
  {
    what: 'a cluster name that leads out of the output',
    code: 'TOP101',
    text: 'clusters:\n  »../etc: {}\nmeshes: {}\n',
    message: 'the cluster name "../etc" cannot be a directory of the output',
    fix: 'use letters, digits, "-", "_" and ".", and set "context" to the kubeconfig context',
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
  - »»between: [west, 3rd]
`,
    message: 'the gateway name "3rd-ingress" does not start with a letter',
    fix: 'set "peerPrefix" of the mesh "3rd", or the gateway\'s "name"',
  },
  {
    what: 'a policy that would be named after a share in plain words',
    code: 'TOP101',
    text: change(
      ['- from: east', '- name: »All the stock\n    from: east\n    authorize: true'],
      ['share: stock', 'share: All the stock'],
    ),
    message: 'the share name "All the stock" cannot be a part of the name of an AuthorizationPolicy',
    fix: 'use small letters, digits and "-", neither first nor last a "-"',
  },
  {
    what: 'a gateway and its namespace of more than 63 characters together',
    code: 'TOP102',
    text: change(
      ['    members: [shop]', `    members: [shop]\n    namespace: ${'n'.repeat(52)}`],
      ['- between', '- »»between'],
    ),
    message: `the gateway name and its namespace, "east-ingress.${'n'.repeat(52)}", have 65 characters; a label holds 63`,
    fix: 'set "peerPrefix" of the mesh "east", or the gateway\'s "name"',
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
    message: `the peer name "${LONG}" has 56 characters; 55 leave room for what is joined to it`,
    fix: 'set a shorter "peerName" under "sides", or shorten the mesh name',
  },
  {
    what: 'a name that a range stands for as well',
    code: 'TOP103',
    text: 'clusters:\n  c-2: {}\n  »c-{1..3}: {}\nmeshes: {}\n',
    message: 'the name "c-2" is there twice',
    fix: 'rename one of the two',
  },
  {
    what: 'a peer with the name of the own cluster',
    code: 'TOP103',
    text: change(['    members: [shop]', '    clusterName: »east\n    members: [shop]']),
    message: 'the mesh "west" knows its own cluster as "east" and cannot call the peer "east" the same',
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
    message: 'the mesh "a" calls the peer "b" by the name "partner" already',
    fix: 'choose another "peerName"',
  },
  {
    what: 'a peer whose certificates would lie where the mesh keeps its own',
    code: 'TOP103',
    text: SIDES('{ west: »{ peerName: istio } }'),
    message:
      'the peer name "istio" would keep the peer\'s root certificates in "istio-ca-root-cert", where the mesh keeps its own',
    fix: 'set another "peerName" under "sides" of the mesh "west"',
  },
  {
    what: 'a gateway of the name that the mesh gives its own',
    code: 'TOP103',
    text: SIDES('{ west: { ingress: { name: »istio-ingressgateway } } }'),
    message: 'the gateway name "istio-ingressgateway" is taken by the control plane itself',
    fix: 'set "peerPrefix" of the mesh "east", or the gateway\'s "name"',
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
    message: 'the mesh "west" has a gateway "gate" towards the peer "east" already',
    fix: 'name one of the two, or give the peers different "peerPrefix"es',
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
    message: 'the policy "federation-other" in the namespace "store" is for other pods already, those of shares[1]',
    fix: 'give each of the two shares a "name" of its own',
  },
  {
    what: 'two routes of one name for different services',
    code: 'TOP103',
    text: `${change()}  - mesh: west
    service: { namespace: shop, name: prices }
    name: »stock
    split: [{ weight: 100 }]
`,
    message: 'traffic[0] is called "stock" already in the namespace "shop"',
    fix: 'choose another "name"',
  },
  {
    what: 'a range of letters',
    code: 'TOP104',
    text: 'clusters:\n  »spoke-{a..c}: {}\nmeshes: {}\n',
    message: '"spoke-{a..c}" is not a name range',
    fix: 'write it as "spoke-{01..20}", with 10000 names at most',
  },
  { what: 'a range that runs backwards', code: 'TOP104', text: 'clusters: { »"c-{9..1}": {} }\nmeshes: {}\n' },
  { what: 'a range of a million names', code: 'TOP104', text: 'clusters: { »"c-{1..1000000}": {} }\nmeshes: {}\n' },
  { what: 'a range in a range', code: 'TOP104', text: 'clusters: { »"c-{1..2}-{1..2}": {} }\nmeshes: {}\n' },
];
