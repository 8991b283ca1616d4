import { type Edit, remove, set } from '../../../lib/lint/examples/edit';
import { nodePorts } from '../../../lib/lint/rules/fed044-node-ports';
import type { RuleCases } from './case';

const { given = [] } = nodePorts.example;
const PEER = 'ServiceMeshPeer east-mesh';
const PLANE = 'ServiceMeshControlPlane east-mesh';
const INGRESS = 'spec.gateways.additionalIngress.west-mesh-ingress.service';

const dialing = (field: string, value: unknown) => set('west', PEER, `spec.remote.${field}`, value);
const declaring = (path: string, value: unknown) => set('east', PLANE, `${INGRESS}.${path}`, value);

/** The ports of the gateway in other words: the container's port is in targetPort. */
const TARGETS: readonly Edit[] = [
  declaring('ports.0', { name: 'tls', port: 443, targetPort: 15443, nodePort: 31443 }),
  declaring('ports.1', { name: 'https-discovery', port: 444, targetPort: 8188, nodePort: 31188 }),
];

/** FED044: node ports. */
export const cases: RuleCases = {
  rule: 'FED044',
  findings: {
    wrongPort: [
      { what: 'the discovery port', edits: [...given, dialing('discoveryPort', 31189)] },
      {
        what: 'addresses of any type',
        edits: [...given, dialing('addresses', [5]), dialing('servicePort', 15443)],
      },
      { what: 'the target port counts', edits: [...given, ...TARGETS, dialing('servicePort', 443)] },
    ],
    missingPort: [
      { what: 'the service port', edits: [...given, remove('west', PEER, 'spec.remote.servicePort')] },
      { what: 'the discovery port is zero', edits: [...given, dialing('discoveryPort', 0)] },
      { what: 'both ports', edits: [...given, set('west', PEER, 'spec.remote', { addresses: ['203.0.113.7'] })] },
    ],
    otherPort: [
      {
        what: 'the ports are swapped',
        edits: [...given, dialing('servicePort', 31188), dialing('discoveryPort', 31443)],
      },
    ],
  },
  nearMisses: [
    { what: 'the same ports', edits: given },
    { what: 'the target ports have the node ports', edits: [...given, ...TARGETS] },
    {
      what: 'a load balancer: the nodes have ports, too',
      edits: [
        ...given,
        declaring('type', 'LoadBalancer'),
        dialing('servicePort', 15443),
        dialing('discoveryPort', 8188),
      ],
    },
    {
      what: 'the cluster chooses the node ports (FED010)',
      edits: [...given, remove('east', PLANE, `${INGRESS}.ports.0.nodePort`), dialing('servicePort', 31555)],
    },
    {
      what: 'the gateway has no such port (FED008)',
      edits: [...given, declaring('ports.0.targetPort', 15444), dialing('servicePort', 31555)],
    },
    {
      what: 'the address is the name of the Service',
      edits: [
        ...given,
        dialing('addresses', ['west-mesh-ingress.east-mesh.svc.cluster.local']),
        dialing('servicePort', 15443),
        dialing('discoveryPort', 8188),
      ],
    },
    {
      what: 'one of the addresses is the name of the Service',
      edits: [
        ...given,
        dialing('addresses', [5, '203.0.113.7', 'west-mesh-ingress.east-mesh.svc']),
        dialing('servicePort', 15443),
      ],
    },
    {
      what: 'the peer has no counterpart',
      edits: [...given, dialing('servicePort', 31555), remove('east', 'ServiceMeshPeer west-mesh')],
    },
    {
      what: 'the counterpart names a gateway that its control plane lacks',
      edits: [
        ...given,
        dialing('servicePort', 31555),
        set('east', 'ServiceMeshPeer west-mesh', 'spec.gateways.ingress.name', 'other'),
      ],
    },
  ],
};
