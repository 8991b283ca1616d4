import type { Path } from '../../../issues/issue';
import type { Fleet, Gateway, Peer } from '../../../observed/model';

/** Where a peer names its gateways. */
export const GATEWAY_NAME_PATHS = {
  ingress: ['spec', 'gateways', 'ingress', 'name'],
  egress: ['spec', 'gateways', 'egress', 'name'],
} as const satisfies { readonly [kind in Gateway['kind']]: Path };

/** The gateway of a peer, if its control plane has it. */
export function gatewayOf(peer: Peer, kind: Gateway['kind']): Gateway | undefined {
  const name = kind === 'ingress' ? peer.ingressName : peer.egressName;
  return name === undefined ? undefined : peer.mesh?.[kind].get(name);
}

/** The gateways that peers use, each once and with the first of its peers. */
export function usedGateways(fleet: Fleet): ReadonlyMap<Gateway, Peer> {
  const used = new Map<Gateway, Peer>();
  for (const peer of fleet.peers) {
    for (const gateway of [gatewayOf(peer, 'ingress'), gatewayOf(peer, 'egress')]) {
      if (gateway !== undefined && !used.has(gateway)) used.set(gateway, peer);
    }
  }
  return used;
}
