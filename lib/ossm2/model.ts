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
  /** The cluster's name as the control plane knows it. */
  readonly clusterName: string;
  readonly tracing: { readonly type: 'None' | 'Jaeger'; readonly sampling?: number };
  readonly addons: { readonly kiali: boolean; readonly grafana: boolean; readonly prometheus: boolean };
  /** Undefined leaves it to the operator. */
  readonly identity?: 'Kubernetes' | 'ThirdParty';
  readonly customCA: boolean;
  readonly override?: ControlPlaneOverride;
}

/** Another mesh, as one mesh sees it. */
export interface Peer {
  /** The name that this mesh gives the peer. */
  readonly name: string;
  /** The peer's mesh name in the topology. */
  readonly mesh: string;
  readonly ingress: Ingress;
  readonly egress: Egress;
  readonly remote: Remote;
  /** The peer's trust domain. */
  readonly trustDomain: string;
  /** The identity of the peer's egress gateway towards this mesh, without `spiffe://`. */
  readonly clientIdentity: string;
  readonly rootCertificate: RootCertificate;
  /** Where the peer is, if known. */
  readonly locality?: LocalityProps;
  /** What this mesh offers the peer, in order; the first rule that matches wins. */
  readonly exports: readonly ExportRuleSpec[];
  /** What this mesh takes from the peer, in order; the first rule that matches wins. */
  readonly imports: readonly ImportRuleSpec[];
}

/** Services by name and namespace, and what they are called from then on. A part left out or `*` matches anything. */
export interface NameMatch extends ServiceRef {
  readonly alias?: ServiceRef;
}

/** Which services a mesh offers a peer, and under which names. */
export type ExportRuleSpec =
  | { readonly type: 'NameSelector'; readonly nameSelector: NameMatch }
  | { readonly type: 'LabelSelector'; readonly labelSelector: LabelMatch };

/** Services by label, and what they are called from then on. */
export interface LabelMatch {
  readonly namespace?: string;
  readonly selector: SelectorProps;
  readonly aliases?: readonly NameMatch[];
}

/** Which offered services a mesh takes from a peer, and under which names. */
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
  /** PEM text, or a token where it is not known yet. */
  readonly pem: string;
}

/** Where the peer's ingress gateway is reached. */
export interface Remote {
  /** IP addresses and DNS names, or one token where they are not known yet. */
  readonly addresses: readonly string[];
  /** The port for service traffic; undefined where it becomes known with the addresses. */
  readonly servicePort?: number;
  /** The port for discovery; undefined where it becomes known with the addresses. */
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

/** The gateway by which a peer comes in. */
export interface Ingress extends Gateway {
  readonly type: 'LoadBalancer' | 'NodePort' | 'ClusterIP';
  readonly annotations: { readonly [key: string]: string };
  readonly sourceRanges: readonly string[];
  readonly loadBalancerIP?: string;
}

/** The gateway by which this mesh goes out to a peer. */
export interface Egress extends Gateway {
  /** The name of the peer's network. */
  readonly network: string;
}

/** Who may call the pods behind shared services of one namespace. */
export interface AccessPolicy {
  readonly name: string;
  readonly namespace: string;
  /** The labels of the pods; all pods of the namespace where there are none. */
  readonly workload: { readonly [label: string]: string };
  /** Identities without `spiffe://`; a `*` at the end stands for any ending. */
  readonly principals: readonly string[];
}
