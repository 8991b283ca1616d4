/**
 * Every name that OpenShift Service Mesh 2 derives from another one. Names that all generations share are in
 * lib/federation/names.ts, and the hosts of exported and imported services in lib/matching, which the linter shares.
 */

import type { Mesh } from '../federation/model';
import { serviceAccountIdentity } from '../federation/names';

/** The maximum length of a label value, and so of `<gateway>.<namespace>`. */
const LABEL_LENGTH = 63;

/** The default patterns of the names of gateways. */
export const GATEWAY_NAMES = { ingress: '{prefix}-ingress', egress: '{prefix}-egress' } as const;

/**
 * The name of the gateway for a peer.
 *
 * @param pattern a name, in which `{peer}` and `{prefix}` are replaced
 * @param peer the name of the peer in this mesh
 * @param prefix the `peerPrefix` of the peer
 */
export function gatewayName(pattern: string, peer: string, prefix: string): string {
  return pattern.replaceAll('{peer}', peer).replaceAll('{prefix}', prefix);
}

/** The ServiceAccount of a gateway, created by the operator. Source: docs/federation.md, Names. */
export function serviceAccount(gateway: string): string {
  return `${gateway}-service-account`;
}

/**
 * The client ID of a peer: the identity of the egress gateway that the peer has for this mesh, without `spiffe://`.
 * Source: docs/federation.md, Client IDs.
 */
export function clientID({ trustDomain, namespace }: Mesh, egressGateway: string): string {
  return serviceAccountIdentity(trustDomain, namespace, serviceAccount(egressGateway));
}

/** The network of a peer, a fixed name in istiod. Source: docs/federation.md, Names. */
export function networkName(peer: string): string {
  return `network-${peer}`;
}

/** The default ConfigMap for the root certificates of a peer. Source: docs/federation.md, Root certificates. */
export function rootConfigMap(peer: string): string {
  return `${peer}-ca-root-cert`;
}

/** The key of that ConfigMap that istiod reads. Source: docs/federation.md, Root certificates. */
export const ROOT_KEY = 'root-cert.pem';

/** The key that the root certificates have while they or the addresses of the peer are not known; istiod reads no such key. */
export const INCOMPLETE_ROOT_KEY = `${ROOT_KEY}.incomplete`;

/** The AuthorizationPolicy for the pods behind shared services. */
export function accessPolicyName(service: string | undefined): string {
  return service === undefined ? 'federation' : `federation-${service}`;
}

/** A label with the peer of an ingress gateway, which no code reads. Source: docs/federation.md, Gateways. */
export function ingressLabels(peer: string): { readonly [label: string]: string } {
  return { 'federation.maistra.io/ingress-for': peer };
}

/** A label with the peer of an egress gateway, which no code reads. Source: docs/federation.md, Gateways. */
export function egressLabels(peer: string): { readonly [label: string]: string } {
  return { 'federation.maistra.io/egress-for': peer };
}

/** Whether `<gateway>.<namespace>` fits into a label value. Source: docs/federation.md, Name limits. */
export function fitsGatewayLabel(gateway: string, namespace: string): boolean {
  return gateway.length + 1 + namespace.length <= LABEL_LENGTH;
}
