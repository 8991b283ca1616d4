/**
 * The topology: a federation as its author writes it, each fact once.
 *
 * These interfaces are the single source of the file format. `npm run schema` turns them into
 * `schemas/federation.schema.json`, by which files are checked and editors complete; the tags `@pattern`, `@minimum`
 * and so on below become keywords there. A value that can be derived is optional and says what it is derived from.
 */

/**
 * A DNS label as Kubernetes takes it for namespaces and most names.
 *
 * @pattern ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$
 * @maxLength 63
 */
export type DnsLabel = string;

/**
 * A DNS label that starts with a letter, as Kubernetes wants it for Services and thus for gateways.
 *
 * @pattern ^[a-z]([-a-z0-9]*[a-z0-9])?$
 * @maxLength 63
 */
export type ServiceName = string;

/**
 * A DNS name of one or more labels.
 *
 * @pattern ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$
 * @maxLength 253
 */
export type DnsName = string;

/**
 * A namespace, or `*` for every namespace of a cluster-wide mesh.
 *
 * @pattern ^(\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?)$
 * @maxLength 63
 */
export type MemberName = string;

/**
 * A TCP port.
 *
 * @asType integer
 * @minimum 1
 * @maximum 65535
 */
export type Port = number;

/**
 * A duration with its unit, such as `10s`, `1m` or `500ms`.
 *
 * @pattern ^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$
 */
export type Duration = string;

/** The whole topology file. */
export interface Topology {
  /** Values that every cluster and every mesh has unless it says otherwise. */
  readonly defaults?: DefaultsProps;
  /**
   * The clusters by name. The name is the directory in the output and the kubeconfig context.
   * A number range in braces stands for many names: `spoke-{01..20}`.
   */
  readonly clusters: { readonly [name: string]: ClusterProps };
  /**
   * The meshes by name. A number range in braces stands for many names: `spoke-{01..20}`.
   */
  readonly meshes: { readonly [name: string]: MeshProps };
  /** Which meshes federate with which. */
  readonly peerings?: readonly PeeringProps[];
  /**
   * The services that one mesh exports and another imports. The order matters where two statements of one exporter
   * match the same service: the first one wins, as in the manifests.
   */
  readonly shares?: readonly ShareProps[];
  /** What the importing meshes do with imported services: mirror, split, failover. */
  readonly traffic?: readonly TrafficProps[];
  /** What the linter is not to report. */
  readonly lint?: LintProps;
}

/** What the linter is not to report. */
export interface LintProps {
  /** The rules that do not hold for this federation, each with the reason: `FED042: a firewall stands in front`. */
  readonly ignore?: { readonly [rule: string]: string };
}

/** Values for every cluster and mesh; objects are merged key by key, lists are replaced. */
export interface DefaultsProps {
  /** What holds for every cluster. */
  readonly clusters?: ClusterProps;
  /** What holds for every mesh. */
  readonly meshes?: MeshProps;
}

/** Where a cluster runs. It decides the kind of load balancer and the service-account tokens. */
export type Platform = 'aws' | 'azure' | 'gcp' | 'baremetal' | 'other';

/** One cluster. */
export interface ClusterProps {
  /**
   * Where the cluster runs. ROSA is `aws`, ARO is `azure`.
   *
   * @default other
   */
  readonly platform?: Platform;
  /**
   * The kubeconfig context, if it is not the cluster's name.
   *
   * @default the cluster's name
   */
  readonly context?: string;
  /**
   * The DNS domain of the cluster's Services.
   *
   * @default cluster.local
   */
  readonly domain?: DnsName;
  /** Where the cluster's nodes are; needed for locality failover. */
  readonly locality?: LocalityProps;
  /**
   * The operators by OLM package: `true` or settings to subscribe, `false` to leave alone.
   *
   * @default those that the meshes' versions and addons need
   */
  readonly operators?: OperatorsProps;
}

/** A place as node labels tell it; a zone needs a region and a subzone needs a zone. */
export interface LocalityProps {
  /**
   * The value of the node label `topology.kubernetes.io/region`.
   *
   * @minLength 1
   */
  readonly region: string;
  /**
   * The value of the node label `topology.kubernetes.io/zone`.
   *
   * @minLength 1
   */
  readonly zone?: string;
  /**
   * A part of the zone.
   *
   * @minLength 1
   */
  readonly subzone?: string;
}

/** The operators that can be subscribed, by the name of their OLM package. */
export interface OperatorsProps {
  /** The OpenShift Service Mesh 2 operator. */
  readonly servicemeshoperator?: boolean | OperatorProps;
  /** The Kiali operator. */
  readonly 'kiali-ossm'?: boolean | OperatorProps;
  /** The Jaeger operator, deprecated since OSSM 2.5. */
  readonly 'jaeger-product'?: boolean | OperatorProps;
  /** The Elasticsearch operator, for Jaeger with Elasticsearch storage alone. */
  readonly 'elasticsearch-operator'?: boolean | OperatorProps;
  /** The Tempo operator. */
  readonly 'tempo-product'?: boolean | OperatorProps;
  /** The OpenTelemetry operator. */
  readonly 'opentelemetry-product'?: boolean | OperatorProps;
}

/** One Subscription. */
export interface OperatorProps {
  /**
   * The update channel.
   *
   * @default stable (stable-5.8 for elasticsearch-operator)
   */
  readonly channel?: string;
  /**
   * The CatalogSource.
   *
   * @default redhat-operators
   */
  readonly catalog?: string;
  /**
   * The namespace of the CatalogSource.
   *
   * @default openshift-marketplace
   */
  readonly catalogNamespace?: DnsLabel;
  /**
   * The namespace of the Subscription. Outside `openshift-operators` the Namespace and its OperatorGroup are made too.
   *
   * @default the one that the product's documentation names
   */
  readonly namespace?: DnsLabel;
  /**
   * Whether OLM installs updates by itself.
   *
   * @default Automatic
   */
  readonly approval?: 'Automatic' | 'Manual';
  /**
   * The version to install first, such as `servicemeshoperator.v2.5.1`; it stays there only with `approval: Manual`.
   *
   * @default the newest of the channel
   */
  readonly startingCSV?: string;
}

/** The control-plane versions of OpenShift Service Mesh 2 that this project knows. */
export type MeshVersion = 'v2.3' | 'v2.4' | 'v2.5' | 'v2.6';

/** One mesh: a control plane, its members, and what it has in common towards all its peers. */
export interface MeshProps {
  /**
   * The cluster that the mesh runs on.
   *
   * @default the cluster that has the mesh's name
   */
  readonly cluster?: string;
  /**
   * The control-plane namespace.
   *
   * @default the mesh's name
   */
  readonly namespace?: DnsLabel;
  /**
   * The name of the ServiceMeshControlPlane.
   *
   * @default the mesh's name
   */
  readonly controlPlane?: DnsLabel;
  /**
   * The version of the control plane.
   *
   * @default v2.6
   */
  readonly version?: MeshVersion;
  /**
   * Whether the mesh serves its members alone or the whole cluster.
   *
   * @default MultiTenant
   */
  readonly mode?: 'MultiTenant' | 'ClusterWide';
  /**
   * The cluster's name as the control plane knows it; no peer may have this name.
   *
   * @default the cluster's name
   */
  readonly clusterName?: string;
  /**
   * The trust domain of the mesh's identities, unique among all meshes.
   *
   * @default <mesh>.local
   */
  readonly trustDomain?: DnsName;
  /** The member namespaces; those of the mesh's bookinfo workloads are members without being listed. */
  readonly members?: readonly MemberName[];
  /**
   * Whether the Namespaces of the control plane and of the members are written too. Say `false` where somebody else
   * owns them.
   *
   * @default true
   */
  readonly createNamespaces?: boolean;
  /** Tracing; off unless it is asked for. */
  readonly tracing?: TracingProps;
  /** Kiali, Grafana and Prometheus. */
  readonly addons?: AddonsProps;
  /**
   * The service-account tokens that identify workloads; ROSA needs `ThirdParty`.
   *
   * @default ThirdParty on aws, the operator's own default elsewhere
   */
  readonly identity?: 'Kubernetes' | 'ThirdParty';
  /**
   * Whether the mesh signs with the key in the Secret `cacerts` of its namespace, made by somebody else, instead of a
   * key of its own.
   *
   * @default false
   */
  readonly customCA?: boolean;
  /**
   * The mesh's root certificates, where they are known beforehand.
   *
   * @default fetched from the running mesh
   */
  readonly rootCertificate?: CertificateProps;
  /**
   * A name for the root certificate that several meshes share on purpose. Without one, two meshes with the same root
   * are taken for one mesh that was asked twice.
   *
   * @minLength 1
   */
  readonly commonRoot?: string;
  /**
   * What the peers' gateways towards this mesh are named after: `rosa-prod` gives `rosa-prod-ingress` and
   * `rosa-prod-egress` in each peer.
   *
   * @default the mesh's name
   */
  readonly peerPrefix?: ServiceName;
  /** The ingress gateways of this mesh, one per peer: what they have in common. */
  readonly ingress?: SharedIngressProps;
  /** The egress gateways of this mesh, one per peer: what they have in common. */
  readonly egress?: SharedEgressProps;
  /** Any field of the ServiceMeshControlPlane's spec; merged last, lists are replaced. */
  readonly override?: ControlPlaneOverride;
  /** The applications to write beside the mesh; none where somebody else deploys them. */
  readonly workloads?: readonly WorkloadProps[];
}

/**
 * Fields of the ServiceMeshControlPlane's spec as they stand in the manifest. They are checked against its schema;
 * in code, `controlPlaneOverride` makes one from typed fields.
 */
export interface ControlPlaneOverride {
  readonly [field: string]: unknown;
}

/** Tracing of a mesh. */
export interface TracingProps {
  /**
   * The tracer.
   *
   * @default None
   */
  readonly type?: 'None' | 'Jaeger';
  /**
   * How many of 10,000 requests are traced.
   *
   * @asType integer
   * @minimum 0
   * @maximum 10000
   */
  readonly sampling?: number;
}

/** The addons of a mesh. */
export interface AddonsProps {
  /**
   * The console; needs Prometheus, and the Kiali operator is subscribed with it.
   *
   * @default false
   */
  readonly kiali?: boolean;
  /**
   * Dashboards, deprecated since OSSM 2.4.
   *
   * @default false
   */
  readonly grafana?: boolean;
  /**
   * Metrics.
   *
   * @default true
   */
  readonly prometheus?: boolean;
}

/** PEM certificates, written here or in a file beside the topology; exactly one of the two. */
export interface CertificateProps {
  /** The PEM text. */
  readonly pem?: string;
  /** A file with the PEM text, relative to the topology file and not outside its directory. */
  readonly file?: string;
}

/** What the ingress gateways of one mesh, or of one peering, have in common. */
export interface SharedIngressProps {
  /**
   * The type of the gateway's Service.
   *
   * @default ClusterIP where both meshes share a cluster, NodePort on baremetal, LoadBalancer elsewhere
   */
  readonly type?: 'LoadBalancer' | 'NodePort' | 'ClusterIP';
  /**
   * Whether the load balancer has a private address.
   *
   * @default false
   */
  readonly internal?: boolean;
  /** The networks in CIDR form that the load balancer lets in; all where none is given. */
  readonly sourceRanges?: readonly string[];
  /** Annotations of the Service, beside those of the platform. */
  readonly annotations?: { readonly [key: string]: string };
  /**
   * The IP addresses or DNS names at which peers reach the gateway.
   *
   * @default the Service's name where both meshes share a cluster, otherwise fetched from the running cluster
   */
  readonly addresses?: readonly string[];
  /**
   * The ports that peers dial, where something in front of the gateway has others.
   *
   * @default the node ports of a NodePort, otherwise 15443 and 8188
   */
  readonly ports?: PortsProps;
  /** How many pods, and what each of them takes. */
  readonly runtime?: GatewayRuntimeProps;
}

/** The ingress gateway of one mesh towards one peer. */
export interface IngressProps extends SharedIngressProps {
  /**
   * The gateway's name.
   *
   * @default <the peer's prefix>-ingress
   */
  readonly name?: ServiceName;
  /** The fixed node ports of a NodePort; fetched from the running cluster where none are given. */
  readonly nodePorts?: NodePortsProps;
  /** A static IP address of the load balancer; peers then dial it. */
  readonly loadBalancerIP?: string;
}

/** The two ports of a federation gateway as its peers dial them. */
export interface PortsProps {
  /**
   * The port for service traffic.
   *
   * @default 15443
   */
  readonly service?: Port;
  /**
   * The port for discovery.
   *
   * @default 8188
   */
  readonly discovery?: Port;
}

/** The two node ports of a federation gateway. */
export interface NodePortsProps {
  /**
   * The node port for service traffic.
   *
   * @asType integer
   * @minimum 30000
   * @maximum 32767
   */
  readonly service: number;
  /**
   * The node port for discovery.
   *
   * @asType integer
   * @minimum 30000
   * @maximum 32767
   */
  readonly discovery: number;
}

/** What the egress gateways of one mesh, or of one peering, have in common. */
export interface SharedEgressProps {
  /** How many pods, and what each of them takes. */
  readonly runtime?: GatewayRuntimeProps;
}

/** The egress gateway of one mesh towards one peer. */
export interface EgressProps extends SharedEgressProps {
  /**
   * The gateway's name.
   *
   * @default <the peer's prefix>-egress
   */
  readonly name?: ServiceName;
}

/** The pods of a gateway. */
export interface GatewayRuntimeProps {
  /**
   * The fixed number of pods; turns the autoscaler off.
   *
   * @default the autoscaler's choice, 1 to 5
   * @asType integer
   * @minimum 1
   */
  readonly replicas?: number;
  /** What each pod asks for. */
  readonly requests?: ResourcesProps;
  /** What each pod may take at most. */
  readonly limits?: ResourcesProps;
}

/** Amounts in Kubernetes' own notation. */
export interface ResourcesProps {
  /**
   * Such as `500m`.
   *
   * @pattern ^[0-9]+(\.[0-9]+)?m?$
   */
  readonly cpu?: string;
  /**
   * Such as `256Mi`.
   *
   * @pattern ^[0-9]+(\.[0-9]+)?([EPTGMk]i?|Ki)?$
   */
  readonly memory?: string;
}

/** Meshes by name; ranges such as `spoke-{01..20}` are allowed; `all` stands for every mesh. */
export type MeshList = 'all' | readonly string[];

/**
 * Meshes that federate: a pair (`between`), a hub with its spokes (`hub`), or each with each (`fullMesh`); exactly one
 * of the three.
 */
export interface PeeringProps {
  /** Two meshes. */
  readonly between?: readonly string[];
  /** One mesh that peers with every spoke. */
  readonly hub?: string;
  /**
   * The spokes of the hub.
   *
   * @default every other mesh
   */
  readonly spokes?: MeshList;
  /** Meshes that all peer with each other. */
  readonly fullMesh?: MeshList;
  /** The ingress gateways on both sides of each pair. */
  readonly ingress?: SharedIngressProps;
  /** The egress gateways on both sides of each pair. */
  readonly egress?: SharedEgressProps;
  /** What holds on one side only, by the mesh whose side it is. */
  readonly sides?: { readonly [mesh: string]: PeeringSideProps };
}

/** One mesh's side of a peering. */
export interface PeeringSideProps {
  /**
   * What this mesh calls its peer: the name of the ServiceMeshPeer and of the export and import sets.
   *
   * @default the peer's mesh name
   */
  readonly peerName?: DnsLabel;
  /** This mesh's ingress gateway towards the peer. */
  readonly ingress?: IngressProps;
  /** This mesh's egress gateway towards the peer. */
  readonly egress?: EgressProps;
}

/** A namespace and a name; what is left out means "any" when matching and "as it was" when renaming. */
export interface ServiceRef {
  /** The namespace. */
  readonly namespace?: DnsLabel;
  /** The Service's name. */
  readonly name?: DnsLabel;
}

/** One particular Service. */
export interface NamedService {
  /** The namespace. */
  readonly namespace: DnsLabel;
  /** The Service's name. */
  readonly name: DnsLabel;
}

/** Services by the labels of their Service objects (not of their pods). */
export interface SelectorProps {
  /** Labels that a Service must have. */
  readonly matchLabels?: { readonly [label: string]: string };
  /** Conditions that a Service's labels must meet. */
  readonly matchExpressions?: readonly LabelExpression[];
}

/** One condition on a label. */
export interface LabelExpression {
  /** The label's name. */
  readonly key: string;
  /** How the label's value is judged. */
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  /** The values for `In` and `NotIn`. */
  readonly values?: readonly string[];
}

/**
 * A statement that one mesh gives services to another. It makes the exporter's rule and the importer's rule, so the two
 * cannot disagree. Which services: those that `service` and `selector` both match; at least one of the two is stated.
 */
export interface ShareProps {
  /**
   * What traffic statements call the share.
   *
   * @default the service's name
   */
  readonly name?: string;
  /** The exporting meshes. */
  readonly from: string | readonly string[];
  /** The importing meshes; `all` stands for every peer of the exporter. */
  readonly to: string | readonly string[];
  /** Services by namespace and name; what is left out means any, so `{}` shares everything. */
  readonly service?: ServiceRef;
  /** Services by label; the importer cannot see labels and takes whatever the exporter offers of the namespace. */
  readonly selector?: SelectorProps;
  /** The name and namespace that the exporter offers instead of the Service's own. */
  readonly exportAs?: ServiceRef;
  /** The name and namespace that the importer gives instead of the offered ones. */
  readonly importAs?: ServiceRef;
  /**
   * Whether the import joins the importer's own Service of that name.
   *
   * @default false
   */
  readonly importAsLocal?: boolean;
  /**
   * What the import's host ends in, after name and namespace.
   *
   * @default svc.<peer>-imports.local
   */
  readonly domainSuffix?: DnsName;
  /**
   * Whether an AuthorizationPolicy in the exporting mesh admits nobody but the importing peers and local callers.
   *
   * @default false
   */
  readonly authorize?: boolean | AuthorizeProps;
}

/** Who may call a shared service, beside the importing peers. */
export interface AuthorizeProps {
  /**
   * The labels of the pods behind the service.
   *
   * @default app: <the service's name>, or the selector's matchLabels; all pods of the namespace where neither is given
   */
  readonly workload?: { readonly [label: string]: string };
  /**
   * The namespaces whose workloads may call as well.
   *
   * @default the mesh's members
   */
  readonly callers?: readonly DnsLabel[];
}

/** An imported service: a share by name, with what tells its imports apart. */
export interface ImportRef {
  /** The share's name. */
  readonly share: string;
  /**
   * The exporting mesh, where the share has several.
   */
  readonly mesh?: string;
  /** The exporter's Service, where the share does not name just one. */
  readonly service?: NamedService;
}

/** Where a part of the traffic goes: an import (`share`), or the local service, or a subset of it. */
export interface SplitProps {
  /**
   * The share of the traffic in percent.
   *
   * @asType integer
   * @minimum 0
   * @maximum 100
   */
  readonly weight: number;
  /** A subset of the local service. */
  readonly subset?: string;
  /** A share by name. */
  readonly share?: string;
  /** The exporting mesh, where the share has several. */
  readonly mesh?: string;
  /** The exporter's Service, where the share does not name just one. */
  readonly service?: NamedService;
}

/** A copy of the traffic that goes to an import; its answers are dropped. */
export interface MirrorProps extends ImportRef {
  /**
   * How much of the traffic is copied, in percent.
   *
   * @default 100
   * @minimum 0
   * @maximum 100
   */
  readonly percentage?: number;
}

/** When a local endpoint counts as failed. */
export interface FailoverProps {
  /**
   * How many 5xx answers in a row.
   *
   * @default 3
   * @asType integer
   * @minimum 1
   */
  readonly consecutive5xxErrors?: number;
  /**
   * How often endpoints are looked at.
   *
   * @default 10s
   */
  readonly interval?: Duration;
  /**
   * How long a failed endpoint stays out at least.
   *
   * @default 1m
   */
  readonly baseEjectionTime?: Duration;
}

/** What a mesh does with calls to one of its services. */
export interface TrafficProps {
  /** The mesh whose callers it concerns. */
  readonly mesh: string;
  /** The local service that is called. */
  readonly service: NamedService;
  /**
   * Whether the statement is in force. Of several statements for one service at most one may be.
   *
   * @default true
   */
  readonly active?: boolean;
  /**
   * The name of the VirtualService and of the DestinationRule.
   *
   * @default the service's name
   */
  readonly name?: DnsLabel;
  /**
   * What the service speaks.
   *
   * @default http
   */
  readonly protocol?: 'http' | 'tcp';
  /** The subsets of the local service by name, each with the labels of its pods; those of bookinfo are known. */
  readonly subsets?: { readonly [subset: string]: { readonly [label: string]: string } };
  /** How the calls are divided; the weights add up to 100. */
  readonly split?: readonly SplitProps[];
  /** Where a copy of each call goes. */
  readonly mirror?: MirrorProps;
  /** Fail over to imports that joined the local service (`importAsLocal`), by locality. `{}` takes the defaults. */
  readonly failover?: FailoverProps;
}

/** An application: bookinfo, or a directory of manifests; exactly one of the two. */
export interface WorkloadProps {
  /** The bookinfo sample application. */
  readonly bookinfo?: BookinfoProps;
  /** A directory of YAML manifests, relative to the topology file and not outside its directory. */
  readonly manifests?: string;
}

/** The bookinfo sample application or parts of it. */
export interface BookinfoProps {
  /** The namespace, which becomes a member of the mesh. */
  readonly namespace: DnsLabel;
  /**
   * The components and the versions of each.
   *
   * @default all: productpage v1, details v1, reviews v1 to v3, ratings v1
   */
  readonly components?: BookinfoComponents;
  /**
   * Whether productpage is opened to the outside by a Gateway.
   *
   * @default true where productpage is among the components
   */
  readonly gateway?: boolean;
  /**
   * Where the images are pulled from.
   *
   * @default maistra
   */
  readonly registry?: string;
}

/** Versions by component of bookinfo. */
export interface BookinfoComponents {
  /** The web page: v1. */
  readonly productpage?: readonly BookinfoVersion[];
  /** The details of a book: v1. */
  readonly details?: readonly BookinfoVersion[];
  /** The reviews: v1, v2 and v3. */
  readonly reviews?: readonly BookinfoVersion[];
  /** The ratings: v1. */
  readonly ratings?: readonly BookinfoVersion[];
}

/**
 * A version of a component, which becomes the label `version` of its pods.
 *
 * @pattern ^v[0-9]+$
 */
export type BookinfoVersion = string;
