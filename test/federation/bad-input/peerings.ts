import { BASE, type BadInput, change } from './case';

const PAIR = '  - between: [west, east]\n';
const PEERING = (text: string): string => change([PAIR, text]);
const SIDES = (sides: string): string => change(['[west, east]', `[west, east]\n    sides: ${sides}`]);
const ADDRESS_FIX = 'write it without scheme, port and path, such as 192.0.2.10 or mesh.example.org';

/** Peerings and gateways. */
export const PEERINGS: readonly BadInput[] = [
  {
    what: 'a peering with an unknown mesh',
    code: 'TOP120',
    text: `${BASE.slice(0, BASE.indexOf('shares:'))}  - between: [west, »eastt]\n`,
    message: 'there is no mesh "eastt"',
    fix: 'write "east"',
  },
  {
    what: 'a range with meshes that are not there',
    code: 'TOP120',
    text: 'clusters: { c: {} }\nmeshes: { "m-{1..2}": { cluster: c } }\npeerings: [{ fullMesh: [»"m-{1..4}"] }]\n',
    message: 'there are no meshes "m-3", "m-4"',
    fix: 'write a range of meshes that exist',
  },
  { what: 'a hub that is not there', code: 'TOP120', text: `${BASE}`.replace(PAIR, `${PAIR}  - hub: »wast\n`) },
  { what: 'traffic of a mesh that is not there', code: 'TOP120', text: change(['- mesh: west', '- mesh: »north']) },
  {
    what: 'a peering of nobody',
    code: 'TOP121',
    text: PEERING(`${PAIR}  - »ingress: {}\n`),
    message: 'the peering has none of "between", "hub" and "fullMesh"',
    fix: 'write exactly one of them',
  },
  {
    what: 'a peering of two forms',
    code: 'TOP121',
    text: PEERING(`${PAIR}  - »hub: west\n    fullMesh: all\n`),
    message: 'the peering has more than one of "between", "hub" and "fullMesh"',
  },
  {
    what: 'a pair of one',
    code: 'TOP121',
    text: PEERING(`${PAIR}  - between: »[west]\n`),
    message: '"between" has 1 meshes, not two',
    fix: 'write two meshes, or use "fullMesh"',
  },
  {
    what: 'a pair of three by a range',
    code: 'TOP121',
    text: 'clusters: { c: {} }\nmeshes: { "m-{1..3}": { cluster: c } }\npeerings: [{ between: »["m-{1..3}"] }]\n',
    message: '"between" has 3 meshes, not two',
  },
  {
    what: 'a pair of a mesh and a range of several',
    code: 'TOP121',
    text: 'clusters: { c: {} }\nmeshes: { "m-{1..4}": { cluster: c } }\npeerings: [{ between: »[m-1, "m-{2..4}"] }]\n',
    message: '"between" has 4 meshes, not two',
  },
  {
    what: 'a hub without spokes',
    code: 'TOP121',
    text: PEERING(`${PAIR}  - »hub: west\n    spokes: []\n`),
    message: 'the peering is of fewer than two meshes',
    fix: 'name at least two, or remove the peering',
  },
  {
    what: 'a mesh that peers with itself',
    code: 'TOP122',
    text: PEERING(`${PAIR}  - between: »[west, west]\n`),
    message: 'the mesh "west" cannot peer with itself',
    fix: 'write two different meshes',
  },
  {
    what: 'a hub that is its own spoke',
    code: 'TOP122',
    text: PEERING(`${PAIR}  - hub: west\n    spokes: »[west]\n`),
    message: 'the hub "west" cannot be its own spoke',
    fix: 'remove it from the spokes',
  },
  {
    what: 'a mesh that stands twice in a full mesh',
    code: 'TOP122',
    text: PEERING('  - fullMesh: »[west, east, west]\n'),
    message: 'the mesh "west" is listed twice and cannot peer with itself',
    fix: 'remove one of the two',
  },
  {
    what: 'a pair that peers twice',
    code: 'TOP123',
    text: PEERING(`${PAIR}  - »between: [east, west]\n`),
    message: 'the meshes "east" and "west" peer already by peerings[0]',
    fix: 'keep one of the two statements',
  },
  {
    what: 'a side that no mesh of the peering has',
    code: 'TOP124',
    text: SIDES('{ »wes: { peerName: x } }'),
    message: 'the mesh "wes" is no side of this peering',
    fix: 'write "west"',
  },
  {
    what: 'one gateway name for all gateways of a hub',
    code: 'TOP124',
    text: `clusters: { a: {}, b: {}, c: {} }
meshes: { a: {}, b: {}, c: {} }
peerings:
  - hub: a
    sides: { a: { egress: { runtime: { replicas: 2 } }, ingress: { loadBalancerIP: »192.0.2.1 } } }
`,
    message: '"ingress.loadBalancerIP" belongs to one gateway, but "a" has several peers here',
    fix: 'state that pair as a peering of its own with "between"',
  },
  {
    what: 'a ClusterIP towards another cluster',
    code: 'TOP125',
    text: SIDES('{ west: { ingress: »{ type: ClusterIP } } }'),
    message: 'the ingress "east-ingress" is a ClusterIP, which the peer "east" on another cluster cannot reach',
    fix: 'choose another type, or write "addresses" of what leads to it',
  },
  {
    what: 'source ranges for a NodePort',
    code: 'TOP125',
    text: SIDES('{ west: { ingress: { type: NodePort, sourceRanges: »[192.0.2.0/24] } } }'),
    message: '"sourceRanges" means nothing to a Service of type NodePort',
    fix: 'write "type: LoadBalancer"',
  },
  {
    what: 'node ports for a ClusterIP',
    code: 'TOP125',
    text: SIDES(
      '{ west: { ingress: { type: ClusterIP, addresses: [192.0.2.1], nodePorts: »{ service: 30001, discovery: 30002 } } } }',
    ),
    message: '"nodePorts" means nothing to a Service of type ClusterIP',
    fix: 'write "type: NodePort"',
  },
  {
    what: 'a private address for a NodePort',
    code: 'TOP125',
    text: SIDES('{ west: { ingress: { type: NodePort, internal: »true } } }'),
    message: '"internal" means nothing to a Service of type NodePort',
  },
  {
    what: 'a private load balancer where nobody knows how to ask for one',
    code: 'TOP125',
    text: change(
      ['{ platform: aws }', '{}'],
      ['    members: [shop]', '    members: [shop]\n    ingress: { internal: »true }'],
    ),
    message: 'how to ask for an internal load balancer on the platform "other" is not known',
    fix: 'write the "annotations" that ask for it',
  },
  {
    what: 'ports that a Service within the cluster does not have',
    code: 'TOP125',
    text: `clusters: { on: {} }
meshes: { x: { cluster: on, members: [a] }, y: { cluster: on, members: [b] } }
peerings:
  - between: [x, y]
    ingress: { ports: »{ service: 443 } }
`,
    message: 'the peer calls the Service by its name, and that has the ports 15443 and 8188',
    fix: 'remove "ports", or write "addresses" of what stands in front of the gateway',
  },
  {
    what: 'addresses of nodes without their ports',
    code: 'TOP125',
    text: SIDES('{ west: { ingress: »{ type: NodePort, addresses: [192.0.2.1] } } }'),
    message: 'the addresses of the NodePort ingress "east-ingress" are known, but its node ports are not',
    fix: 'write "nodePorts", or "ports" where something else listens',
  },
  {
    what: 'an address with a port',
    code: 'TOP126',
    text: SIDES('{ west: { ingress: { addresses: [192.0.2.1, »"192.0.2.2:15443"] } } }'),
    message: '"192.0.2.2:15443" is neither an IP address nor a DNS name',
    fix: ADDRESS_FIX,
  },
  {
    what: 'an address with a scheme',
    code: 'TOP126',
    text: SIDES('{ west: { ingress: { addresses: [»"https://mesh.example.org"] } } }'),
    fix: ADDRESS_FIX,
  },
  {
    what: 'an IP address with a number that is too large',
    code: 'TOP126',
    text: SIDES('{ west: { ingress: { addresses: [»192.0.2.300] } } }'),
  },
  { what: 'an empty address', code: 'TOP126', text: SIDES('{ west: { ingress: { addresses: [»""] } } }') },
  {
    what: 'a template in place of an address',
    code: 'TOP126',
    text: SIDES('{ west: { ingress: { addresses: [»"{{ .Values.address }}"] } } }'),
  },
  {
    what: 'no address in a list of addresses',
    code: 'TOP126',
    text: change(['    members: [shop]', '    members: [shop]\n    ingress: { addresses: »[] }']),
    message: 'the list of addresses is empty',
    fix: 'write an address, or leave "addresses" out to fetch it',
  },
  {
    what: 'a DNS name as IP address of a load balancer',
    code: 'TOP126',
    text: SIDES('{ west: { ingress: { loadBalancerIP: »mesh.example.org } } }'),
    message: '"mesh.example.org" is not an IP address',
    fix: 'write it such as 192.0.2.10, or put a DNS name under "addresses"',
  },
  {
    what: 'a node port that another mesh of the cluster has',
    code: 'TOP127',
    text: `clusters: { on: { platform: baremetal }, a: {}, b: {} }
meshes: { x: { cluster: on }, y: { cluster: on }, a: {}, b: {} }
peerings:
  - between: [x, a]
    sides: { x: { ingress: { nodePorts: { service: 30001, discovery: 30002 } } } }
  - between: [y, b]
    sides: { y: { ingress: { nodePorts: »{ service: 30003, discovery: 30001 } } } }
`,
    message:
      'the node port 30001 of "b-ingress" of the mesh "y" is taken by "a-ingress" of the mesh "x" on the same cluster',
    fix: 'choose a port that is free on the cluster',
  },
  {
    what: 'one node port for both uses',
    code: 'TOP127',
    text: SIDES('{ west: { ingress: { type: NodePort, nodePorts: »{ service: 30001, discovery: 30001 } } } }'),
  },
  {
    what: 'a source range that is one address',
    code: 'TOP128',
    text: change(['[west, east]', '[west, east]\n    ingress: { sourceRanges: [192.0.2.0/24, »192.0.2.1] }']),
    message: '"192.0.2.1" is not a network in CIDR form',
    fix: 'write it such as 192.0.2.0/24',
  },
  {
    what: 'a source range of 33 bits',
    code: 'TOP128',
    text: change(['[west, east]', '[west, east]\n    ingress: { sourceRanges: [»192.0.2.0/33] }']),
  },
];
