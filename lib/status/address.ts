import type { GatewayAddress } from '../facts/address/locked-address';
import { loadBalancerAddress, nodeAddresses, nodePortAddress } from '../facts/address/service';
import type { Fact } from '../facts/model';
import { parseToken } from '../facts/token';
import type { Answer } from '../kube/failure';
import type { ClusterObjects, ListedKind } from './observation';

/** Nodes, at whose addresses node ports are reached. */
export const NODES: ListedKind = {
  apiVersion: 'v1',
  kind: 'Node',
  plural: 'nodes',
  parts: [
    ['metadata', 'labels'],
    ['status', 'conditions'],
    ['status', 'addresses'],
  ],
};

/**
 * Where a gateway is reached: as the topology states it, or else as its cluster has it.
 *
 * @param stated the address in the plan, which has a token where it is not stated
 * @param source the Service of the gateway; undefined where none is known
 * @param cluster the cluster of the gateway
 * @returns undefined if the cluster was not read
 */
export function statedOrReal(
  stated: GatewayAddress,
  source: Fact['source'] | undefined,
  cluster: ClusterObjects,
): Answer<GatewayAddress> | undefined {
  if (stated.addresses.every((address) => parseToken(address) === undefined)) return { value: stated };
  if (source?.type !== 'Service') return undefined;
  const service = cluster.find('Service', source.namespace, source.name);
  if (service === undefined) return undefined;
  if (source.serviceType === 'LoadBalancer') return loadBalancerAddress(service, source);
  if (cluster.reasonUnread('Node') !== undefined) return undefined;
  const nodes = nodeAddresses(cluster.list('Node'));
  return 'failure' in nodes ? nodes : nodePortAddress(service, nodes.value, source);
}

/** An address as text, such as `10.0.0.1 (ports 15443 and 8188)`. */
export function addressText({ addresses, ports }: GatewayAddress): string {
  const numbers = Object.entries(ports)
    .sort(([a], [b]) => (a > b ? -1 : 1))
    .map(([, port]) => port);
  return `${[...new Set(addresses)].sort().join(', ')} (port${numbers.length === 1 ? '' : 's'} ${numbers.join(' and ')})`;
}
