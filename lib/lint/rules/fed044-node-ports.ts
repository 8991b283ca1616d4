import { numberAt } from '../../observed/fields';
import type { ObservedGateway, ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { type Edit, remove, set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { isByServiceName } from './support/address';
import { gatewayOf } from './support/peer-gateways';
import { meshLabel } from './support/words';

/** The ports of a federation gateway, and the fields of a peer for the ports outside of the cluster. */
const PORTS = [
  { field: 'servicePort', port: 15443, what: 'service' },
  { field: 'discoveryPort', port: 8188, what: 'discovery' },
] as const;

const INGRESS = 'spec.gateways.additionalIngress.west-mesh-ingress.service';

function peerPort(field: string, value: number): Edit {
  return set('west', 'ServiceMeshPeer east-mesh', `spec.remote.${field}`, value);
}

const EXPECTED = 'the {what} node port of {mesh} is {expected}';
const EFFECT =
  'connections to the other mesh are refused or reach another gateway: there is no discovery or no traffic';
const FIX = 'write "{field}: {expected}"';
const DECLARED = ['the node port is declared here'];

const FINDINGS = {
  wrongPort: {
    severity: 'error',
    message: `{field} is {found}: ${EXPECTED}`,
    effect: EFFECT,
    fix: FIX,
    related: DECLARED,
  },
  missingPort: {
    severity: 'error',
    message: `{field} is missing, and {found} by default: ${EXPECTED}`,
    effect: EFFECT,
    fix: FIX,
    related: DECLARED,
  },
  otherPort: {
    severity: 'error',
    message: `{field} is {found}, the node port for {other}: ${EXPECTED}`,
    effect: EFFECT,
    fix: FIX,
    related: DECLARED,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED044: both sides agree on node ports. Missing node ports, and node ports out of range, are FED010. */
export const nodePorts: Rule = {
  id: 'FED044',
  generations: ['ossm2'],
  title: "a peer's ports are the node ports that the other mesh's ingress gateway declares",
  cause: 'Node ports are written on both sides: one side was changed, or the two ports were swapped.',
  fix: 'Write the node ports of the other control plane into the peer; where a proxy in front of the nodes has ports of its own, ignore this rule for the peer.',
  sources: [
    'OpenShift Service Mesh 2 documentation, Connecting service meshes, ServiceMeshPeer spec.remote',
    'maistra/istio samples/federation/baremetal-zap',
  ],
  findings: FINDINGS,
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
    for (const peer of fleet.peers) for (const found of checkPeer(peer)) report(found);
  },
};

function checkPeer(peer: ObservedPeer): readonly Finding[] {
  const gateway = peer.counterpart && gatewayOf(peer.counterpart, 'ingress');
  // Within a cluster a gateway is reached by its Service, whatever node ports it has.
  if (gateway?.type !== 'NodePort' || isByServiceName(peer)) return [];
  return PORTS.flatMap(({ field, port, what }) => {
    const found = peer[field];
    const declared = gateway.ports.find((one) => (one.targetPort ?? one.port) === port);
    const expected = declared?.nodePort;
    if (declared === undefined || expected === undefined || found === expected) return [];
    const related = [{ object: gateway.mesh.object, path: [...declared.path, 'nodePort'] }];
    const place = { object: peer.object, path: ['spec', 'remote', field], related };
    const slots = { field, found, what, mesh: meshLabel(gateway.mesh), expected };
    if (!numberAt(peer.spec, ['remote', field])) return [finding('missingPort', place, slots)];
    const other = otherPort(gateway, found);
    return [
      other === undefined ? finding('wrongPort', place, slots) : finding('otherPort', place, { ...slots, other }),
    ];
  });
}

/** The port of the gateway whose node port a number is, if it is that of another port. */
function otherPort({ ports }: ObservedGateway, found: number): number | undefined {
  return ports.find((one) => one.nodePort === found)?.port;
}
