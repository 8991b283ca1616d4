/**
 * The topology: the description of a federation, with each fact in one place.
 *
 * These interfaces are the only source of the file format. `npm run schema` generates `schemas/federation.schema.json`
 * from them, which validates files and completes keys in editors; tags such as `@pattern` and `@minimum` become its
 * keywords. A value that can be derived is optional, and its default says how it is derived.
 */

import type { Platform } from '../platforms';
import type { GitOpsProps } from './gitops-model';
import type {
  BookinfoVersion,
  DnsLabel,
  DnsName,
  Duration,
  GatewayName,
  GatewayRef,
  MemberName,
  MeshVersion,
  Port,
  RequestHost,
  ServiceName,
} from './texts';

export type { ArgoCdProps, DestinationProps, GitOpsProps } from './gitops-model';
export type * from './texts';
export type { Platform };

/** The root of the topology file. */
export interface Topology {
  /** Defaults for all clusters and all meshes. */
  readonly defaults?: DefaultsProps;
  /**
   * The clusters by name. The name is also the output directory and the kubeconfig context.
   * A number range in braces expands to several names: `spoke-{01..20}`.
   */
  readonly clusters: { readonly [name: string]: ClusterProps };
  /**
   * The meshes by name. A number range in braces expands to several names: `spoke-{01..20}`.
   */
  readonly meshes: { readonly [name: string]: MeshProps };
  /** The pairs of meshes that federate. */
  readonly peerings?: readonly PeeringProps[];
  /**
   * The services that one mesh exports and another imports. The order matters if two shares of one exporter match the
   * same service: the first one wins, as in the manifests.
   */
  readonly shares?: readonly ShareProps[];
  /** How the importing meshes use imported services: split, mirror, failover. */
  readonly traffic?: readonly TrafficProps[];
  /** Settings of the linter. */
  readonly lint?: LintProps;
  /** How the output is delivered from a Git repository. */
  readonly gitops?: GitOpsProps;
}

/** Settings of the linter. */
export interface LintProps {
  /** Rules to ignore for this federation, each with the reason: `FED042: access is restricted by a firewall`. */
  readonly ignore?: { readonly [rule: string]: string };
}

/** Defaults for all clusters and meshes. Maps are merged key by key, lists are replaced. */
export interface DefaultsProps {
  /** Defaults for all clusters. */
  readonly clusters?: ClusterProps;
  /** Defaults for all meshes. */
  readonly meshes?: MeshProps;
}

/** A cluster. */
export interface ClusterProps {
  /**
   * The platform that the cluster runs on: `rosa` and `aro` are the managed OpenShift of AWS and Azure, `aws`, `azure`
   * and `gcp` any other OpenShift there.
   *
   * @default other
   */
  readonly platform?: Platform;
  /**
   * The kubeconfig context.
   *
   * @default the cluster's name
   */
  readonly context?: string;
  /**
   * The DNS domain of Services in the cluster.
   *
   * @default cluster.local
   */
  readonly domain?: DnsName;
  /** The location of the nodes; required for locality failover. */
  readonly locality?: LocalityProps;
  /**
   * Labels of all objects that are written for the cluster, your own manifests included; not of pods. A label that an
   * object already has is kept. Generated objects, except for Services, also have `app.kubernetes.io/managed-by:
   * ossm-fed` and `app.kubernetes.io/part-of: service-mesh-federation`, unless these keys are set here.
   */
  readonly labels?: { readonly [key: string]: string };
  /** Annotations of all objects that are written for the cluster. An annotation that an object already has is kept. */
  readonly annotations?: { readonly [key: string]: string };
  /**
   * The operators by OLM package: `true` or settings to subscribe, `false` for no Subscription.
   *
   * @default those that the versions and addons of the meshes require
   */
  readonly operators?: OperatorsProps;
}

/** A location as in node labels. A zone requires a region, a subzone requires a zone. */
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
   * The subzone, a part of the zone.
   *
   * @minLength 1
   */
  readonly subzone?: string;
}

/** The operators by the name of their OLM package. */
export interface OperatorsProps {
  /** The OpenShift Service Mesh 2 operator. */
  readonly servicemeshoperator?: boolean | OperatorProps;
  /** The OpenShift Service Mesh 3 operator. */
  readonly servicemeshoperator3?: boolean | OperatorProps;
  /** The Kiali operator. */
  readonly 'kiali-ossm'?: boolean | OperatorProps;
  /** The Jaeger operator, deprecated since OSSM 2.5. */
  readonly 'jaeger-product'?: boolean | OperatorProps;
  /** The Elasticsearch operator, required only for Jaeger with Elasticsearch storage. */
  readonly 'elasticsearch-operator'?: boolean | OperatorProps;
  /** The Tempo operator. */
  readonly 'tempo-product'?: boolean | OperatorProps;
  /** The OpenTelemetry operator. */
  readonly 'opentelemetry-product'?: boolean | OperatorProps;
}

/** An OLM Subscription. */
export interface OperatorProps {
  /**
   * The update channel.
   *
   * @default stable; stable-5.8 for elasticsearch-operator, stable-3.N for servicemeshoperator3
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
   * The namespace of the Subscription. Except for `openshift-operators`, its Namespace and OperatorGroup are written
   * too.
   *
   * @default the namespace in the product documentation
   */
  readonly namespace?: DnsLabel;
  /**
   * Whether OLM installs updates automatically.
   *
   * @default Automatic
   */
  readonly approval?: 'Automatic' | 'Manual';
  /**
   * The version to install first, such as `servicemeshoperator.v2.5.1`; it stays installed only with `approval:
   * Manual`.
   *
   * @default the newest version of the channel
   */
  readonly startingCSV?: string;
}

/** A mesh: a control plane, its members, and settings for all its peers. */
export interface MeshProps {
  /**
   * The cluster that the mesh runs on.
   *
   * @default the cluster with the mesh's name
   */
  readonly cluster?: string;
  /**
   * The control-plane namespace.
   *
   * @default the mesh's name
   */
  readonly namespace?: DnsLabel;
  /**
   * The name of the ServiceMeshControlPlane, or in OpenShift Service Mesh 3 of the Istio resource.
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
  /** What only OpenShift Service Mesh 3 has: the version of Istio, the network, the east-west gateway. */
  readonly istio?: IstioProps;
  /**
   * Whether the mesh includes only its members or the whole cluster.
   *
   * @default MultiTenant
   */
  readonly mode?: 'MultiTenant' | 'ClusterWide';
  /**
   * The `cluster.name` of the control plane; no peer can have this name.
   *
   * @default the cluster's name
   */
  readonly clusterName?: string;
  /**
   * The trust domain of the mesh, unique among all meshes.
   *
   * @default <mesh>.local
   */
  readonly trustDomain?: DnsName;
  /** The member namespaces. Those of the mesh's bookinfo workloads are added automatically. */
  readonly members?: readonly MemberName[];
  /**
   * Which Namespaces are written: `true` for those of the control plane and of all listed members, `false` for none.
   *
   * @default those of the control plane and of the mesh's bookinfo workloads; all in OpenShift Service Mesh 3
   */
  readonly createNamespaces?: boolean | CreateNamespacesProps;
  /** Tracing, off by default. */
  readonly tracing?: TracingProps;
  /** Kiali, Grafana and Prometheus. */
  readonly addons?: AddonsProps;
  /**
   * The type of the service-account tokens that identify workloads. ROSA requires `ThirdParty`.
   *
   * @default ThirdParty on rosa, the operator's default elsewhere
   */
  readonly identity?: 'Kubernetes' | 'ThirdParty';
  /**
   * Whether the mesh signs with the key in the existing Secret `cacerts` of its namespace, instead of a self-signed
   * root certificate. It also turns strict mutual TLS on, as the product documentation does; `mtls: false` keeps it off.
   *
   * @default false
   */
  readonly customCA?: boolean;
  /**
   * Strict mutual TLS, `security.dataPlane.mtls` of the control plane: with `true`, the workloads of the mesh reject
   * calls without TLS, such as those of pods without a sidecar; with `false`, they accept both.
   *
   * @default true with customCA, otherwise the operator's default
   */
  readonly mtls?: boolean;
  /**
   * The root certificates of the mesh, if they are known in advance.
   *
   * @default read from the running mesh by `ossm-fed fetch`
   */
  readonly rootCertificate?: CertificateProps;
  /**
   * A name for the root certificate that several meshes share on purpose. Without it, two meshes with the same root
   * certificate are reported, because their kubeconfig contexts probably point to the same cluster.
   *
   * @minLength 1
   */
  readonly commonRoot?: string;
  /**
   * The prefix of the names of the peers' gateways for this mesh: `rosa-prod` results in `rosa-prod-ingress` and
   * `rosa-prod-egress` in each peer.
   *
   * @default the mesh's name
   */
  readonly peerPrefix?: ServiceName;
  /** Settings of all ingress gateways of this mesh, one per peer. */
  readonly ingress?: SharedIngressProps;
  /** Settings of all egress gateways of this mesh, one per peer. */
  readonly egress?: SharedEgressProps;
  /**
   * Any fields of the `spec` of the ServiceMeshControlPlane, or in OpenShift Service Mesh 3 of the Istio resource; merged
   * last, lists are replaced.
   */
  readonly override?: ControlPlaneOverride;
  /** The applications to write with the mesh; none if they are deployed elsewhere. */
  readonly workloads?: readonly WorkloadProps[];
}

/** Settings of a mesh of OpenShift Service Mesh 3. */
export interface IstioProps {
  /**
   * The version of Istio, as the Istio resource has it.
   *
   * @default the newest one of the operator, such as `v1.30-latest` for v3.4
   * @pattern ^v1\.[0-9]+(\.[0-9]+|-latest)$
   */
  readonly version?: string;
  /**
   * The name of the mesh's network.
   *
   * @default network-<mesh>
   */
  readonly network?: DnsLabel;
  /** The gateway that peers call, one for all of them. Its type, annotations and addresses are those of `ingress`. */
  readonly eastWest?: EastWestProps;
}

/** The east-west gateway of a mesh of OpenShift Service Mesh 3. */
export interface EastWestProps {
  /**
   * The namespace of the gateway.
   *
   * @default istio-ingress; istio-ingress-<mesh> where several meshes share a cluster
   */
  readonly namespace?: DnsLabel;
  /**
   * The name of the gateway.
   *
   * @default eastwestgateway
   */
  readonly name?: ServiceName;
}

/** A port of a shared Service. */
export interface SharedPortProps {
  /** The number of the port, which is the same in the importing mesh. */
  readonly number: Port;
  /**
   * The name of the port.
   *
   * @default the protocol in lowercase
   */
  readonly name?: DnsLabel;
  /**
   * The protocol.
   *
   * @default TCP
   */
  readonly protocol?: 'HTTP' | 'HTTPS' | 'HTTP2' | 'GRPC' | 'GRPC-WEB' | 'MONGO' | 'TCP' | 'TLS';
  /**
   * The port of the pods.
   *
   * @default the number of the port
   */
  readonly targetPort?: Port;
}

/** Which Namespaces of a mesh are written. */
export interface CreateNamespacesProps {
  /**
   * Whether the Namespace of the control plane is written.
   *
   * @default true
   */
  readonly controlPlane?: boolean;
  /**
   * Whether the Namespaces of the members are written, in the stage `00-namespaces`. They belong to applications, so
   * Argo CD neither prunes nor deletes them.
   *
   * @default only those of the mesh's bookinfo workloads; all in OpenShift Service Mesh 3, where they have labels
   */
  readonly members?: boolean;
}

/**
 * Fields of the `spec` of the ServiceMeshControlPlane as in the manifest, validated against its schema. In code,
 * `controlPlaneOverride` creates it from typed fields.
 */
export interface ControlPlaneOverride {
  /** The value of a field. */
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
   * The number of traced requests out of 10,000.
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
   * The Kiali console; requires Prometheus, and adds a Subscription of the Kiali operator.
   *
   * @default false
   */
  readonly kiali?: boolean;
  /**
   * Grafana dashboards, deprecated since OSSM 2.4.
   *
   * @default false
   */
  readonly grafana?: boolean;
  /**
   * Prometheus metrics.
   *
   * @default true
   */
  readonly prometheus?: boolean;
}

/** PEM certificates, inline or in a file next to the topology; exactly one of the two. */
export interface CertificateProps {
  /** The PEM text. */
  readonly pem?: string;
  /** A file with the PEM text, relative to the directory of the topology file and below it. */
  readonly file?: string;
}

/** Settings of all ingress gateways of a mesh or of a peering. */
export interface SharedIngressProps {
  /**
   * The name of each gateway, such as `ingress-{peer}`.
   *
   * @default {prefix}-ingress
   */
  readonly name?: GatewayName;
  /**
   * The type of the gateway's Service.
   *
   * @default ClusterIP if both meshes share a cluster, NodePort on baremetal, LoadBalancer elsewhere
   */
  readonly type?: 'LoadBalancer' | 'NodePort' | 'ClusterIP';
  /**
   * Whether the load balancer is internal, with a private address.
   *
   * @default false
   */
  readonly internal?: boolean;
  /** The client networks that the load balancer admits, in CIDR notation. Default: all. */
  readonly sourceRanges?: readonly string[];
  /** Annotations of the Service, in addition to those of the platform. */
  readonly annotations?: { readonly [key: string]: string };
  /**
   * The IP addresses or DNS names of the gateway for peers.
   *
   * @default the Service's DNS name if both meshes share a cluster, otherwise read by `ossm-fed fetch`
   */
  readonly addresses?: readonly string[];
  /**
   * The ports of the gateway for peers, if a load balancer or proxy in front of it uses other ports.
   *
   * @default the node ports of a NodePort Service, otherwise 15443 and 8188
   */
  readonly ports?: PortsProps;
  /** Replicas and resources of the pods. */
  readonly runtime?: GatewayRuntimeProps;
}

/** The ingress gateway of a mesh for one peer. */
export interface IngressProps extends SharedIngressProps {
  /** Fixed node ports of a NodePort Service. Default: read by `ossm-fed fetch`. */
  readonly nodePorts?: NodePortsProps;
  /** A static IP address of the load balancer, which peers use as its address. */
  readonly loadBalancerIP?: string;
}

/** The two ports of a federation gateway for its peers. */
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

/** Settings of all egress gateways of a mesh or of a peering. */
export interface SharedEgressProps {
  /**
   * The name of each gateway, such as `egress-{peer}`.
   *
   * @default {prefix}-egress
   */
  readonly name?: GatewayName;
  /** Replicas and resources of the pods. */
  readonly runtime?: GatewayRuntimeProps;
}

/** The pods of a gateway. */
export interface GatewayRuntimeProps {
  /**
   * A fixed number of pods, without autoscaling.
   *
   * @default set by the autoscaler, 1 to 5
   * @asType integer
   * @minimum 1
   * @maximum 2147483647
   */
  readonly replicas?: number;
  /** Resource requests of each pod. */
  readonly requests?: ResourcesProps;
  /** Resource limits of each pod. */
  readonly limits?: ResourcesProps;
}

/** Kubernetes resource quantities. */
export interface ResourcesProps {
  /**
   * CPU, such as `500m`.
   *
   * @pattern ^[0-9]+(\.[0-9]+)?m?$
   */
  readonly cpu?: string;
  /**
   * Memory, such as `256Mi`.
   *
   * @pattern ^[0-9]+(\.[0-9]+)?([EPTGMk]i?|Ki)?$
   */
  readonly memory?: string;
}

/** A list of meshes by name, with ranges such as `spoke-{01..20}`, or `all` for every mesh. */
export type MeshList = 'all' | readonly string[];

/**
 * Meshes that federate: a pair (`between`), a hub with its spokes (`hub`), or every pair of a list (`fullMesh`);
 * exactly one of the three.
 */
export interface PeeringProps {
  /** The two meshes of a pair. */
  readonly between?: readonly string[];
  /** The mesh that peers with every spoke. */
  readonly hub?: string;
  /**
   * The spokes of the hub.
   *
   * @default every other mesh
   */
  readonly spokes?: MeshList;
  /** Meshes of which every pair peers. */
  readonly fullMesh?: MeshList;
  /** Settings of the ingress gateways on both sides of each pair. */
  readonly ingress?: SharedIngressProps;
  /** Settings of the egress gateways on both sides of each pair. */
  readonly egress?: SharedEgressProps;
  /** Settings of one side only, by the name of its mesh. */
  readonly sides?: { readonly [mesh: string]: PeeringSideProps };
}

/** The side of one mesh of a peering. */
export interface PeeringSideProps {
  /**
   * The name of the peer in this mesh: of the ServiceMeshPeer, the ExportedServiceSet and the ImportedServiceSet.
   *
   * @default the peer's mesh name
   */
  readonly peerName?: DnsLabel;
  /** The ingress gateway of this mesh for the peer. */
  readonly ingress?: IngressProps;
  /** The egress gateway of this mesh for the peer. */
  readonly egress?: SharedEgressProps;
}

/** A namespace and a name. A missing part means "any" in a match and "unchanged" in an alias. */
export interface ServiceRef {
  /** The namespace of the Service. */
  readonly namespace?: DnsLabel;
  /** The name of the Service. */
  readonly name?: DnsLabel;
}

/** One Service. */
export interface NamedService {
  /** The namespace of the Service. */
  readonly namespace: DnsLabel;
  /** The name of the Service. */
  readonly name: DnsLabel;
}

/** Services by the labels of their Service objects (not of their pods). */
export interface SelectorProps {
  /** Labels that the Service must have. */
  readonly matchLabels?: { readonly [label: string]: string };
  /** Conditions on the labels of the Service. */
  readonly matchExpressions?: readonly LabelExpression[];
}

/** One condition on a label. */
export interface LabelExpression {
  /** The key of the label. */
  readonly key: string;
  /** The operator. */
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  /** The values for `In` and `NotIn`. */
  readonly values?: readonly string[];
}

/**
 * Services to import, out of those that a share exports. A missing part of the name means any, so `{}` imports all of
 * them.
 */
export interface ImportProps {
  /** The exported namespace, after `exportAs`. */
  readonly namespace?: DnsLabel;
  /** The exported name, after `exportAs`. */
  readonly name?: DnsLabel;
  /** The imported name and namespace, instead of the exported ones. */
  readonly importAs?: ServiceRef;
  /**
   * Whether the import is merged with the importer's own Service of the same name.
   *
   * @default false
   */
  readonly importAsLocal?: boolean;
  /**
   * The ServiceAccounts of the importer's own pods behind the Service that the import is merged with; `[]` if the importer
   * has no such Service. Calls are checked against them and the identities of the peer.
   *
   * @default those of the workloads of the importer, if the topology has the Service and its pods
   */
  readonly localServiceAccounts?: readonly DnsName[];
  /**
   * The labels by which that Service of the importer selects its pods; only for OpenShift Service Mesh 3.
   *
   * @default those of the Service among the workloads of the importer
   */
  readonly localPodLabels?: { readonly [label: string]: string };
}

/**
 * Services that one mesh exports and another imports. One share creates both the export rule and the import rules, so
 * that they always agree. It selects the services that match both `service` and `selector`; at least one of them is
 * required.
 */
export interface ShareProps {
  /**
   * The name of the share, for references in `traffic`.
   *
   * @default the name of the service
   */
  readonly name?: string;
  /** The exporting meshes. */
  readonly from: string | readonly string[];
  /** The importing meshes; `all` means every peer of the exporter. */
  readonly to: string | readonly string[];
  /** Services by namespace and name; a missing part means any, so `{}` shares all services. */
  readonly service?: ServiceRef;
  /**
   * Services by label. Labels are not transferred, so the importer imports all services that are exported from the
   * namespace.
   */
  readonly selector?: SelectorProps;
  /** The exported name and namespace, instead of those of the Service. */
  readonly exportAs?: ServiceRef;
  /**
   * What is imported of the exported services, each entry with its own `importAs` and `importAsLocal`. The first entry
   * that matches a service wins. `[]` exports without an import.
   *
   * @default all exported services
   */
  readonly imports?: readonly ImportProps[];
  /** The imported name and namespace, instead of the exported ones. */
  readonly importAs?: ServiceRef;
  /**
   * Whether the import is merged with the importer's own Service of the same name.
   *
   * @default false
   */
  readonly importAsLocal?: boolean;
  /**
   * The ServiceAccounts of the importer's own pods behind the Service that the import is merged with; `[]` if the importer
   * has no such Service. Calls are checked against them and the identities of the peer.
   *
   * @default those of the workloads of the importer, if the topology has the Service and its pods
   */
  readonly localServiceAccounts?: readonly DnsName[];
  /**
   * The labels by which that Service of the importer selects its pods; only for OpenShift Service Mesh 3.
   *
   * @default those of the Service among the workloads of the importer
   */
  readonly localPodLabels?: { readonly [label: string]: string };
  /**
   * The suffix of the imported host, after name and namespace.
   *
   * @default svc.<peer>-imports.local
   */
  readonly domainSuffix?: DnsName;
  /**
   * The ports of the services; only for OpenShift Service Mesh 3.
   *
   * @default those of the Service among the workloads of the exporter
   * @minItems 1
   */
  readonly ports?: readonly SharedPortProps[];
  /**
   * The labels by which the Service selects its pods; only for OpenShift Service Mesh 3.
   *
   * @default those of the Service among the workloads of the exporter
   */
  readonly podLabels?: { readonly [label: string]: string };
  /**
   * The ServiceAccounts of the pods, whose identities the importer requires; only for OpenShift Service Mesh 3.
   *
   * @default those of the workloads of the exporter, if the topology has the Service and its pods
   * @minItems 1
   */
  readonly serviceAccounts?: readonly DnsName[];
  /**
   * The namespaces of the importing meshes that see the imported hosts; only for OpenShift Service Mesh 3.
   *
   * @default the members of the importing mesh
   * @minItems 1
   */
  readonly clients?: readonly DnsLabel[];
  /**
   * Whether an AuthorizationPolicy in the exporting mesh admits only the importing peers and local callers. In OpenShift
   * Service Mesh 3 one is written too where not all importing peers of the mesh import the service.
   *
   * @default false
   */
  readonly authorize?: boolean | AuthorizeProps;
}

/** The local callers of a shared service, in addition to the importing peers. */
export interface AuthorizeProps {
  /**
   * The labels of the pods of the service.
   *
   * @default app: <the service's name>, or the selector's matchLabels; all pods of the namespace if neither is set
   */
  readonly workload?: { readonly [label: string]: string };
  /**
   * The namespaces whose workloads may call the service too.
   *
   * @default the members of the mesh
   */
  readonly callers?: readonly DnsLabel[];
}

/** A reference to an imported service: a share, and if it is ambiguous, the mesh or the service. */
export interface ImportRef {
  /** The name of the share. */
  readonly share: string;
  /** The exporting mesh, required if the share has several. */
  readonly mesh?: string;
  /** The Service of the exporter, required if the share can match several. */
  readonly service?: NamedService;
}

/** A destination of a split: an import (`share`), the local service, or a subset of it. */
export interface SplitProps {
  /**
   * The percentage of the traffic.
   *
   * @asType integer
   * @minimum 0
   * @maximum 100
   */
  readonly weight: number;
  /** A subset of the local service. */
  readonly subset?: string;
  /** The name of the share that imports the destination. */
  readonly share?: string;
  /** The exporting mesh, required if the share has several. */
  readonly mesh?: string;
  /** The Service of the exporter, required if the share can match several. */
  readonly service?: NamedService;
}

/** A destination for copies of requests, whose responses are discarded. */
export interface MirrorProps extends ImportRef {
  /**
   * The percentage of requests that are mirrored.
   *
   * @default 100
   * @minimum 0
   * @maximum 100
   */
  readonly percentage?: number;
}

/** Failover by locality: when a local endpoint is ejected. */
export interface FailoverProps {
  /**
   * The number of consecutive 5xx responses that eject an endpoint.
   *
   * @default 3
   * @asType integer
   * @minimum 1
   * @maximum 2147483647
   */
  readonly consecutive5xxErrors?: number;
  /**
   * The interval between checks of endpoints.
   *
   * @default 10s
   */
  readonly interval?: Duration;
  /**
   * The minimum time that an endpoint stays ejected.
   *
   * @default 1m
   */
  readonly baseEjectionTime?: Duration;
}

/** One condition on a text: exactly one of the three. */
export interface TextMatch {
  /** The whole text. */
  readonly exact?: string;
  /** The start of the text. */
  readonly prefix?: string;
  /** A regular expression (RE2) that matches the whole text. */
  readonly regex?: string;
}

/** Conditions on an HTTP request, all of which must be true; at least one. */
export interface MatchProps {
  /** The path of the request, such as `/reviews/1`. */
  readonly uri?: TextMatch;
  /** Headers by name in lowercase. */
  readonly headers?: { readonly [name: string]: TextMatch };
  /** The method of the request. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'CONNECT' | 'TRACE';
}

/** Retries of failed requests. */
export interface RetriesProps {
  /**
   * The number of retries of a request; 0 for none.
   *
   * @asType integer
   * @minimum 0
   * @maximum 2147483647
   */
  readonly attempts: number;
  /**
   * The timeout of each attempt.
   *
   * @default the timeout of the route
   */
  readonly perTryTimeout?: Duration;
  /**
   * The failures to retry, as in Envoy's `x-envoy-retry-on`, such as `[gateway-error, connect-failure]`.
   *
   * @default Istio's default
   */
  readonly retryOn?: readonly string[];
}

/** Where requests go, and for how long. */
export interface RouteActionProps {
  /**
   * The destinations of calls; the weights must add up to 100.
   *
   * @default the local service
   */
  readonly split?: readonly SplitProps[];
  /** The destination for copies of calls. */
  readonly mirror?: MirrorProps;
  /**
   * The timeout of requests, retries included.
   *
   * @default none
   */
  readonly timeout?: Duration;
  /** Retries of failed requests; Istio's default if missing. */
  readonly retries?: RetriesProps;
}

/** A route for the HTTP requests that meet one of several matches. */
export interface MatchedRouteProps extends RouteActionProps {
  /**
   * The matches, of which one is enough.
   *
   * @minItems 1
   */
  readonly match: readonly MatchProps[];
}

/**
 * Fields of the `spec` of the VirtualService as in the manifest, validated against its schema. Where the manifest has a
 * host, `{ share: ... }` with `mesh` and `service` as in a split is the host of an import.
 */
export interface RouteOverride {
  /** The value of a field. */
  readonly [field: string]: unknown;
}

/** Traffic rules of a mesh for calls to one of its services. */
export interface TrafficProps extends RouteActionProps {
  /** The mesh of the callers. */
  readonly mesh: string;
  /** The local service that is called. */
  readonly service: NamedService;
  /**
   * Whether the entry is active. At most one entry for a service can be active.
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
   * The protocol of the service.
   *
   * @default http
   */
  readonly protocol?: 'http' | 'tcp';
  /**
   * The subsets of the local service by name, each with the labels of its pods. Those of bookinfo are added
   * automatically.
   */
  readonly subsets?: { readonly [subset: string]: { readonly [label: string]: string } };
  /**
   * Routes for HTTP requests that match, in their order. `split`, `mirror`, `timeout` and `retries` of the entry are for
   * all other requests.
   */
  readonly routes?: readonly MatchedRouteProps[];
  /**
   * The hosts of requests; `{ share: ... }` is the host of an import. With other hosts than the default, `service` is
   * only the destination of what has no `split`, and its namespace that of the VirtualService.
   *
   * @default the full host name of the service
   * @minItems 1
   */
  readonly hosts?: readonly (RequestHost | ImportRef)[];
  /**
   * The Gateways whose requests are routed.
   *
   * @default mesh: the calls of workloads
   * @minItems 1
   */
  readonly gateways?: readonly GatewayRef[];
  /** Any fields of the `spec` of the VirtualService; merged last, lists are replaced. */
  readonly override?: RouteOverride;
  /**
   * Failover by locality to imports that are merged with the local service (`importAsLocal`). `{}` uses the defaults.
   */
  readonly failover?: FailoverProps;
}

/** An application: bookinfo, or manifests; exactly one of the two. */
export interface WorkloadProps {
  /** The bookinfo sample application. */
  readonly bookinfo?: BookinfoProps;
  /**
   * A file or a directory of YAML manifests, relative to the directory of the topology file and below it, or below a
   * directory of `--allow-files`.
   */
  readonly manifests?: string;
}

/** The bookinfo sample application, or components of it. */
export interface BookinfoProps {
  /** The namespace, which is added to the members of the mesh. */
  readonly namespace: DnsLabel;
  /**
   * The components, each with its versions.
   *
   * @default all: productpage v1, details v1, reviews v1 to v3, ratings v1
   */
  readonly components?: BookinfoComponents;
  /**
   * Whether a Gateway exposes productpage.
   *
   * @default true if productpage is among the components
   */
  readonly gateway?: boolean;
  /**
   * The registry and repository of the images.
   *
   * @default maistra
   */
  readonly registry?: string;
}

/** The versions of each bookinfo component. */
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
