import { numberAt } from '../../observed/fields';
import type { ObservedGateway, ObservedPeer, ObservedPort } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { type Edit, remove, set } from '../examples/edit';
import type { Rule } from '../rule';
import { serviceAddress } from './support/address';
import { gatewayOf } from './support/peer-gateways';
import { meshLabel } from './support/words';

/** The ports of a federation gateway, and the fields of a peer that say how they are reached from outside. */
const PORTS = [
  { field: 'servicePort', port: 15443, what: 'service' },
  { field: 'discoveryPort', port: 8188, what: 'discovery' },
] as const;

const INGRESS = 'spec.gateways.additionalIngress.west-mesh-ingress.service';

function peerPort(field: string, value: number): Edit {
  return set('west', 'ServiceMeshPeer east-mesh', `spec.remote.${field}`, value);
}

/** FED044: both sides agree on node ports. That the control plane states them, and in range, is what FED010 is about. */
export const nodePorts: Rule = {
  id: 'FED044',
  severity: 'error',
  title: "a peer's ports are the node ports that the other mesh's ingress gateway declares",
  cause: 'Node ports are written on both sides, and one side was changed or the two ports were mixed up.',
  effect: 'connections to the other mesh are refused or reach another gateway: there is no discovery or no traffic',
  fix: 'Write the node ports of the other control plane into the peer; where a proxy before the nodes has ports of its own, ignore this rule for the peer.',
  source: 'fact sheet 3.3',
  example: {
    given: [
      remove('east', 'ServiceMeshControlPlane east-mesh', `${INGRESS}.loadBalancerSourceRanges`),
      set('east', 'ServiceMeshControlPlane east-mesh', `${INGRESS}.type`, 'NodePort'),
      set('east', 'ServiceMeshControlPlane east-mesh', `${INGRESS}.ports.0.nodePort`, 31443),
      set('east', 'ServiceMeshControlPlane east-mesh', `${INGRESS}.ports.1.nodePort`, 31188),
      peerPort('servicePort', 31443),
      peerPort('discoveryPort', 31188),
    ],
    fault: [peerPort('servicePort', 31444)],
  },
  check: (fleet, report) => {
    for (const peer of fleet.peers) for (const finding of checkPeer(peer)) report(finding);
  },
};

function checkPeer(peer: ObservedPeer): readonly Finding[] {
  const gateway = peer.counterpart && gatewayOf(peer.counterpart, 'ingress');
  if (gateway?.type !== 'NodePort' || isByServiceName(peer)) return [];
  return PORTS.flatMap(({ field, port, what }) => {
    const found = peer[field];
    const declared = gateway.ports.find((one) => (one.targetPort ?? one.port) === port);
    const expected = declared?.nodePort;
    if (declared === undefined || expected === undefined || found === expected) return [];
    const state = numberAt(peer.spec, ['remote', field]) ? `${found}` : `not stated, and ${found} by default`;
    return [
      {
        object: peer.object,
        path: ['spec', 'remote', field],
        message: `${field} is ${state}${mixedUp(gateway, declared, found)}, while the node port for ${what} of ${meshLabel(gateway.mesh)} is ${expected}`,
        fix: `write "${field}: ${expected}"`,
        related: [
          { object: gateway.mesh.object, path: [...declared.path, 'nodePort'], text: 'the node port is declared here' },
        ],
      },
    ];
  });
}

/** Within a cluster a gateway is reached by its Service, whatever node ports it has. */
function isByServiceName({ addresses }: ObservedPeer): boolean {
  return addresses.some((address) => typeof address === 'string' && serviceAddress(address) !== undefined);
}

/** Says so where a number is the node port of another port. */
function mixedUp({ ports }: ObservedGateway, own: ObservedPort, found: number): string {
  const other = ports.find((one) => one.nodePort === found && one !== own);
  return other?.port === undefined ? '' : `, the node port for ${other.port}`;
}
