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
    message: 'unknown mesh "eastt"',
    fix: 'write "east"',
  },
  {
    what: 'a range with meshes that are not there',
    code: 'TOP120',
    text: 'clusters: { c: {} }\nmeshes: { "m-{1..2}": { cluster: c } }\npeerings: [{ fullMesh: [»"m-{1..4}"] }]\n',
    message: 'unknown meshes "m-3", "m-4"',
    fix: 'write a range of existing meshes',
  },
  { what: 'a hub that is not there', code: 'TOP120', text: `${BASE}`.replace(PAIR, `${PAIR}  - hub: »wast\n`) },
  { what: 'traffic of a mesh that is not there', code: 'TOP120', text: change(['- mesh: west', '- mesh: »north']) },
  {
    what: 'a peering of nobody',
    code: 'TOP121',
    text: PEERING(`${PAIR}  - »ingress: {}\n`),
    message: 'the peering must have exactly one of "between", "hub" and "fullMesh", found none',
    fix: 'write exactly one of them',
  },
  {
    what: 'a peering of two forms',
    code: 'TOP121',
    text: PEERING(`${PAIR}  - »hub: west\n    fullMesh: all\n`),
    message: 'the peering must have exactly one of "between", "hub" and "fullMesh", found several',
  },
  {
    what: 'a pair of one',
    code: 'TOP121',
    text: PEERING(`${PAIR}  - between: »[west]\n`),
    message: '"between" must have exactly two meshes, found 1',
    fix: 'write two meshes, or use "fullMesh"',
  },
  {
    what: 'a pair of three by a range',
    code: 'TOP121',
    text: 'clusters: { c: {} }\nmeshes: { "m-{1..3}": { cluster: c } }\npeerings: [{ between: »["m-{1..3}"] }]\n',
    message: '"between" must have exactly two meshes, found 3',
  },
  {
    what: 'a pair of a mesh and a range of several',
    code: 'TOP121',
    text: 'clusters: { c: {} }\nmeshes: { "m-{1..4}": { cluster: c } }\npeerings: [{ between: »[m-1, "m-{2..4}"] }]\n',
    message: '"between" must have exactly two meshes, found 4',
  },
  {
    what: 'a hub without spokes',
    code: 'TOP121',
    text: PEERING(`${PAIR}  - »hub: west\n    spokes: []\n`),
    message: 'the peering has fewer than two meshes',
    fix: 'add meshes, or remove the peering',
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
    message: 'duplicate mesh "west", a mesh cannot peer with itself',
    fix: 'remove one of the two',
  },
  {
    what: 'a pair that peers twice',
    code: 'TOP123',
    text: PEERING(`${PAIR}  - »between: [east, west]\n`),
    message: 'duplicate peering of the meshes "east" and "west", already in peerings[0]',
    fix: 'remove one of the two',
  },
  {
    what: 'a side that no mesh of the peering has',
    code: 'TOP124',
    text: SIDES('{ »wes: { peerName: x } }'),
    message: 'the mesh "wes" is not part of this peering',
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
    message: '"ingress.loadBalancerIP" applies to a single gateway, but the mesh "a" has several peers in this peering',
    fix: 'move the pair to its own peering with "between"',
  },
  {
    what: 'a ClusterIP towards another cluster',
    code: 'TOP125',
    text: SIDES('{ west: { ingress: { type: »ClusterIP } } }'),
    message:
      'the ingress gateway "east-ingress" of type ClusterIP is not reachable for the peer "east" in another cluster',
    fix: 'set another "type", or add the "addresses" of a proxy in front of it',
  },
  {
    what: 'source ranges for a NodePort',
    code: 'TOP125',
    text: SIDES('{ west: { ingress: { type: NodePort, sourceRanges: »[192.0.2.0/24] } } }'),
    message: '"sourceRanges" is not supported for a Service of type NodePort',
    fix: 'write "type: LoadBalancer"',
  },
  {
    what: 'node ports for a ClusterIP',
    code: 'TOP125',
    text: SIDES(
      '{ west: { ingress: { type: ClusterIP, addresses: [192.0.2.1], nodePorts: »{ service: 30001, discovery: 30002 } } } }',
    ),
    message: '"nodePorts" is not supported for a Service of type ClusterIP',
    fix: 'write "type: NodePort"',
  },
  {
    what: 'a private address for a NodePort',
    code: 'TOP125',
    text: SIDES('{ west: { ingress: { type: NodePort, internal: »true } } }'),
    message: '"internal" is not supported for a Service of type NodePort',
  },
  {
    what: 'a private load balancer where nobody knows how to ask for one',
    code: 'TOP125',
    text: change(
      ['{ platform: aws }', '{}'],
      ['    members: [shop]', '    members: [shop]\n    ingress: { internal: »true }'],
    ),
    message: '"internal" is not supported on the platform "other"',
    fix: 'add the "annotations" that make the load balancer internal',
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
    message: 'unsupported ports: the peer calls the Service by its name, with the ports 15443 and 8188',
    fix: 'remove "ports", or add the "addresses" of a proxy in front of the gateway',
  },
  {
    what: 'addresses of nodes without their ports',
    code: 'TOP125',
    text: SIDES('{ west: { ingress: »{ type: NodePort, addresses: [192.0.2.1] } } }'),
    message: 'missing node ports of the ingress gateway "east-ingress", required by its "addresses"',
    fix: 'add "nodePorts", or the "ports" of a proxy in front of the gateway',
  },
  {
    what: 'an address with a port',
    code: 'TOP126',
    text: SIDES('{ west: { ingress: { addresses: [192.0.2.1, »"192.0.2.2:15443"] } } }'),
    message: 'invalid address "192.0.2.2:15443", must be an IP address or a DNS name',
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
  {
    what: 'a loopback address in IPv6 form',
    code: 'TOP126',
    text: SIDES('{ west: { ingress: { addresses: [192.0.2.1, »"::ffff:127.0.0.1"] } } }'),
    message: 'invalid address "::ffff:127.0.0.1", it is a loopback address, which other clusters cannot reach',
    fix: 'write an address that all peers of the mesh can reach',
  },
  {
    what: 'the name of a Service as an address',
    code: 'TOP126',
    text: SIDES('{ west: { ingress: { addresses: [»gateway.mesh.svc.cluster.local] } } }'),
    message:
      'invalid address "gateway.mesh.svc.cluster.local", it is the name of a Service, which other clusters cannot reach',
  },
  {
    what: 'the address of a metadata service as IP address of a load balancer',
    code: 'TOP126',
    text: SIDES('{ west: { ingress: { loadBalancerIP: »169.254.169.254 } } }'),
    message:
      'invalid address "169.254.169.254", it is the address of a metadata service, which other clusters cannot reach',
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
    fix: 'add an address, or remove "addresses" to read it with "ossm-fed fetch"',
  },
  {
    what: 'a DNS name as IP address of a load balancer',
    code: 'TOP126',
    text: SIDES('{ west: { ingress: { loadBalancerIP: »mesh.example.org } } }'),
    message: 'invalid IP address "mesh.example.org"',
    fix: 'write an address such as 192.0.2.10, or a DNS name in "addresses"',
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
      'duplicate node port 30001 of "b-ingress" of the mesh "y", already used by "a-ingress" of the mesh "x" in the same cluster',
    fix: 'use a port that is free in the cluster',
  },
  {
    what: 'one node port for both uses',
    code: 'TOP127',
    text: SIDES('{ west: { ingress: { type: NodePort, nodePorts: »{ service: 30001, discovery: 30001 } } } }'),
  },
  {
    what: 'an address of a mesh that has two gateways',
    code: 'TOP155',
    text: `clusters: { hub: {}, a: {}, b: {} }
meshes: { hub: { ingress: { addresses: »[192.0.2.10] } }, a: {}, b: {} }
peerings: [{ hub: hub }]
`,
    message:
      'duplicate address "192.0.2.10" with port 15443 of the ingress gateways "a-ingress" of the mesh "hub", "b-ingress" of the mesh "hub"',
    fix: 'state the "addresses" of each gateway, or other "ports" behind a proxy, under "sides" of its peering',
  },
  {
    what: 'a source range that is one address',
    code: 'TOP128',
    text: change(['[west, east]', '[west, east]\n    ingress: { sourceRanges: [192.0.2.0/24, »192.0.2.1] }']),
    message: 'invalid network "192.0.2.1", must be in CIDR notation',
    fix: 'write a network such as 192.0.2.0/24',
  },
  {
    what: 'a source range of 33 bits',
    code: 'TOP128',
    text: change(['[west, east]', '[west, east]\n    ingress: { sourceRanges: [»192.0.2.0/33] }']),
  },
];
