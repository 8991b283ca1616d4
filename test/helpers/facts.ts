import type { GatewayAddress } from '../../lib/facts/address/locked-address';
import type { Fact, Reading, ServiceSource } from '../../lib/facts/model';
import type { LockedRoot } from '../../lib/facts/root/locked-root';
import { makeToken } from '../../lib/facts/token';
import { mergeReadings } from '../../lib/lock/merge';
import type { Lock } from '../../lib/lock/model';
import { OSSM2_FACT_KINDS } from '../../lib/ossm2/facts';

/** The kinds of facts of OpenShift Service Mesh 2. */
export const KINDS = OSSM2_FACT_KINDS;

/** The ports of a gateway, as they are read from its Service. */
export const PORTS: ServiceSource['ports'] = [
  { name: 'service', number: 15443, portName: 'tls' },
  { name: 'discovery', number: 8188, portName: 'https-discovery' },
];

/** Where facts are in tests, unless one says otherwise. */
export interface FactPlacement {
  readonly cluster?: string;
  readonly context?: string;
  readonly namespace?: string;
}

/** The root certificates of a mesh; its cluster and namespace have the name of the mesh. */
export function rootFact(
  mesh: string,
  { cluster = mesh, context = cluster, namespace = mesh }: FactPlacement = {},
): Fact {
  const subject = { kind: 'root', mesh };
  const source = { type: 'ConfigMap', namespace, name: 'istio-ca-root-cert', key: 'root-cert.pem' } as const;
  return { ...subject, token: makeToken(subject), cluster, context, stage: '20-mesh', source };
}

/** The address of a gateway of a mesh; its cluster and namespace have the name of the mesh. */
export function addressFact(
  mesh: string,
  name: string,
  serviceType: ServiceSource['serviceType'] = 'LoadBalancer',
  { cluster = mesh, context = cluster, namespace = mesh }: FactPlacement = {},
): Fact {
  const subject = { kind: 'address', mesh, name };
  const source = { type: 'Service', namespace, name, serviceType, ports: PORTS } as const;
  return { ...subject, token: makeToken(subject), cluster, context, stage: '20-mesh', source };
}

/** What was read of the root certificates of a mesh. */
export function rootReading(mesh: string, pem: string): Reading {
  return { fact: rootFact(mesh), value: pem };
}

/** An address with the usual ports. */
export function addressOf(addresses: readonly string[], service = 15443, discovery = 8188): GatewayAddress {
  return { addresses, ports: { discovery, service } };
}

/** What was read of the address of a gateway. */
export function addressReading(mesh: string, gateway: string, found: GatewayAddress): Reading {
  return { fact: addressFact(mesh, gateway), value: found };
}

/** The lock that readings become, merged into an earlier one. */
export function lockFrom(readings: readonly Reading[], now: Date, before?: Lock): Lock {
  return mergeReadings(before, readings, { kinds: KINDS, scope: { facts: [], meshes: {} }, now }).lock;
}

/** The root certificates that a lock has of a mesh. */
export function rootsOf(lock: Lock | undefined, mesh: string): readonly LockedRoot[] {
  return (lock?.meshes[mesh]?.roots ?? []) as readonly LockedRoot[];
}

/** The addresses that a lock has of a mesh, by the names of gateways. */
export function gatewaysOf(lock: Lock | undefined, mesh: string): { readonly [gateway: string]: GatewayAddress } {
  return (lock?.meshes[mesh]?.gateways ?? {}) as { readonly [gateway: string]: GatewayAddress };
}
