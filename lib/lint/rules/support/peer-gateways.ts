import type { Path } from '../../../issues/issue';
import type { Fleet, ObservedGateway, ObservedPeer } from '../../../observed/model';

/** Where a peer names its gateways. */
export const GATEWAY_NAME_PATHS = {
  ingress: ['spec', 'gateways', 'ingress', 'name'],
  egress: ['spec', 'gateways', 'egress', 'name'],
} as const satisfies { readonly [kind in ObservedGateway['kind']]: Path };

/** The name of a peer's gateway; undefined where the peer has none. */
export function nameOfGateway(peer: ObservedPeer, kind: ObservedGateway['kind']): string | undefined {
  return kind === 'ingress' ? peer.ingressName : peer.egressName;
}

/** The gateway of a peer, if its control plane has it. */
export function gatewayOf(peer: ObservedPeer, kind: ObservedGateway['kind']): ObservedGateway | undefined {
  return peer.mesh?.[kind].get(nameOfGateway(peer, kind) ?? '');
}

/** The gateways that peers use, each once and with the first of its peers. */
export function usedGateways(fleet: Fleet): ReadonlyMap<ObservedGateway, ObservedPeer> {
  const used = new Map<ObservedGateway, ObservedPeer>();
  for (const peer of fleet.peers) {
    for (const gateway of [gatewayOf(peer, 'ingress'), gatewayOf(peer, 'egress')]) {
      if (gateway !== undefined && !used.has(gateway)) used.set(gateway, peer);
    }
  }
  return used;
}
