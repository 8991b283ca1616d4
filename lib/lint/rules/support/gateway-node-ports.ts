import type { ObservedGateway, ObservedPeer, ObservedPort } from '../../../observed/model';
import type { Finding } from '../../diagnostic';
import { isByServiceName } from './address';
import { addressFinding, MAX_NODE_PORT, MIN_NODE_PORT } from './address-findings';
import { INGRESS_PORTS, portOf } from './gateway-reach';
import { gatewayOf } from './peer-gateways';
import { hasAddressToken } from './tokens';

/** Checks the node ports of a peer's own ingress gateway, which the other mesh has to know. */
export function checkNodePorts(peer: ObservedPeer): readonly Finding[] {
  const gateway = gatewayOf(peer, 'ingress');
  const { counterpart } = peer;
  if (gateway?.type !== 'NodePort') return [];
  // Ports that are not fixed are fetched together with the address, which is a token until then.
  if (counterpart !== undefined && (isByServiceName(counterpart) || hasAddressToken(counterpart))) return [];
  return INGRESS_PORTS.flatMap(({ number, use, field }) => {
    const port = portOf(gateway, number);
    return (port && checkNodePort(gateway, port, use, knownPort(counterpart?.[field], number))) ?? [];
  });
}

/** The port that a peer states, if it is not the one that it has by default. */
function knownPort(found: number | undefined, byDefault: number): number | undefined {
  return found === byDefault ? undefined : found;
}

function checkNodePort(
  { mesh, name: gateway }: ObservedGateway,
  { path, nodePort }: ObservedPort,
  use: string,
  dialed: number | undefined,
): Finding | undefined {
  const place = { object: mesh.object, path: [...path, 'nodePort'] };
  if (nodePort !== undefined) {
    return isNodePort(nodePort) ? undefined : addressFinding('nodePortOutOfRange', place, { nodePort, gateway });
  }
  if (dialed === undefined) return addressFinding('missingNodePort', place, { gateway, use });
  // A peer that states a port knows the one that the cluster picked, or connects to a proxy in front of the nodes.
  if (!isNodePort(dialed)) return addressFinding('perhapsMissingNodePort', place, { gateway, use });
  return addressFinding('pickedNodePort', place, { gateway, use, dialed });
}

function isNodePort(port: number): boolean {
  return port >= MIN_NODE_PORT && port <= MAX_NODE_PORT;
}
