import { type Edit, remove, set } from '../../../lib/lint/examples/edit';
import type { RuleCases } from './case';
import { EAST_INGRESS, NORTH_INGRESS, TWO_MESHES } from './two-meshes';

const WEST_INGRESS = 'spec.gateways.additionalIngress.east-mesh-ingress';

const address = (...values: readonly unknown[]) =>
  set('west', 'ServiceMeshPeer east-mesh', 'spec.remote.addresses', values);
const port = (field: string, value: number) => set('west', 'ServiceMeshPeer east-mesh', `spec.remote.${field}`, value);
/** Of the gateway to which the peer of west leads. */
const far = (path: string, value: unknown) =>
  set('east', 'ServiceMeshControlPlane east-mesh', `${EAST_INGRESS}.service.${path}`, value);
/** Of the gateway of west, to which the peer of east leads. */
const own = (path: string, value: unknown) =>
  set('west', 'ServiceMeshControlPlane west-mesh', `${WEST_INGRESS}.service.${path}`, value);
/** Of the peer of east, which knows the gateway of west. */
const known = (field: string, value: unknown) =>
  set('east', 'ServiceMeshPeer west-mesh', `spec.remote.${field}`, value);
/** Of the peer of north-mesh, which leads to east-mesh in the same cluster. */
const near = (field: string, value: unknown) => set('east', 'ServiceMeshPeer west', `spec.remote.${field}`, value);

const ports = (service: object, discovery: object): readonly object[] => [
  { name: 'tls', port: 15443, ...service },
  { name: 'https-discovery', port: 8188, ...discovery },
];

const NODE_PORTS: readonly Edit[] = [
  own('type', 'NodePort'),
  own('ports', ports({ nodePort: 30000 }, { nodePort: 32767 })),
];
const WITHOUT_NODE_PORTS = own('type', 'NodePort');

/** A label of 63 characters, the longest one. */
const LABEL = 'a'.repeat(63);
/** A name of 253 characters, the longest one. */
const NAME = `${LABEL}.${LABEL}.${LABEL}.${'a'.repeat(61)}`;

const wrong = (...values: readonly string[]) => values.map((value) => ({ what: value, edits: [address(value)] }));

/** The root certificates of the peer of west, under a key that istiod does not read. */
const INCOMPLETE = [
  set('west', 'ConfigMap east-mesh-ca-root-cert', 'data', { 'root-cert.pem.incomplete': '<ossm-fed:root:east>' }),
];

/** FED010: addresses and ports of peers. */
export const cases: RuleCases = {
  rule: 'FED010',
  findings: {
    placeholder: wrong(
      '<address of east>',
      '{{ east }}',
      'CHANGE_ME',
      'east-ip',
      'gateway_host',
      'east-hostname',
      'my-address',
      'example.com',
      'east.EXAMPLE.com.',
      'ingress-red-mesh.green-mesh-system.apps.domain.com',
      'todo',
      'a.xxx.b',
      'xxxx',
      'changeme',
      'replaceme',
      'REPLACE-ME',
      '<>',
      'x<ossm-fed:address:a>',
      '<ossm-fed:address:a>:8188',
      'https://$(EAST)/',
      'east-${id',
      '%{east_mesh}',
    ),
    routeHost: [
      {
        what: 'the name of the gateway and its namespace',
        edits: [address('west-mesh-ingress-east-mesh.apps.c1.corp.net')],
      },
    ],
    perhapsRouteHost: [{ what: 'another host under "apps"', edits: [address('mesh.apps.c1.corp.net')] }],
    noAddress: [
      { what: 'an empty list', edits: [address()] },
      { what: 'no list', edits: [remove('west', 'ServiceMeshPeer east-mesh', 'spec.remote')] },
    ],
    emptyAddress: [
      {
        what: 'two meshes of one cluster, and a placeholder',
        edits: [...TWO_MESHES, near('addresses', ['', 'east-url'])],
      },
      { what: 'the second of two is empty', edits: [address('203.0.113.7', '')] },
    ],
    notText: [
      { what: 'null', edits: [address(null)] },
      { what: 'a number', edits: [address(7)] },
    ],
    withSpaces: wrong('203.0.113.7 203.0.113.8', '203.0.113.7\t/ 203.0.113.8'),
    withExtra: wrong(
      'https://east.example.org',
      'https://east.example.org:8188/v1/watch\nx',
      'https://[2001:db8::7]:8188/',
      'east.example.org/federation/http://x',
      '[2001:db8::7]',
      '[2001:db8::7]:8188',
    ),
    invalidWithExtra: wrong(
      'https://',
      'https://999.1.2.3/',
      '/east.example.org',
      '[east]',
      'a_b/c',
      'https://east.example.com/',
      '[[2001:db8::7]]',
      'https://a[b.example.org]',
      'https://[b.example.org]a',
    ),
    withPort: wrong('east.example.org:15443', '203.0.113.7:8188'),
    invalidWithPort: wrong('-east:15443', ':8188'),
    invalidIP: wrong('203.0.113', '203.0.113.256', '7', '203.0.113.7.'),
    invalidAddress: wrong(
      'east..example.org',
      '-east.example.org',
      'east-.example.org',
      'east.example.org:https',
      'east!.example.org',
      'east.example.org:81x',
      'x[east.example.org]',
      '[east.example.org]x',
      `${LABEL}a.example.org`,
      `${NAME}a`,
      '.',
    ),
    localAddress: wrong('127.0.0.1', '::ffff:7f00:1', '169.254.169.254', 'localhost', 'localhost.localdomain.'),
    shortName: wrong('east', 'east.'),
    nameOfOtherCluster: wrong(
      'west-mesh-ingress.east-mesh.svc',
      'west-mesh-ingress.east-mesh.svc.cluster.local',
      'west-mesh-ingress.east-mesh.svc.cluster.local.',
    ),
    otherService: [
      {
        what: 'the name of another Service',
        edits: [...TWO_MESHES, near('addresses', ['west-ingress.east-mesh.svc.cluster.local'])],
      },
      {
        what: 'the Service of the same name in another namespace',
        edits: [...TWO_MESHES, near('addresses', [7, 'west-mesh-ingress.north-mesh.svc'])],
      },
    ],
    notAServiceName: [
      { what: 'a DNS name', edits: [...TWO_MESHES, near('addresses', ['east.mesh.example.org'])] },
      {
        what: 'the name of a namespace more',
        edits: [...TWO_MESHES, near('addresses', ['a.west-mesh-ingress.east-mesh.svc'])],
      },
      {
        what: 'the name without "svc"',
        edits: [...TWO_MESHES, near('addresses', ['west-mesh-ingress.east-mesh', 'west-mesh-ingress.east-mesh.svcs'])],
      },
    ],
    clusterIP: [
      { what: 'the type ClusterIP', edits: [far('type', 'ClusterIP')] },
      {
        what: 'no type, and an address that is not text',
        edits: [far('type', undefined), address(7, '203.0.113.7')],
      },
    ],
    tokenOfClusterIP: [
      {
        what: 'a gateway of another cluster',
        edits: [far('type', 'ClusterIP'), address('<ossm-fed:address:east:gw>')],
      },
      {
        what: 'a gateway of the same cluster',
        edits: [...TWO_MESHES, near('addresses', ['<ossm-fed:address:east:gw>'])],
      },
    ],
    wrongServicePort: [
      { what: 'a ClusterIP gateway by the name of its Service', edits: [...TWO_MESHES, near('servicePort', 443)] },
      {
        what: 'a NodePort gateway by the name of its Service',
        edits: [
          ...TWO_MESHES,
          set('east', 'ServiceMeshControlPlane east-mesh', `${EAST_INGRESS}.service.type`, 'NodePort'),
          near('servicePort', 443),
        ],
      },
      {
        what: 'the gateway leads there from another port',
        edits: [
          ...TWO_MESHES,
          near('addresses', [7, 'west-mesh-ingress.east-mesh.svc']),
          set('east', 'ServiceMeshControlPlane east-mesh', `${EAST_INGRESS}.service.ports`, [
            { name: 'status', port: 15021 },
            ...ports({ port: 443, targetPort: 15443 }, {}),
          ]),
        ],
      },
    ],
    wrongDiscoveryPort: [{ what: 'the name of the Service', edits: [...TWO_MESHES, near('discoveryPort', 15443)] }],
    perhapsWrongServicePort: [
      { what: 'a load balancer', edits: [port('servicePort', 443)] },
      {
        what: 'a load balancer, and no port',
        edits: [
          remove('west', 'ServiceMeshPeer east-mesh', 'spec.remote.servicePort'),
          far('ports.0.port', 443),
          far('ports.0.targetPort', 15443),
        ],
      },
      { what: 'a gateway of type ClusterIP', edits: [far('type', 'ClusterIP'), port('servicePort', 443)] },
      {
        what: 'the node port of a ClusterIP gateway',
        edits: [
          ...TWO_MESHES,
          far('ports.0.nodePort', 31443),
          near('addresses', ['192.0.2.7']),
          near('servicePort', 31443),
        ],
      },
    ],
    perhapsWrongDiscoveryPort: [{ what: 'a load balancer', edits: [port('discoveryPort', 15443)] }],
    missingNodePort: [
      { what: 'no node ports, and the default ports on the other side', edits: [WITHOUT_NODE_PORTS] },
      {
        what: 'no node port for one of the two, and no peer on the other side',
        edits: [
          ...NODE_PORTS,
          own('ports', ports({ nodePort: 31443 }, {})),
          remove('east', 'ServiceMeshPeer west-mesh'),
        ],
      },
      {
        what: 'no node port behind another port',
        edits: [own('type', 'NodePort'), own('ports', ports({ nodePort: 31443 }, { port: 443, targetPort: 8188 }))],
      },
    ],
    perhapsMissingNodePort: [
      {
        what: 'the peer connects to other ports',
        edits: [WITHOUT_NODE_PORTS, known('servicePort', 29999), known('discoveryPort', 32768)],
      },
    ],
    pickedNodePort: [
      {
        what: 'the peer connects to the node ports that were picked',
        edits: [WITHOUT_NODE_PORTS, known('servicePort', 30000), known('discoveryPort', 32767)],
      },
    ],
    nodePortOutOfRange: [
      {
        what: 'one below and one above the range',
        edits: [own('type', 'NodePort'), own('ports', ports({ nodePort: 29999 }, { nodePort: 32768 }))],
      },
    ],
    tokenOfAcceptedPeer: [
      { what: 'a token', edits: [address('<ossm-fed:address:east:west-mesh-ingress>')] },
      { what: 'a token in blanks', edits: [address(' <ossm-fed:address:east:west-mesh-ingress>\n')] },
      {
        what: 'node ports that are fetched with the address',
        edits: [
          WITHOUT_NODE_PORTS,
          known('addresses', ['192.0.2.7', '<ossm-fed:address:a>']),
          known('servicePort', 443),
        ],
      },
      { what: 'another token', edits: [address('<ossm-fed:root:east>')] },
    ],
    tokenOfAcceptedPeers: [
      {
        what: 'one token in two places',
        edits: [address('<ossm-fed:address:a>'), known('addresses', ['<ossm-fed:address:a>'])],
      },
      {
        what: 'one token in three places',
        edits: [address('<ossm-fed:address:a>', '<ossm-fed:address:a>'), known('addresses', ['<ossm-fed:address:a>'])],
      },
    ],
    unfilledToken: [
      {
        what: 'a token of a peer whose root certificates are under another key',
        edits: [...INCOMPLETE, address('<ossm-fed:address:east:west-mesh-ingress>')],
      },
      {
        what: 'a token of a peer whose ConfigMap is not among the manifests',
        edits: [remove('west', 'ConfigMap east-mesh-ca-root-cert'), address('<ossm-fed:address:a>')],
      },
    ],
    unfilledTokenInSeveralPlaces: [
      {
        what: 'one token twice',
        edits: [...INCOMPLETE, address('<ossm-fed:address:a>', '<ossm-fed:address:a>')],
      },
    ],
  },
  nearMisses: [
    { what: 'IP addresses', edits: [address('203.0.113.7', '2001:db8::7', '::ffff:203.0.113.7')] },
    {
      what: 'DNS names',
      edits: [
        address(
          'east.example.org',
          'East-1.mesh_a.example.org.',
          '7.example.org',
          'east1.mesh2',
          '1east.2mesh',
          'example.com.org',
        ),
      ],
    },
    {
      what: 'names that only contain the words of placeholders',
      edits: [
        address('todos.example.org', 'url-east.example.org', 'myexample.com', 'east-ip.example.org', 'xx.example.org'),
      ],
    },
    { what: 'the longest label and the longest name', edits: [address(`${LABEL}.example.org`, NAME, `${NAME}.`)] },
    {
      what: 'a Service name that several clusters resolve',
      edits: [far('type', 'ClusterIP'), address('a.b.svc.clusterset.local', '203.0.113.7')],
    },
    { what: 'two meshes of one cluster', edits: TWO_MESHES },
    {
      what: 'two meshes of one cluster, by a load balancer',
      edits: [
        ...TWO_MESHES,
        set('east', 'ServiceMeshControlPlane north-mesh', `${NORTH_INGRESS}.service.type`, 'LoadBalancer'),
        set('east', 'ServiceMeshPeer west-mesh', 'spec.remote.addresses', [
          'north.mesh.example.org',
          'west-ingress.north-mesh.svc',
        ]),
      ],
    },
    {
      what: 'two meshes of one cluster, by an IP address',
      edits: [...TWO_MESHES, near('addresses', ['192.0.2.7', '2001:db8::7'])],
    },
    { what: 'the default ports', edits: [remove('west', 'ServiceMeshPeer east-mesh', 'spec.remote.servicePort')] },
    { what: 'the node port of a load balancer', edits: [far('ports.0.nodePort', 31443), port('servicePort', 31443)] },
    {
      what: 'the port to which the gateway leads',
      edits: [far('ports', ports({ port: 443, targetPort: 15443 }, {})), port('servicePort', 443)],
    },
    {
      what: 'the ports of a gateway of type NodePort are FED044',
      edits: [
        far('type', 'NodePort'),
        far('ports', ports({ nodePort: 31443 }, { nodePort: 31188 })),
        port('servicePort', 443),
      ],
    },
    { what: 'a Service of another type', edits: [far('type', 'ExternalName'), port('servicePort', 443)] },
    { what: 'a gateway without the port is FED008', edits: [far('ports', []), port('servicePort', 443)] },
    {
      what: 'a target port without a port',
      edits: [far('ports', [{ name: 'tls', targetPort: 15443 }]), port('servicePort', 443)],
    },
    {
      what: 'the other mesh is unknown',
      edits: [remove('east', 'ServiceMeshControlPlane east-mesh'), port('servicePort', 443), address('a.b.svc')],
    },
    {
      what: 'the other mesh has no such gateway',
      edits: [set('east', 'ServiceMeshPeer west-mesh', 'spec.gateways.ingress.name', 'x'), port('servicePort', 443)],
    },
    { what: 'the first and the last node port', edits: NODE_PORTS },
    {
      what: 'a gateway of type NodePort that is reached by its Service',
      edits: [
        ...TWO_MESHES,
        set('east', 'ServiceMeshControlPlane north-mesh', `${NORTH_INGRESS}.service.type`, 'NodePort'),
        set('east', 'ServiceMeshPeer west-mesh', 'spec.remote.addresses', ['west-ingress.north-mesh.svc', '192.0.2.7']),
      ],
    },
    {
      what: 'a gateway of type NodePort without the ports is FED008',
      edits: [own('type', 'NodePort'), own('ports', [{ name: 'http', port: 80 }])],
    },
  ],
};
