import type { ObservedGateway, ObservedMesh, ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { NORTH } from '../examples/north';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { GATEWAY_NAME_PATHS, nameOfGateway } from './support/peer-gateways';

const FIRST = ['the first peer that uses the gateway'];

const FINDINGS = {
  ingress: {
    severity: 'error',
    message: 'the ingress gateway "{gateway}" is already used by the peer "{first}"',
    effect:
      'each peer has a policy on the ingress gateway that denies all clients but its own, so the two peers lock each other out',
    fix: 'add an ingress gateway for this peer to the ServiceMeshControlPlane, and write its name',
    related: FIRST,
  },
  egress: {
    severity: 'warning',
    message: 'the egress gateway "{gateway}" is already used by the peer "{first}"',
    effect: 'the gateway, which supports only one peer, mixes up services of the same name from both peers',
    fix: 'add an egress gateway for this peer to the ServiceMeshControlPlane, and write its name',
    related: FIRST,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED007: each peer has its own gateways. */
export const sharedGateways: Rule = {
  id: 'FED007',
  generations: ['ossm2'],
  title: 'no two peers share a gateway',
  cause: 'One gateway seems to be enough for all peers, or the peer was copied from another one.',
  fix: 'Add gateways to the ServiceMeshControlPlane for each peer, and name them in the peer.',
  sources: [
    'maistra/istio pkg/servicemesh/federation/discovery/discovery.go (policies of the ingress gateway)',
    'maistra/istio pkg/servicemesh/federation/server/routing.go (policies of exported services)',
  ],
  findings: FINDINGS,
  example: {
    given: NORTH,
    fault: [set('west', 'ServiceMeshPeer north-mesh', 'spec.gateways.ingress.name', 'east-mesh-ingress')],
  },
  check: (fleet, report) => {
    for (const mesh of fleet.meshes) {
      for (const found of [...shared(mesh, 'ingress'), ...shared(mesh, 'egress')]) report(found);
    }
  },
};

function shared({ peers }: ObservedMesh, kind: ObservedGateway['kind']): readonly Finding[] {
  const path = GATEWAY_NAME_PATHS[kind];
  const users = new Map<string, ObservedPeer>();
  return peers.flatMap((peer) => {
    const gateway = nameOfGateway(peer, kind);
    if (gateway === undefined) return [];
    const first = users.get(gateway);
    users.set(gateway, first ?? peer);
    if (first === undefined) return [];
    const place = { object: peer.object, path, related: [{ object: first.object, path }] };
    return finding(kind, place, { gateway, first: first.name });
  });
}
