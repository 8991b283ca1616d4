/**
 * What is read from Services and Nodes. An API may return anything: each value is checked, and only addresses and ports
 * leave this file.
 */

import { type Answer, failed } from '../../kube/failure';
import type { ClusterReader } from '../../kube/reader';
import { isFields, isText, ownEntry, valueAt } from '../../values';
import type { FactAnswer } from '../kind';
import { type Fact, objectOf, type ServiceSource, type SourcePort } from '../model';
import { isAddress, isPort } from './dialable';
import { type GatewayAddress, sortAddress } from './locked-address';

/** How many addresses are read; a peer has all of them in its manifest, and tries them all. */
const MAX_READ_ADDRESSES = 100;

/** Reads where a gateway is reached, from its Service and, for node ports, from all Nodes. */
export async function readAddress(reader: ClusterReader, { source }: Fact): Promise<FactAnswer<GatewayAddress>> {
  if (source.type !== 'Service') return failed('mismatch', `a ${source.type} has no address to read`);
  const service = await reader.object(objectOf(source));
  if ('failure' in service) return service;
  if (source.serviceType === 'LoadBalancer') return loadBalancerAddress(service.value, source);
  const nodes = await reader.nodes();
  const addresses = 'failure' in nodes ? nodes : nodeAddresses(nodes.value);
  if ('failure' in addresses) return { ...addresses, object: { kind: 'Node' } };
  return nodePortAddress(service.value, addresses.value, source);
}

/** The addresses and ports of a Service behind a load balancer. */
export function loadBalancerAddress(service: unknown, source: ServiceSource): Answer<GatewayAddress> {
  const wrong = typeProblem(service, source);
  if (wrong !== undefined) return failed('mismatch', wrong);
  const entries = mapsAt(service, ['status', 'loadBalancer', 'ingress']);
  const addresses = entries.flatMap(({ hostname, ip }) => [hostname, ip].filter(isText));
  if (addresses.length === 0) return failed('pending', 'its load balancer has no address yet');
  const checked = checkAddresses(addresses, 'its load balancer has an invalid address');
  return 'failure' in checked ? checked : withPorts(checked.value, service, source, 'port');
}

/** The addresses of Nodes with the node ports of a Service. */
export function nodePortAddress(
  service: unknown,
  nodes: readonly string[],
  source: ServiceSource,
): Answer<GatewayAddress> {
  const wrong = typeProblem(service, source);
  return wrong === undefined ? withPorts(nodes, service, source, 'nodePort') : failed('mismatch', wrong);
}

/**
 * The addresses at which Nodes are reached, sorted: the external ones if any Node has one, else the internal ones. Nodes
 * that are not ready are left out, and those whose label excludes them from load balancers; not those that are cordoned,
 * because node ports still work there and each upgrade cordons every Node in turn.
 */
export function nodeAddresses(nodes: readonly unknown[]): Answer<readonly string[]> {
  const entries = nodes.filter(isUsable).flatMap((node) => mapsAt(node, ['status', 'addresses']));
  const ofType = (wanted: string) =>
    entries.flatMap(({ type, address }) => (type === wanted && isText(address) ? [address] : []));
  const external = ofType('ExternalIP');
  const addresses = external.length > 0 ? external : ofType('InternalIP');
  if (addresses.length === 0) return failed('pending', 'no ready Node has an address yet');
  return checkAddresses(addresses, 'a Node has an invalid address');
}

/** The well-known label of Nodes that load balancers leave out (Kubernetes documentation, "Well-Known Labels"). */
const EXCLUDED = 'node.kubernetes.io/exclude-from-external-load-balancers';

function isUsable(node: unknown): boolean {
  const conditions = mapsAt(node, ['status', 'conditions']);
  const isReady = conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
  return isReady && valueAt(node, ['metadata', 'labels', EXCLUDED]) === undefined;
}

const SERVICE_TYPES = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'];

/** Why a Service is not of the type that the topology says; undefined where it is. */
function typeProblem(service: unknown, { serviceType }: ServiceSource): string | undefined {
  const found = valueAt(service, ['spec', 'type']);
  if (found === serviceType) return undefined;
  return `its type is ${SERVICE_TYPES.find((type) => type === found) ?? 'unknown'} instead of ${serviceType}`;
}

function withPorts(
  addresses: readonly string[],
  service: unknown,
  { ports }: ServiceSource,
  field: 'port' | 'nodePort',
): Answer<GatewayAddress> {
  const all = mapsAt(service, ['spec', 'ports']);
  const found: { [name: string]: number } = {};
  for (const port of ports) {
    const number = portNumber(all, port, field);
    if (number === undefined) {
      return failed('mismatch', `it has no port ${port.number}${field === 'nodePort' ? ' with a node port' : ''}`);
    }
    found[port.name] = number;
  }
  return { value: sortAddress({ addresses, ports: found }) };
}

/** A port by its number; where the Service has another number, by its name. */
function portNumber(
  ports: readonly { readonly [field: string]: unknown }[],
  { number, portName }: SourcePort,
  field: 'port' | 'nodePort',
): number | undefined {
  const port = ports.find((each) => each.port === number) ?? ports.find((each) => each.name === portName);
  const value = ownEntry(port, field);
  return isPort(value) ? value : undefined;
}

function checkAddresses(addresses: readonly string[], problem: string): Answer<readonly string[]> {
  if (!addresses.every(isAddress)) return failed('mismatch', problem);
  const distinct = [...new Set(addresses)].sort();
  if (distinct.length <= MAX_READ_ADDRESSES) return { value: distinct };
  return failed('mismatch', `too many addresses: ${distinct.length}, maximum ${MAX_READ_ADDRESSES}`);
}

/** The maps in a list of an object; empty if the path has no list. */
function mapsAt(object: unknown, path: readonly string[]) {
  const list = valueAt(object, path);
  return Array.isArray(list) ? list.filter(isFields) : [];
}
