/**
 * The resolved federation: every name and value that the manifests need, derived once. Charts, the fetch step and
 * graphs read it; none of them derives anything. Lists are sorted by name unless their order has a meaning.
 */

import type {
  ControlPlaneOverride,
  LocalityProps,
  MeshVersion,
  Platform,
  ResourcesProps,
  SelectorProps,
  ServiceRef,
} from '../topology/model';

/** The whole federation. */
export interface Federation {
  readonly clusters: readonly Cluster[];
  /** The lint rules that do not hold for this federation. */
  readonly ignoredRules: readonly string[];
}

/** One cluster with what goes onto it. */
export interface Cluster {
  /** The cluster's name and its directory in the output. */
  readonly name: string;
  /** The kubeconfig context. */
  readonly context: string;
  readonly platform: Platform;
  /** The DNS domain of Services. */
  readonly domain: string;
  readonly operators: readonly Operator[];
  /** The namespaces of operators that OpenShift does not bring; each needs an OperatorGroup. */
  readonly operatorNamespaces: readonly string[];
  readonly meshes: readonly Mesh[];
}

/** One operator to subscribe. */
export interface Operator {
  /** The OLM package, which is also the Subscription's name. */
  readonly package: string;
  readonly namespace: string;
  readonly channel: string;
  readonly catalog: string;
  readonly catalogNamespace: string;
  readonly approval: 'Automatic' | 'Manual';
  readonly startingCSV?: string;
}

/** One mesh. */
export interface Mesh {
  /** The mesh's name in the topology. */
  readonly name: string;
  readonly cluster: string;
  /** The control-plane namespace. */
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
  readonly workloads: readonly Workload[];
  readonly routes: readonly Route[];
}

/** What the control plane is set to, gateways aside. */
export interface ControlPlane {
  readonly name: string;
  readonly version: MeshVersion;
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
  readonly exports: readonly ExportRule[];
  /** What this mesh takes from the peer, in order; the first rule that matches wins. */
  readonly imports: readonly ImportRule[];
}

/** Services by name and namespace, and what they are called from then on. A part left out or `*` matches anything. */
export interface NameMatch extends ServiceRef {
  readonly alias?: ServiceRef;
}

/** Which services a mesh offers a peer, and under which names. */
export type ExportRule =
  | { readonly type: 'NameSelector'; readonly nameSelector: NameMatch }
  | { readonly type: 'LabelSelector'; readonly labelSelector: LabelMatch };

/** Services by label, and what they are called from then on. */
export interface LabelMatch {
  readonly namespace?: string;
  readonly selector: SelectorProps;
  readonly aliases?: readonly NameMatch[];
}

/** Which offered services a mesh takes from a peer, and under which names. */
export interface ImportRule {
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

/** An application that is written beside the mesh. */
export type Workload =
  | { readonly kind: 'bookinfo'; readonly bookinfo: Bookinfo }
  | { readonly kind: 'manifests'; readonly name: string; readonly objects: readonly Manifest[] };

/** A Kubernetes object as plain data. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** The bookinfo application or parts of it. */
export interface Bookinfo {
  readonly namespace: string;
  readonly components: readonly BookinfoComponent[];
  /** Whether productpage is opened to the outside. */
  readonly gateway: boolean;
  readonly registry: string;
}

/** One component of bookinfo. */
export interface BookinfoComponent {
  readonly name: BookinfoComponentName;
  readonly versions: readonly string[];
  /** Whether a route of this mesh brings the DestinationRule that the component would bring. */
  readonly hasRoute: boolean;
}

/** The components of bookinfo. */
export type BookinfoComponentName = 'productpage' | 'details' | 'reviews' | 'ratings';

/** What the mesh does with calls to one of its services. */
export interface Route {
  readonly name: string;
  readonly namespace: string;
  /** The full host name of the local service. */
  readonly host: string;
  readonly protocol: 'http' | 'tcp';
  /** Where calls go; empty where only failover is set. Weights add up to 100. */
  readonly destinations: readonly Destination[];
  readonly mirror?: Mirror;
  /** The subsets of the local service; the DestinationRule is written where there are any or a failover. */
  readonly subsets: readonly Subset[];
  readonly failover?: Failover;
}

/** Where a part of the calls goes. */
export interface Destination {
  readonly host: string;
  readonly subset?: string;
  readonly weight: number;
}

/** Where a copy of the calls goes. */
export interface Mirror {
  readonly host: string;
  /** In percent; undefined copies all. */
  readonly percentage?: number;
}

/** A subset of a local service. */
export interface Subset {
  readonly name: string;
  readonly labels: { readonly [label: string]: string };
}

/** When and where calls move away from failed local endpoints. */
export interface Failover {
  /** Region pairs; empty leaves the order to the distance. */
  readonly regions: readonly { readonly from: string; readonly to: string }[];
  readonly consecutive5xxErrors: number;
  readonly interval: string;
  readonly baseEjectionTime: string;
}
