/**
 * What is looked for in the objects that an API answers with. An API may answer anything: each value is checked, and none
 * but addresses, ports and PEM text, which is checked where it goes into the lock, leaves this file.
 */

import { isAddress } from '../federation/addresses';
import { type Answer, failed } from '../kube/failure';
import type { LockedGateway } from '../lock/model';
import { DISCOVERY_PORT, SERVICE_PORT } from '../ossm2/gateways';
import { type GatewayTarget, ROOT_KEY } from './targets';

/** How many addresses a gateway may have: a peer writes each of them down, and tries them all. */
const MOST_ADDRESSES = 100;

/** A part of an answer that may have any fields or none. */
interface Fields {
  readonly [field: string]: unknown;
}

/** The PEM text of a ConfigMap. */
export function pemOf(configMap: unknown): Answer<string> {
  const pem = fields(fields(configMap).data)[ROOT_KEY];
  if (pem === undefined) return failed('pending', `it has no key "${ROOT_KEY}" yet`);
  if (typeof pem !== 'string') return failed('unfit', `its key "${ROOT_KEY}" holds no text`);
  return pem.trim() === '' ? failed('pending', `its key "${ROOT_KEY}" is still empty`) : { value: pem };
}

/** The addresses and ports of a gateway behind a load balancer, from its Service. */
export function loadBalancerOf(service: unknown, target: GatewayTarget): Answer<LockedGateway> {
  const spec = specOf(service, target);
  if ('failure' in spec) return spec;
  const entries = list(fields(fields(fields(service).status).loadBalancer).ingress);
  const addresses = entries.map(fields).flatMap(({ hostname, ip }) => [hostname, ip].filter(isThere));
  if (addresses.length === 0) return failed('pending', 'its load balancer has no address yet');
  return found(addresses, spec.value, target, 'port');
}

/** The addresses and ports of a gateway on node ports, from its Service and from the addresses of Nodes. */
export function nodePortsOf(service: unknown, nodes: readonly string[], target: GatewayTarget): Answer<LockedGateway> {
  const spec = specOf(service, target);
  return 'failure' in spec ? spec : found(nodes, spec.value, target, 'nodePort');
}

/**
 * The addresses at which Nodes are reached, sorted: the external ones where any Node has one, else the internal ones.
 * Nodes that are not ready are left out, and those that their label keeps from load balancers; not those that are
 * cordoned, as node ports still answer there and each upgrade cordons every Node in turn.
 */
export function nodeAddresses(nodes: readonly unknown[]): Answer<readonly string[]> {
  const usable = nodes.map(fields).filter(isUsable);
  const ofType = (wanted: string) =>
    usable
      .flatMap(({ status }) => list(fields(status).addresses))
      .map(fields)
      .flatMap(({ type, address }) => (type === wanted && isThere(address) ? [address] : []));
  const external = ofType('ExternalIP');
  const addresses = external.length > 0 ? external : ofType('InternalIP');
  if (addresses.length === 0) return failed('pending', 'no Node with an address is ready yet');
  return checked(addresses, 'a Node has an address that is none');
}

const EXCLUDED = 'node.kubernetes.io/exclude-from-external-load-balancers';

function isUsable({ metadata, status }: Fields): boolean {
  const conditions = list(fields(status).conditions).map(fields);
  const isReady = conditions.some(({ type, status: state }) => type === 'Ready' && state === 'True');
  return isReady && fields(fields(metadata).labels)[EXCLUDED] === undefined;
}

/** The `spec` of a Service that has the type that the topology gives it. */
function specOf(service: unknown, { type }: GatewayTarget): Answer<Fields> {
  const spec = fields(fields(service).spec);
  const actual = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'].find((known) => known === spec.type);
  if (actual === type) return { value: spec };
  return failed('unfit', `its type is ${actual ?? 'unknown'} instead of ${type}`);
}

function found(
  addresses: readonly string[],
  { ports }: Fields,
  target: GatewayTarget,
  field: 'port' | 'nodePort',
): Answer<LockedGateway> {
  const sorted = checked(addresses, 'an address of its load balancer is neither an IP address nor a DNS name');
  if ('failure' in sorted) return sorted;
  const all = list(ports).map(fields);
  const servicePort = portOf(all, SERVICE_PORT, target.servicePort, field);
  const discoveryPort = portOf(all, DISCOVERY_PORT, target.discoveryPort, field);
  if (servicePort !== undefined && discoveryPort !== undefined) {
    return { value: { addresses: sorted.value, servicePort, discoveryPort } };
  }
  const missing = servicePort === undefined ? SERVICE_PORT : DISCOVERY_PORT;
  return failed('unfit', `it has no port ${missing}${field === 'nodePort' ? ' with a node port' : ''}`);
}

/** The port with the number that the mesh fixes; where another number stands in front of it, the one with its name. */
function portOf(
  ports: readonly Fields[],
  number: number,
  name: string,
  field: 'port' | 'nodePort',
): number | undefined {
  const port = ports.find((each) => each.port === number) ?? ports.find((each) => each.name === name);
  const value = port?.[field];
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 65_536 ? value : undefined;
}

function checked(addresses: readonly string[], problem: string): Answer<readonly string[]> {
  if (!addresses.every(isAddress)) return failed('unfit', problem);
  const distinct = [...new Set(addresses)].sort();
  if (distinct.length <= MOST_ADDRESSES) return { value: distinct };
  return failed(
    'unfit',
    `there are ${distinct.length} addresses, more than the ${MOST_ADDRESSES} that a peer is given`,
  );
}

function isThere(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
