/**
 * The plan of OpenShift Service Mesh 3: every name and value that the manifests need, derived once. Charts and facts read
 * it; none of them derives anything. Lists are sorted by name unless their order has a meaning.
 */

import type { AccessPolicy, ClusterPlan, RoutePlan } from '../generation';
import type { Labels } from '../matching/label-selector';
import type { ControlPlaneOverride, NamedService, ResourcesProps } from '../topology/model';

/** What one cluster gets. */
export interface Ossm3Plan extends ClusterPlan {
  /** The kubeconfig context of the cluster. */
  readonly context: string;
  /** The version of IstioCNI, of which a cluster has one; undefined for a cluster without meshes. */
  readonly cniVersion?: string;
  /** The meshes on the cluster. */
  readonly meshes: readonly Ossm3Mesh[];
}

/** One mesh. */
export interface Ossm3Mesh {
  /** The mesh's name in the topology. */
  readonly name: string;
  /** The control plane namespace. */
  readonly namespace: string;
  /** The namespaces whose workloads belong to it, as the topology lists them; `*` is all namespaces. */
  readonly members: readonly string[];
  /** The Istio resource. */
  readonly istio: IstioPlan;
  /** The Namespaces to write. */
  readonly namespaces: readonly NamespacePlan[];
  /** Whether workloads reject calls without TLS; undefined accepts both. */
  readonly isStrict?: boolean;
  /** The gateway that peers call; undefined for a mesh that exports nothing. */
  readonly gateway?: EastWestGateway;
  /** The gateways of peers that it calls, sorted by the name of the peer. */
  readonly remotes: readonly RemoteGateway[];
  /** What it imports as a host of its own, sorted by name. */
  readonly imports: readonly ImportedHostPlan[];
  /** What it imports as endpoints of its own Services, sorted by namespace and name. */
  readonly endpoints: readonly RemoteEndpoint[];
  /** The Services that it exports, sorted by namespace and name. */
  readonly exportedServices: readonly NamedService[];
  /** What it exports under other names than those of its Services, sorted by namespace and name. */
  readonly exports: readonly ExportedHostPlan[];
  /** Who may call exported services. */
  readonly accessPolicies: readonly AccessPolicy[];
  /** The routes, sorted by namespace and name. */
  readonly routes: readonly RoutePlan[];
}

/** The Istio resource of a mesh. */
export interface IstioPlan {
  /** The name of the resource. */
  readonly name: string;
  /** The version of Istio, such as `v1.30-latest`. */
  readonly version: string;
  /** The revision that labels of namespaces and gateways name. */
  readonly revision: string;
  /** The trust domain of the mesh. */
  readonly trustDomain: string;
  /** The network of the mesh. */
  readonly network: string;
  /** The `global.multiCluster.clusterName`; undefined for the default. */
  readonly clusterName?: string;
  /** Whether the control plane reads only the namespaces with the mesh's label. */
  readonly selectsNamespaces: boolean;
  /** Whether addresses of hosts have to be turned on. */
  readonly allocatesAddresses: boolean;
  /** The roots of other meshes, sorted by the name of the mesh. */
  readonly roots: readonly TrustedRootPlan[];
  /** Fields of the `spec` that are merged last. */
  readonly override?: ControlPlaneOverride;
}

/** The root certificates of another mesh, and which identities they may be used for. */
export interface TrustedRootPlan {
  /** The name of the other mesh. */
  readonly mesh: string;
  /** PEM text, or a token if it is not known yet; undefined where both meshes have one root. */
  readonly pem?: string;
  /** The trust domain of its callers; undefined where the other mesh does not call this one. */
  readonly trustDomain?: string;
}

/** A Namespace with the labels that its mesh needs. */
export interface NamespacePlan {
  /** The name. */
  readonly name: string;
  /** Its labels. */
  readonly labels: Labels;
  /** Whether there may be more in it than the topology writes. */
  readonly isShared: boolean;
}

/** The gateway of a mesh for the calls of all peers. */
export interface EastWestGateway {
  /** The name of the gateway. */
  readonly name: string;
  /** Its namespace. */
  readonly namespace: string;
  /** The type of its Service. */
  readonly type: 'LoadBalancer' | 'NodePort' | 'ClusterIP';
  /** Annotations of its Service. */
  readonly annotations: { readonly [key: string]: string };
  /** What its Service and Deployment have besides; undefined for nothing. */
  readonly settings?: GatewaySettings;
  /** The hosts that peers may call, sorted. */
  readonly hosts: readonly string[];
}

/** Settings of a gateway that a ConfigMap has. */
export interface GatewaySettings {
  /** The fixed node port of the Service. */
  readonly nodePort?: number;
  /** Client networks in CIDR notation. */
  readonly sourceRanges?: readonly string[];
  /** The static IP address of the load balancer. */
  readonly loadBalancerIP?: string;
  /** The fixed number of pods. */
  readonly replicas?: number;
  /** Resource requests of each pod. */
  readonly requests?: ResourcesProps;
  /** Resource limits of each pod. */
  readonly limits?: ResourcesProps;
}

/** The gateway of a peer, as a mesh sees it. */
export interface RemoteGateway {
  /** The name of the peer in this mesh. */
  readonly name: string;
  /** The peer's mesh name in the topology. */
  readonly mesh: string;
  /** The name of the peer's network in this mesh. */
  readonly network: string;
  /** IP addresses and DNS names, or one token if they are not known yet. */
  readonly addresses: readonly string[];
  /** The port of the gateway for this mesh. */
  readonly port: number;
}

/** A port of a service. */
export interface ServicePort {
  /** The number, which is the same in both meshes. */
  readonly number: number;
  /** The name. */
  readonly name: string;
  /** The protocol, such as `HTTP`. */
  readonly protocol: string;
  /** The port of the pods. */
  readonly targetPort: number;
}

/** A service of a peer under a host of its own. */
export interface ImportedHostPlan {
  /** The name of the objects. */
  readonly name: string;
  /** The peer's mesh name. */
  readonly mesh: string;
  /** The Service of the peer. */
  readonly service: NamedService;
  /** The host. */
  readonly host: string;
  /** The namespaces that see the host. */
  readonly exportTo: readonly string[];
  /** The ports. */
  readonly ports: readonly ServicePort[];
  /** The SPIFFE IDs of those who serve it, sorted. */
  readonly subjectAltNames: readonly string[];
  /** The network of the peer. */
  readonly network: string;
  /** The locality of the peer, such as `region/zone`; undefined if unknown. */
  readonly locality?: string;
}

/** A service of a peer as an endpoint of a Service of the mesh itself. */
export interface RemoteEndpoint {
  /** The name of the object. */
  readonly name: string;
  /** The namespace of the Service. */
  readonly namespace: string;
  /** The peer's mesh name. */
  readonly mesh: string;
  /** The Service of the peer. */
  readonly service: NamedService;
  /** The host of the Service of the mesh itself. */
  readonly host: string;
  /** The labels by which the Service selects its pods. */
  readonly labels: Labels;
  /** The network of the peer. */
  readonly network: string;
  /** The locality of the peer, such as `region/zone`; undefined if unknown. */
  readonly locality?: string;
}

/** A service of the mesh under the host by which a peer calls it. */
export interface ExportedHostPlan {
  /** The name of the object. */
  readonly name: string;
  /** The namespace of the service. */
  readonly namespace: string;
  /** The host. */
  readonly host: string;
  /** The ports. */
  readonly ports: readonly ServicePort[];
  /** The labels of the pods. */
  readonly podLabels: Labels;
}
