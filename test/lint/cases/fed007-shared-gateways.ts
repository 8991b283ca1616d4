import { add, remove, set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import type { RuleCases } from './case';

const PEER = 'ServiceMeshPeer north-mesh';

const gateway = (kind: 'ingress' | 'egress', name: string) => set('west', PEER, `spec.gateways.${kind}.name`, name);

/** A third peer of west, copied from that for north-mesh. */
const THIRD = add(
  'west',
  `apiVersion: federation.maistra.io/v1
kind: ServiceMeshPeer
metadata: { name: south-mesh, namespace: west-mesh }
spec:
  remote: { addresses: [203.0.113.10] }
  gateways: { ingress: { name: east-mesh-ingress }, egress: { name: east-mesh-egress } }
  security: { trustDomain: south-mesh.local, clientID: south-mesh.local/ns/south/sa/x-service-account }`,
);

/** FED007: gateways that two peers use. */
export const cases: RuleCases = {
  rule: 'FED007',
  findings: {
    ingress: [
      {
        what: 'three peers share all gateways',
        edits: [...NORTH, gateway('ingress', 'east-mesh-ingress'), gateway('egress', 'east-mesh-egress'), THIRD],
      },
    ],
    egress: [
      { what: 'the egress gateway', edits: [...NORTH, gateway('egress', 'east-mesh-egress')] },
      {
        what: 'a gateway that does not exist',
        edits: [
          ...NORTH,
          gateway('egress', 'x'),
          set('west', 'ServiceMeshPeer east-mesh', 'spec.gateways.egress.name', 'x'),
        ],
      },
    ],
  },
  nearMisses: [
    { what: 'three meshes with their own gateways', edits: NORTH },
    {
      what: 'one name for an ingress and an egress gateway',
      edits: [...NORTH, gateway('egress', 'east-mesh-ingress')],
    },
    {
      what: 'one name in two meshes',
      edits: [...NORTH, set('east', 'ServiceMeshPeer west', 'spec.gateways.ingress.name', 'west-mesh-ingress')],
    },
    {
      what: 'two peers without gateways are FED006',
      edits: [
        ...NORTH,
        remove('west', PEER, 'spec.gateways'),
        remove('west', 'ServiceMeshPeer east-mesh', 'spec.gateways'),
      ],
    },
    {
      what: 'two peers outside of the control plane are FED003',
      edits: [
        ...NORTH,
        gateway('ingress', 'east-mesh-ingress'),
        set('west', PEER, 'metadata.namespace', 'shop'),
        set('west', 'ServiceMeshPeer east-mesh', 'metadata.namespace', 'shop'),
      ],
    },
  ],
};
