/**
 * Every name of a federation that follows from another one, each derived here and nowhere else. The hosts of exported
 * and imported services are in lib/matching, which the linter shares.
 */

/** The label values that name a gateway, and so the gateway with its namespace, end here. */
const LABEL_LENGTH = 63;

/** The default name of a mesh's ingress gateway towards a peer. */
export function ingressName(peerPrefix: string): string {
  return `${peerPrefix}-ingress`;
}

/** The default name of a mesh's egress gateway towards a peer. */
export function egressName(peerPrefix: string): string {
  return `${peerPrefix}-egress`;
}

/** The ServiceAccount that the operator makes for a gateway; fact sheet 2.1. */
export function serviceAccount(gateway: string): string {
  return `${gateway}-service-account`;
}

/** The network of a peer as the control plane names it, without a choice; fact sheet 3.5. */
export function networkName(peer: string): string {
  return `network-${peer}`;
}

/** The ConfigMap in which a mesh looks for a peer's root certificates by default; fact sheet 1.6. */
export function rootConfigMap(peer: string): string {
  return `${peer}-ca-root-cert`;
}

/** The AuthorizationPolicy for the pods behind shared services. */
export function accessPolicyName(service: string | undefined): string {
  return service === undefined ? 'federation' : `federation-${service}`;
}

/** The label by which a reader sees which peer an ingress gateway is for; fact sheet 3.6. */
export function ingressLabels(peer: string): { readonly [label: string]: string } {
  return { 'federation.maistra.io/ingress-for': peer };
}

/** The label by which a reader sees which peer an egress gateway is for; fact sheet 3.6. */
export function egressLabels(peer: string): { readonly [label: string]: string } {
  return { 'federation.maistra.io/egress-for': peer };
}

/** Whether a gateway's name and namespace fit together into the label that the operator makes of them. */
export function fitsGatewayLabel(gateway: string, namespace: string): boolean {
  return gateway.length + 1 + namespace.length <= LABEL_LENGTH;
}
