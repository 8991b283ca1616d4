/**
 * The plan of OpenShift Service Mesh 2: every name and value that the manifests need, derived once. Charts and facts
 * read it; none of them derives anything. Lists are sorted by name unless their order has a meaning.
 */

import type { AccessPolicy, ClusterPlan, RoutePlan } from '../generation';
import type { PlannedCluster } from '../planning';
import type { ControlPlaneOverride, LocalityProps, ResourcesProps, SelectorProps, ServiceRef } from '../topology/model';

/** What one cluster gets. */
export interface Ossm2Plan extends ClusterPlan {
  /** The kubeconfig context of the cluster. */
  readonly context: string;
  /** The meshes on the cluster. */
  readonly meshes: readonly MeshPlan[];
}

/** The plans of OpenShift Service Mesh 2 among those of all clusters. */
export function ossm2PlansOf(clusters: readonly PlannedCluster[]): readonly Ossm2Plan[] {
  return clusters.flatMap(({ parts }) =>
    parts.flatMap(({ generation, plan }) => (generation === 'ossm2' ? [plan as Ossm2Plan] : [])),
  );
}

/** One mesh. */
export interface MeshPlan {
  /** The mesh's name in the topology. */
  readonly name: string;
  /** The cluster that it runs on. */
  readonly cluster: string;
  /** The control plane namespace. */
  readonly namespace: string;
  /** The settings of the control plane. */
  readonly controlPlane: ControlPlane;
  /** The trust domain of the mesh. */
  readonly trustDomain: string;
  /** The name of the root certificate that this mesh shares with others of the same name. */
  readonly commonRoot?: string;
  /** The member namespaces, or just `*`. */
  readonly members: readonly string[];
  /** Whether the Namespace of the control plane is created. */
  readonly createsNamespace: boolean;
  /** The Namespaces of members to create, sorted. */
  readonly memberNamespaces: readonly string[];
  /** The peers, sorted by the name of their mesh. */
  readonly peers: readonly Peer[];
  /** The policies for exported services. */
  readonly accessPolicies: readonly AccessPolicy[];
  /** The routes, sorted by namespace and name. */
  readonly routes: readonly RoutePlan[];
}

/** What the control plane is set to, gateways aside. */
export interface ControlPlane {
  /** The name of the ServiceMeshControlPlane. */
  readonly name: string;
  /** `spec.version`, such as `v2.6`. */
  readonly version: string;
  /** Whether the mesh includes only its members or the whole cluster. */
  readonly mode: 'MultiTenant' | 'ClusterWide';
  /** The `cluster.name` of the control plane. */
  readonly clusterName: string;
  /** The tracer, and the number of traced requests out of 10,000. */
  readonly tracing: { readonly type: 'None' | 'Jaeger'; readonly sampling?: number };
  /** Which addons are enabled. */
  readonly addons: { readonly kiali: boolean; readonly grafana: boolean; readonly prometheus: boolean };
  /** The identity type; undefined uses the default of the operator. */
  readonly identity?: 'Kubernetes' | 'ThirdParty';
  /** Whether the mesh signs with the key in the Secret `cacerts`. */
  readonly customCA: boolean;
  /** Whether workloads reject calls without TLS; undefined uses the default of the operator. */
  readonly mtls?: boolean;
  /** Fields of the `spec` that are merged last. */
  readonly override?: ControlPlaneOverride;
}

/** Another mesh, as one mesh sees it. */
export interface Peer {
  /** The name of the peer in this mesh. */
  readonly name: string;
  /** The peer's mesh name in the topology. */
  readonly mesh: string;
  /** The ingress gateway for the peer. */
  readonly ingress: Ingress;
  /** The egress gateway for the peer. */
  readonly egress: Egress;
  /** The addresses and ports of the peer. */
  readonly remote: Remote;
  /** The peer's trust domain. */
  readonly trustDomain: string;
  /** The identity of the peer's egress gateway for this mesh, without `spiffe://`. */
  readonly clientID: string;
  /** The root certificates of the peer. */
  readonly rootCertificate: RootCertificate;
  /** The locality of the peer; undefined if unknown. */
  readonly locality?: LocalityProps;
  /** The export rules for the peer, in order; the first rule that matches wins. */
  readonly exports: readonly ExportRuleSpec[];
  /** The import rules for the peer, in order; the first rule that matches wins. */
  readonly imports: readonly ImportRuleSpec[];
}

/** Services by name and namespace, and their new names. A part that is missing or `*` matches anything. */
export interface NameMatch extends ServiceRef {
  /** The new name; a missing part stays unchanged. */
  readonly alias?: ServiceRef;
}

/** Which services a mesh exports to a peer, and under which names. */
export type ExportRuleSpec =
  | { readonly type: 'NameSelector'; readonly nameSelector: NameMatch }
  | { readonly type: 'LabelSelector'; readonly labelSelector: LabelMatch };

/** Services by label, and their new names. */
export interface LabelMatch {
  /** The namespace of the services; any if undefined. */
  readonly namespace?: string;
  /** The label selector of the services. */
  readonly selector: SelectorProps;
  /** New names by service; the first entry that matches is used. */
  readonly aliases?: readonly NameMatch[];
}

/** Which exported services a mesh imports from a peer, and under which names. */
export interface ImportRuleSpec {
  /** The only type of import rules that istiod supports. */
  readonly type: 'NameSelector';
  /** Whether the import is merged with the local Service of its name. */
  readonly importAsLocal: boolean;
  /** The suffix of the imported host; that of the peer if undefined. */
  readonly domainSuffix?: string;
  /** The exported names that the rule matches, and their new names. */
  readonly nameSelector: NameMatch;
}

/** The peer's root certificates as this mesh keeps them. */
export interface RootCertificate {
  /** The ConfigMap. */
  readonly configMap: string;
  /** The key in it, which istiod does not read while anything about the peer is a token. */
  readonly key: string;
  /** PEM text, or a token if it is not known yet. */
  readonly pem: string;
}

/** Where the peer's ingress gateway is reached. */
export interface Remote {
  /** IP addresses and DNS names, or one token if they are not known yet. */
  readonly addresses: readonly string[];
  /** The port for service traffic; undefined if it becomes known with the addresses. */
  readonly servicePort?: number;
  /** The port for discovery; undefined if it becomes known with the addresses. */
  readonly discoveryPort?: number;
}

/** One port of a gateway's Service. */
export interface GatewayPort {
  /** The name of the port, such as `tls`. */
  readonly name: string;
  /** The port of the Service. */
  readonly port: number;
  /** The fixed node port; undefined for none. */
  readonly nodePort?: number;
}

/** What ingress and egress gateways have in common. */
export interface Gateway {
  /** The gateway's name: its Deployment's, its Service's and the beginning of its ServiceAccount's. */
  readonly name: string;
  /** The ports of the Service. */
  readonly ports: readonly GatewayPort[];
  /** The labels of Service, Deployment and pods. */
  readonly labels: { readonly [label: string]: string };
  /** The fixed number of pods; undefined for the autoscaler. */
  readonly replicas?: number;
  /** Resource requests of each pod. */
  readonly requests?: ResourcesProps;
  /** Resource limits of each pod. */
  readonly limits?: ResourcesProps;
}

/** The ingress gateway for a peer. */
export interface Ingress extends Gateway {
  /** The type of the Service. */
  readonly type: 'LoadBalancer' | 'NodePort' | 'ClusterIP';
  /** Annotations of the Service. */
  readonly annotations: { readonly [key: string]: string };
  /** Client networks in CIDR notation; empty admits all. */
  readonly sourceRanges: readonly string[];
  /** The static IP address of the load balancer. */
  readonly loadBalancerIP?: string;
}

/** The egress gateway for a peer. */
export interface Egress extends Gateway {
  /** The name of the peer's network. */
  readonly network: string;
}
