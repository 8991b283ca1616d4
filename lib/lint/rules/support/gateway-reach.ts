import type { ObservedGateway, ObservedPeer, ObservedPort } from '../../../observed/model';
import type { Finding } from '../../diagnostic';
import { isByServiceName, serviceAddress } from './address';
import { addressFinding } from './address-findings';
import { isDNSName } from './address-problem';
import { gatewayOf } from './peer-gateways';
import { hasAddressToken } from './tokens';
import { meshLabel } from './words';

/** Where a peer states addresses. */
export const ADDRESSES = ['spec', 'remote', 'addresses'] as const;

/** The ports of an ingress gateway's pods, and the fields of peers for the ports that lead to them. */
export const INGRESS_PORTS = [
  {
    field: 'servicePort',
    number: 15443,
    use: 'service traffic',
    wrong: 'wrongServicePort',
    perhaps: 'perhapsWrongServicePort',
  },
  {
    field: 'discoveryPort',
    number: 8188,
    use: 'discovery',
    wrong: 'wrongDiscoveryPort',
    perhaps: 'perhapsWrongDiscoveryPort',
  },
] as const;

/** The types of a Service that the ports of a gateway are known for. */
const TYPES = ['ClusterIP', 'LoadBalancer', 'NodePort'];

/** The host of a Route under the default domain of a cluster's routers. */
const ROUTE_HOST = /^([^.]+)\.apps\.[^.]+\./i;

/** Ports that routers accept connections on. */
const ROUTER_PORTS = [80, 443];

/** Addresses that are hosts of Routes, with ports that routers do not have. */
export function checkRouteHosts(peer: ObservedPeer): readonly Finding[] {
  const { object, counterpart, servicePort, discoveryPort } = peer;
  const gateway = counterpart && gatewayOf(counterpart, 'ingress');
  const port = [servicePort, discoveryPort].find((one) => !ROUTER_PORTS.includes(one));
  if (port === undefined) return [];
  return peer.addresses.flatMap((address, i) => {
    const place = { object, path: [...ADDRESSES, i] };
    const route = typeof address === 'string' ? ROUTE_HOST.exec(address)?.[1] : undefined;
    if (typeof address !== 'string' || route === undefined || !isDNSName(address, place)) return [];
    const slots = { address, port };
    if (gateway === undefined || route !== `${gateway.name}-${gateway.mesh.namespace}`) {
      return [addressFinding('perhapsRouteHost', place, slots)];
    }
    return [addressFinding('routeHost', { ...place, related: [placeOf(gateway)] }, slots)];
  });
}

/** Compares the addresses and ports of a peer with the gateway to which they lead, if the manifests have it. */
export function checkReach(peer: ObservedPeer): readonly Finding[] {
  const { counterpart, remote } = peer;
  const gateway = counterpart && gatewayOf(counterpart, 'ingress');
  if (gateway === undefined || remote === undefined) return [];
  const isNear = remote.cluster === peer.cluster;
  const byAddress = peer.addresses.flatMap((address, i) => {
    if (typeof address !== 'string') return [];
    const found = isNear ? checkNear(peer, gateway, address, i) : checkFar(peer, gateway, address, i);
    return found ?? [];
  });
  return [...byAddress, ...checkType(peer, gateway, isNear), ...checkPorts(peer, gateway)];
}

/** An address for a mesh in another cluster: the name of a Service resolves only in its own cluster. */
function checkFar({ object }: ObservedPeer, gateway: ObservedGateway, address: string, i: number): Finding | undefined {
  if (serviceAddress(address) === undefined) return undefined;
  const place = { object, path: [...ADDRESSES, i], related: [placeOf(gateway)] };
  return addressFinding('nameOfOtherCluster', place, { address, mesh: meshLabel(gateway.mesh) });
}

/** An address for a mesh in the same cluster, where a gateway has at least the name of its Service. */
function checkNear(
  { object }: ObservedPeer,
  gateway: ObservedGateway,
  address: string,
  i: number,
): Finding | undefined {
  const { namespace } = gateway.mesh;
  if (namespace === '') return undefined;
  const place = { object, path: [...ADDRESSES, i], related: [placeOf(gateway)] };
  const slots = { address, gateway: gateway.name, namespace };
  const service = serviceAddress(address);
  if (service === undefined) {
    const isWrong = gateway.type === 'ClusterIP' && isDNSName(address, place);
    return isWrong ? addressFinding('notAServiceName', place, slots) : undefined;
  }
  if (service.name === gateway.name && service.namespace === namespace) return undefined;
  return addressFinding('otherService', place, { ...slots, suffix: service.suffix });
}

/** A gateway without an address besides its name: for a peer in another cluster, or in place of a token. */
function checkType(peer: ObservedPeer, gateway: ObservedGateway, isNear: boolean): readonly Finding[] {
  const isOfClusterSet = peer.addresses.some(
    (address) => typeof address === 'string' && address.endsWith('.svc.clusterset.local'),
  );
  if (gateway.type !== 'ClusterIP' || isByServiceName(peer) || isOfClusterSet) return [];
  const place = {
    object: gateway.mesh.object,
    path: [...gateway.path, 'service', 'type'],
    related: [{ object: peer.object, path: ADDRESSES }],
  };
  const slots = { gateway: gateway.name, cluster: peer.cluster.name };
  if (hasAddressToken(peer)) return [addressFinding('tokenOfClusterIP', place, slots)];
  return isNear ? [] : [addressFinding('clusterIP', place, slots)];
}

function checkPorts(peer: ObservedPeer, gateway: ObservedGateway): readonly Finding[] {
  const isByName = isByServiceName(peer);
  // Whether peers and node ports agree is FED044.
  if (!TYPES.includes(gateway.type) || (gateway.type === 'NodePort' && !isByName)) return [];
  return INGRESS_PORTS.flatMap(({ field, number, wrong, perhaps }) => {
    const port = portOf(gateway, number);
    const found = peer[field];
    if (port?.port === undefined || isReached(found, port, gateway.type)) return [];
    const related = [{ object: gateway.mesh.object, path: [...port.path, 'port'] }];
    const place = { object: peer.object, path: ['spec', 'remote', field], related };
    const slots = { found, gateway: gateway.name, mesh: meshLabel(gateway.mesh), expected: port.port };
    // A load balancer or proxy in front of a gateway may have other ports; the name of a Service leads to the gateway.
    return [addressFinding(isByName ? wrong : perhaps, place, slots)];
  });
}

/** The port of a gateway that leads to a port of its pods. */
export function portOf({ ports }: ObservedGateway, number: number): ObservedPort | undefined {
  return ports.find(({ port, targetPort = port }) => targetPort === number);
}

function isReached(found: number, { port, nodePort }: ObservedPort, type: string): boolean {
  // A load balancer has node ports as well, and nodes have addresses.
  return found === port || (type === 'LoadBalancer' && found === nodePort);
}

function placeOf({ mesh, path }: ObservedGateway) {
  return { object: mesh.object, path };
}
