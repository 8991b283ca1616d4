import type { Path } from '../../../issues/issue';
import type { Labels } from '../../../matching/label-selector';
import { labelsAt } from '../../../observed/fields';
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

/** The labels that the operator sets on the pods of a gateway; maistra/istio-operator resources/helm, gateways. */
export function gatewayLabels({ mesh, name, kind, value }: ObservedGateway): Labels {
  return {
    app: name,
    istio: `${kind}gateway`,
    ...labelsAt(value, ['service', 'metadata', 'labels']),
    'service.istio.io/canonical-name': name,
    'maistra.io/gateway': `${name}.${mesh.namespace}`,
    'maistra-control-plane': mesh.namespace,
  };
}
