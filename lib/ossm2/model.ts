/**
 * The plan of OpenShift Service Mesh 2: every name and value that the manifests need, derived once. Charts and facts
 * read it; none of them derives anything. Lists are sorted by name unless their order has a meaning.
 */

import type { ClusterPlan, RoutePlan } from '../generation';
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
  readonly controlPlane: ControlPlane;
  readonly trustDomain: string;
  /** The name of the root certificate that this mesh shares with others of the same name. */
  readonly commonRoot?: string;
  /** The member namespaces, or just `*`. */
  readonly members: readonly string[];
  /** The Namespaces to make. */
  readonly namespaces: readonly string[];
  readonly peers: readonly Peer[];
  readonly accessPolicies: readonly AccessPolicy[];
  readonly routes: readonly RoutePlan[];
}

/** What the control plane is set to, gateways aside. */
export interface ControlPlane {
  readonly name: string;
  readonly version: string;
  readonly mode: 'MultiTenant' | 'ClusterWide';
  /** The `cluster.name` of the control plane. */
  readonly clusterName: string;
  readonly tracing: { readonly type: 'None' | 'Jaeger'; readonly sampling?: number };
  readonly addons: { readonly kiali: boolean; readonly grafana: boolean; readonly prometheus: boolean };
  /** The identity type; undefined uses the default of the operator. */
  readonly identity?: 'Kubernetes' | 'ThirdParty';
  readonly customCA: boolean;
  readonly override?: ControlPlaneOverride;
}

/** Another mesh, as one mesh sees it. */
export interface Peer {
  /** The name of the peer in this mesh. */
  readonly name: string;
  /** The peer's mesh name in the topology. */
  readonly mesh: string;
  readonly ingress: Ingress;
  readonly egress: Egress;
  readonly remote: Remote;
  /** The peer's trust domain. */
  readonly trustDomain: string;
  /** The identity of the peer's egress gateway for this mesh, without `spiffe://`. */
  readonly clientIdentity: string;
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
  readonly alias?: ServiceRef;
}

/** Which services a mesh exports to a peer, and under which names. */
export type ExportRuleSpec =
  | { readonly type: 'NameSelector'; readonly nameSelector: NameMatch }
  | { readonly type: 'LabelSelector'; readonly labelSelector: LabelMatch };

/** Services by label, and their new names. */
export interface LabelMatch {
  readonly namespace?: string;
  readonly selector: SelectorProps;
  readonly aliases?: readonly NameMatch[];
}

/** Which exported services a mesh imports from a peer, and under which names. */
export interface ImportRuleSpec {
  readonly type: 'NameSelector';
  readonly importAsLocal: boolean;
  readonly domainSuffix?: string;
  readonly nameSelector: NameMatch;
}

/** The peer's root certificates as this mesh keeps them. */
export interface RootCertificate {
  /** The ConfigMap. */
  readonly configMap: string;
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
  readonly name: string;
  readonly port: number;
  readonly nodePort?: number;
}

/** What ingress and egress gateways have in common. */
export interface Gateway {
  /** The gateway's name: its Deployment's, its Service's and the beginning of its ServiceAccount's. */
  readonly name: string;
  readonly ports: readonly GatewayPort[];
  readonly labels: { readonly [label: string]: string };
  readonly replicas?: number;
  readonly requests?: ResourcesProps;
  readonly limits?: ResourcesProps;
}

/** The ingress gateway for a peer. */
export interface Ingress extends Gateway {
  readonly type: 'LoadBalancer' | 'NodePort' | 'ClusterIP';
  readonly annotations: { readonly [key: string]: string };
  readonly sourceRanges: readonly string[];
  readonly loadBalancerIP?: string;
}

/** The egress gateway for a peer. */
export interface Egress extends Gateway {
  /** The name of the peer's network. */
  readonly network: string;
}

/** Who may call the pods behind shared services of one namespace. */
export interface AccessPolicy {
  readonly name: string;
  readonly namespace: string;
  /** The labels of the pods; if empty, all pods of the namespace. */
  readonly workload: { readonly [label: string]: string };
  /** Identities without `spiffe://`; a `*` at the end matches any suffix. */
  readonly principals: readonly string[];
}
