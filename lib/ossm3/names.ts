/** Every name that OpenShift Service Mesh 3 derives from another one. */

import { createHash } from 'node:crypto';

/** The maximum length of a DNS label and of a label value. */
export const LABEL_LENGTH = 63;

/** The label of the namespaces that the control plane of a mesh reads; its value is the mesh's name. */
export const MESH_LABEL = 'ossm-fed.dev/mesh';

/** The label by which the exposing Gateway selects the pods of the east-west gateway; its value is the gateway's name. */
export const GATEWAY_LABEL = 'ossm-fed.dev/gateway';

/** The label by which the ServiceEntry of an import selects its WorkloadEntry. */
export const IMPORT_LABEL = 'ossm-fed.dev/import';

/** The label of the revision that injects sidecars, and that runs gateways. Source: Istio documentation, Resource Labels. */
export const REVISION_LABEL = 'istio.io/rev';

/** The label of the network of a gateway. Source: Istio documentation, Resource Labels. */
export const NETWORK_LABEL = 'topology.istio.io/network';

/** The label of endpoints that take mutual TLS. Source: Istio documentation, Resource Labels. */
export const TLS_MODE_LABEL = 'security.istio.io/tlsMode';

/** The port of east-west gateways. Source: Istio documentation, Install Multicluster. */
export const EAST_WEST_PORT = 15443;

/** The namespace of IstioCNI, which a cluster has once. Source: sail-operator, IstioCNI. */
export const CNI_NAMESPACE = 'istio-cni';

/** The only name of IstioCNI. Source: sail-operator, IstioCNI. */
export const CNI_NAME = 'default';

/** The Istio Gateway that exposes hosts to peers. */
export const EXPOSURE_NAME = 'expose-services';

/**
 * The active revision of an Istio resource with RevisionBased updates. Source: sail-operator,
 * `controllers/istio/istio_controller.go`.
 */
export function revisionOf(istio: string, version: string): string {
  return `${istio}-${version.replaceAll('.', '-')}`;
}

/** The default network of a mesh. */
export function networkName(mesh: string): string {
  return `network-${mesh}`;
}

/**
 * The network of a peer in a mesh. It differs from `network-<peer>`, which OpenShift Service Mesh 2 gives it, so that both can be
 * there while workloads move. Source: sail-operator, federation migration guide.
 */
export function remoteNetwork(peer: string): string {
  return `${peer}-network`;
}

/** The remote gateway of a peer. */
export function remoteGateway(peer: string): string {
  return `remote-${peer}`;
}

/** The Service and Deployment that istiod creates for a gateway. Source: Istio documentation, Kubernetes Gateway API. */
export function gatewayService(gateway: string): string {
  return `${gateway}-istio`;
}

/** The suffix of the hosts of imports, as OpenShift Service Mesh 2 has it. Source: docs/federation.md, Names. */
export function importSuffix(peer: string): string {
  return `svc.${peer}-imports.local`;
}

/** The SPIFFE ID of a ServiceAccount, as certificates have it. */
export function spiffeID(identity: string): string {
  return `spiffe://${identity}`;
}

/** A name of parts that fits into a label; a longer one ends in a hash of all of it. */
export function shortName(parts: readonly string[]): string {
  const name = parts.join('-');
  return name.length <= LABEL_LENGTH ? name : withHash(name, name);
}

/** A name that ends in the hash of a text. */
export function withHash(name: string, text: string): string {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return `${name.slice(0, LABEL_LENGTH - hash.length - 1).replace(/[-.]+$/, '')}-${hash}`;
}
