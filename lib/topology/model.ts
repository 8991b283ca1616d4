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
  /**
   * Defaults for all clusters and all meshes.
   *
   * @example { meshes: { version: 'v2.6' } }
   */
  readonly defaults?: DefaultsProps;
  /**
   * The clusters by name. The name is also the output directory and the kubeconfig context.
   * A number range in braces expands to several names: `spoke-{01..20}`.
   *
   * @example { west: { platform: 'rosa' }, east: { platform: 'aro' } }
   */
  readonly clusters: { readonly [name: string]: ClusterProps };
  /**
   * The meshes by name. A number range in braces expands to several names: `spoke-{01..20}`.
   *
   * @example { 'west-mesh': { cluster: 'west', members: ['shop'] } }
   */
  readonly meshes: { readonly [name: string]: MeshProps };
  /**
   * The pairs of meshes that federate.
   *
   * @example [{ between: ['west-mesh', 'east-mesh'] }]
   * @example [{ hub: 'west-mesh' }]
   */
  readonly peerings?: readonly PeeringProps[];
  /**
   * The services that one mesh exports and another imports. The order matters if two shares of one exporter match the
   * same service: the first one wins, as in the manifests.
   *
   * @example [{ from: 'east-mesh', to: 'west-mesh', service: { namespace: 'stock', name: 'inventory' } }]
   */
  readonly shares?: readonly ShareProps[];
  /**
   * How the importing meshes use imported services: split, mirror, failover.
   *
   * @example [{ mesh: 'west-mesh', service: { namespace: 'shop', name: 'inventory' }, split: [{ weight: 90 }, { share: 'inventory', weight: 10 }] }]
   */
  readonly traffic?: readonly TrafficProps[];
  /**
   * Settings of the linter.
   *
   * @example { ignore: { FED042: 'access is restricted by a firewall' } }
   */
  readonly lint?: LintProps;
  /**
   * How the output is delivered from a Git repository.
   *
   * @example { argocd: { repoURL: 'https://github.com/example/federation.git' } }
   */
  readonly gitops?: GitOpsProps;
}

/** Settings of the linter. */
export interface LintProps {
  /**
   * Rules to ignore for this federation, each with the reason: `FED042: access is restricted by a firewall`.
   *
   * @example { FED042: 'access is restricted by a firewall' }
   */
  readonly ignore?: { readonly [rule: string]: string };
}

/** Defaults for all clusters and meshes. Maps are merged key by key, lists are replaced. */
export interface DefaultsProps {
  /**
   * Defaults for all clusters.
   *
   * @example { labels: { team: 'mesh' } }
   */
  readonly clusters?: ClusterProps;
  /**
   * Defaults for all meshes.
   *
   * @example { version: 'v2.6' }
   */
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
   * @example 'admin@west'
   */
  readonly context?: string;
  /**
   * The DNS domain of Services in the cluster.
   *
   * @default cluster.local
   */
  readonly domain?: DnsName;
  /**
   * The location of the nodes; required for locality failover.
   *
   * @example { region: 'eu-west-1', zone: 'eu-west-1a' }
   */
  readonly locality?: LocalityProps;
  /**
   * Labels of all objects that are written for the cluster, your own manifests included; not of pods. A label that an
   * object already has is kept. Generated objects, except for Services, also have `app.kubernetes.io/managed-by:
   * ossm-fed` and `app.kubernetes.io/part-of: service-mesh-federation`, unless these keys are set here.
   *
   * @example { team: 'mesh' }
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Annotations of all objects that are written for the cluster. An annotation that an object already has is kept.
   *
   * @example { 'example.org/owner': 'mesh' }
   */
  readonly annotations?: { readonly [key: string]: string };
  /**
   * The operators by OLM package: `true` or settings to subscribe, `false` for no Subscription.
   *
   * @default those that the versions and addons of the meshes require
   * @example { servicemeshoperator: { approval: 'Manual' } }
   */
  readonly operators?: OperatorsProps;
}

/** A location as in node labels. A zone requires a region, a subzone requires a zone. */
export interface LocalityProps {
  /**
   * The value of the node label `topology.kubernetes.io/region`.
   *
   * @minLength 1
   * @example 'eu-west-1'
   */
  readonly region: string;
  /**
   * The value of the node label `topology.kubernetes.io/zone`.
   *
   * @minLength 1
   * @example 'eu-west-1a'
   */
  readonly zone?: string;
  /**
   * The subzone, a part of the zone.
   *
   * @minLength 1
   * @example 'rack-1'
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
   * @example 'stable'
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
   * @example 'openshift-operators'
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
   * @example 'servicemeshoperator.v2.5.1'
   */
  readonly startingCSV?: string;
}

/** A mesh: a control plane, its members, and settings for all its peers. */
export interface MeshProps {
  /**
   * The cluster that the mesh runs on.
   *
   * @default the cluster with the mesh's name
   * @example 'west'
   */
  readonly cluster?: string;
  /**
   * The control-plane namespace.
   *
   * @default the mesh's name
   * @example 'istio-system'
   */
  readonly namespace?: DnsLabel;
  /**
   * The name of the ServiceMeshControlPlane, or in OpenShift Service Mesh 3 of the Istio resource.
   *
   * @default the mesh's name
   * @example 'basic'
   */
  readonly controlPlane?: DnsLabel;
  /**
   * The version of the control plane.
   *
   * @default v2.6
   */
  readonly version?: MeshVersion;
  /**
   * What only OpenShift Service Mesh 3 has: the version of Istio, the network, the east-west gateway.
   *
   * @example { version: 'v1.30-latest' }
   */
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
   * @example 'west-cluster'
   */
  readonly clusterName?: string;
  /**
   * The trust domain of the mesh, unique among all meshes.
   *
   * @default <mesh>.local
   * @example 'west.example.org'
   */
  readonly trustDomain?: DnsName;
  /**
   * The member namespaces. Those of the mesh's bookinfo workloads are added automatically.
   *
   * @example ['shop', 'stock']
   */
  readonly members?: readonly MemberName[];
  /**
   * Which Namespaces are written: `true` for those of the control plane and of all listed members, `false` for none.
   *
   * @default those of the control plane and of the mesh's bookinfo workloads; all in OpenShift Service Mesh 3
   */
  readonly createNamespaces?: boolean | CreateNamespacesProps;
  /**
   * Tracing, off by default.
   *
   * @example { type: 'Jaeger', sampling: 100 }
   */
  readonly tracing?: TracingProps;
  /**
   * Kiali, Grafana and Prometheus.
   *
   * @example { kiali: true }
   */
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
   * @example { file: 'certificates/west.pem' }
   */
  readonly rootCertificate?: CertificateProps;
  /**
   * A name for the root certificate that several meshes share on purpose. Without it, two meshes with the same root
   * certificate are reported, because their kubeconfig contexts probably point to the same cluster.
   *
   * @minLength 1
   * @example 'company-root'
   */
  readonly commonRoot?: string;
  /**
   * The prefix of the names of the peers' gateways for this mesh: `rosa-prod` results in `rosa-prod-ingress` and
   * `rosa-prod-egress` in each peer.
   *
   * @default the mesh's name
   * @example 'rosa-prod'
   */
  readonly peerPrefix?: ServiceName;
  /**
   * Settings of all ingress gateways of this mesh, one per peer.
   *
   * @example { internal: true }
   */
  readonly ingress?: SharedIngressProps;
  /**
   * Settings of all egress gateways of this mesh, one per peer.
   *
   * @example { runtime: { replicas: 2 } }
   */
  readonly egress?: SharedEgressProps;
  /**
   * Any fields of the `spec` of the ServiceMeshControlPlane, or in OpenShift Service Mesh 3 of the Istio resource; merged
   * last, lists are replaced.
   *
   * @example { proxy: { accessLogging: { file: { name: '/dev/stdout' } } } }
   */
  readonly override?: ControlPlaneOverride;
  /**
   * The applications to write with the mesh; none if they are deployed elsewhere.
   *
   * @example [{ bookinfo: { namespace: 'shop' } }]
   * @example [{ manifests: 'apps/shop' }]
   */
  readonly workloads?: readonly WorkloadProps[];
}

/** Settings of a mesh of OpenShift Service Mesh 3. */
export interface IstioProps {
  /**
   * The version of Istio, as the Istio resource has it.
   *
   * @default the newest one of the operator, such as `v1.30-latest` for v3.4
   * @pattern ^v1\.[0-9]+(\.[0-9]+|-latest)$
   * @example 'v1.30-latest'
   */
  readonly version?: string;
  /**
   * The name of the mesh's network.
   *
   * @default network-<mesh>
   * @example 'network-west'
   */
  readonly network?: DnsLabel;
  /**
   * The gateway that peers call, one for all of them. Its type, annotations and addresses are those of `ingress`.
   *
   * @example { namespace: 'istio-ingress' }
   */
  readonly eastWest?: EastWestProps;
}

/** The east-west gateway of a mesh of OpenShift Service Mesh 3. */
export interface EastWestProps {
  /**
   * The namespace of the gateway.
   *
   * @default istio-ingress; istio-ingress-<mesh> where several meshes share a cluster
   * @example 'istio-ingress'
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
  /**
   * The number of the port, which is the same in the importing mesh.
   *
   * @example 8080
   */
  readonly number: Port;
  /**
   * The name of the port.
   *
   * @default the protocol in lowercase
   * @example 'http'
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
   * @example 8080
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
   * @example 100
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
  /**
   * The PEM text.
   *
   * @example '-----BEGIN CERTIFICATE-----\\nMIIB...\\n-----END CERTIFICATE-----\\n'
   */
  readonly pem?: string;
  /**
   * A file with the PEM text, relative to the directory of the topology file and below it.
   *
   * @example 'certificates/west.pem'
   */
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
  /**
   * The client networks that the load balancer admits, in CIDR notation. Default: all.
   *
   * @example ['203.0.113.0/24']
   */
  readonly sourceRanges?: readonly string[];
  /**
   * Annotations of the Service, in addition to those of the platform.
   *
   * @example { 'example.org/owner': 'mesh' }
   */
  readonly annotations?: { readonly [key: string]: string };
  /**
   * The IP addresses or DNS names of the gateway for peers.
   *
   * @default the Service's DNS name if both meshes share a cluster, otherwise read by `ossm-fed fetch`
   * @example ['ingress.west.example.org']
   */
  readonly addresses?: readonly string[];
  /**
   * The ports of the gateway for peers, if a load balancer or proxy in front of it uses other ports.
   *
   * @default the node ports of a NodePort Service, otherwise 15443 and 8188
   * @example { service: 443, discovery: 8443 }
   */
  readonly ports?: PortsProps;
  /**
   * Replicas and resources of the pods.
   *
   * @example { replicas: 2 }
   */
  readonly runtime?: GatewayRuntimeProps;
}

/** The ingress gateway of a mesh for one peer. */
export interface IngressProps extends SharedIngressProps {
  /**
   * Fixed node ports of a NodePort Service. Default: read by `ossm-fed fetch`.
   *
   * @example { service: 30443, discovery: 30188 }
   */
  readonly nodePorts?: NodePortsProps;
  /**
   * A static IP address of the load balancer, which peers use as its address.
   *
   * @example '203.0.113.10'
   */
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
   * @example 30443
   */
  readonly service: number;
  /**
   * The node port for discovery.
   *
   * @asType integer
   * @minimum 30000
   * @maximum 32767
   * @example 30188
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
  /**
   * Replicas and resources of the pods.
   *
   * @example { replicas: 2 }
   */
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
   * @example 2
   */
  readonly replicas?: number;
  /**
   * Resource requests of each pod.
   *
   * @example { cpu: '100m', memory: '128Mi' }
   */
  readonly requests?: ResourcesProps;
  /**
   * Resource limits of each pod.
   *
   * @example { cpu: '2', memory: '1Gi' }
   */
  readonly limits?: ResourcesProps;
}

/** Kubernetes resource quantities. */
export interface ResourcesProps {
  /**
   * CPU, such as `500m`.
   *
   * @pattern ^[0-9]+(\.[0-9]+)?m?$
   * @example '500m'
   */
  readonly cpu?: string;
  /**
   * Memory, such as `256Mi`.
   *
   * @pattern ^[0-9]+(\.[0-9]+)?([EPTGMk]i?|Ki)?$
   * @example '256Mi'
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
  /**
   * The two meshes of a pair.
   *
   * @example ['west-mesh', 'east-mesh']
   */
  readonly between?: readonly string[];
  /**
   * The mesh that peers with every spoke.
   *
   * @example 'west-mesh'
   */
  readonly hub?: string;
  /**
   * The spokes of the hub.
   *
   * @default every other mesh
   * @example ['spoke-{01..20}']
   */
  readonly spokes?: MeshList;
  /**
   * Meshes of which every pair peers.
   *
   * @example 'all'
   * @example ['west-mesh', 'east-mesh', 'north-mesh']
   */
  readonly fullMesh?: MeshList;
  /**
   * Settings of the ingress gateways on both sides of each pair.
   *
   * @example { internal: true }
   */
  readonly ingress?: SharedIngressProps;
  /**
   * Settings of the egress gateways on both sides of each pair.
   *
   * @example { runtime: { replicas: 2 } }
   */
  readonly egress?: SharedEgressProps;
  /**
   * Settings of one side only, by the name of its mesh.
   *
   * @example { 'west-mesh': { peerName: 'east' } }
   */
  readonly sides?: { readonly [mesh: string]: PeeringSideProps };
}

/** The side of one mesh of a peering. */
export interface PeeringSideProps {
  /**
   * The name of the peer in this mesh: of the ServiceMeshPeer, the ExportedServiceSet and the ImportedServiceSet.
   *
   * @default the peer's mesh name
   * @example 'east'
   */
  readonly peerName?: DnsLabel;
  /**
   * The ingress gateway of this mesh for the peer.
   *
   * @example { nodePorts: { service: 30443, discovery: 30188 } }
   */
  readonly ingress?: IngressProps;
  /**
   * The egress gateway of this mesh for the peer.
   *
   * @example { name: 'east-egress' }
   */
  readonly egress?: SharedEgressProps;
}

/** A namespace and a name. A missing part means "any" in a match and "unchanged" in an alias. */
export interface ServiceRef {
  /**
   * The namespace of the Service.
   *
   * @example 'stock'
   */
  readonly namespace?: DnsLabel;
  /**
   * The name of the Service.
   *
   * @example 'inventory'
   */
  readonly name?: DnsLabel;
}

/** One Service. */
export interface NamedService {
  /**
   * The namespace of the Service.
   *
   * @example 'shop'
   */
  readonly namespace: DnsLabel;
  /**
   * The name of the Service.
   *
   * @example 'inventory'
   */
  readonly name: DnsLabel;
}

/** Services by the labels of their Service objects (not of their pods). */
export interface SelectorProps {
  /**
   * Labels that the Service must have.
   *
   * @example { app: 'inventory' }
   */
  readonly matchLabels?: { readonly [label: string]: string };
  /**
   * Conditions on the labels of the Service.
   *
   * @example [{ key: 'tier', operator: 'In', values: ['backend'] }]
   */
  readonly matchExpressions?: readonly LabelExpression[];
}

/** One condition on a label. */
export interface LabelExpression {
  /**
   * The key of the label.
   *
   * @example 'tier'
   */
  readonly key: string;
  /** The operator. */
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  /**
   * The values for `In` and `NotIn`.
   *
   * @example ['backend']
   */
  readonly values?: readonly string[];
}

/**
 * Services to import, out of those that a share exports. A missing part of the name means any, so `{}` imports all of
 * them.
 */
export interface ImportProps {
  /**
   * The exported namespace, after `exportAs`.
   *
   * @example 'stock'
   */
  readonly namespace?: DnsLabel;
  /**
   * The exported name, after `exportAs`.
   *
   * @example 'inventory'
   */
  readonly name?: DnsLabel;
  /**
   * The imported name and namespace, instead of the exported ones.
   *
   * @example { namespace: 'shop', name: 'inventory' }
   */
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
   * @example ['inventory']
   */
  readonly localServiceAccounts?: readonly DnsName[];
  /**
   * The labels by which that Service of the importer selects its pods; only for OpenShift Service Mesh 3.
   *
   * @default those of the Service among the workloads of the importer
   * @example { app: 'inventory' }
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
   * @example 'inventory-east'
   */
  readonly name?: string;
  /**
   * The exporting meshes.
   *
   * @example 'east-mesh'
   * @example ['east-mesh', 'north-mesh']
   */
  readonly from: string | readonly string[];
  /**
   * The importing meshes; `all` means every peer of the exporter.
   *
   * @example 'west-mesh'
   * @example 'all'
   */
  readonly to: string | readonly string[];
  /**
   * Services by namespace and name; a missing part means any, so `{}` shares all services.
   *
   * @example { namespace: 'stock', name: 'inventory' }
   */
  readonly service?: ServiceRef;
  /**
   * Services by label. Labels are not transferred, so the importer imports all services that are exported from the
   * namespace.
   *
   * @example { matchLabels: { app: 'inventory' } }
   */
  readonly selector?: SelectorProps;
  /**
   * The exported name and namespace, instead of those of the Service.
   *
   * @example { name: 'inventory-v2' }
   */
  readonly exportAs?: ServiceRef;
  /**
   * What is imported of the exported services, each entry with its own `importAs` and `importAsLocal`. The first entry
   * that matches a service wins. `[]` exports without an import.
   *
   * @default all exported services
   * @example [{ name: 'inventory', importAs: { namespace: 'shop' } }]
   */
  readonly imports?: readonly ImportProps[];
  /**
   * The imported name and namespace, instead of the exported ones.
   *
   * @example { namespace: 'shop', name: 'inventory' }
   */
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
   * @example ['inventory']
   */
  readonly localServiceAccounts?: readonly DnsName[];
  /**
   * The labels by which that Service of the importer selects its pods; only for OpenShift Service Mesh 3.
   *
   * @default those of the Service among the workloads of the importer
   * @example { app: 'inventory' }
   */
  readonly localPodLabels?: { readonly [label: string]: string };
  /**
   * The suffix of the imported host, after name and namespace.
   *
   * @default svc.<peer>-imports.local
   * @example 'east.mesh.example.org'
   */
  readonly domainSuffix?: DnsName;
  /**
   * The ports of the services; only for OpenShift Service Mesh 3.
   *
   * @default those of the Service among the workloads of the exporter
   * @minItems 1
   * @example [{ number: 8080, protocol: 'HTTP' }]
   */
  readonly ports?: readonly SharedPortProps[];
  /**
   * The labels by which the Service selects its pods; only for OpenShift Service Mesh 3.
   *
   * @default those of the Service among the workloads of the exporter
   * @example { app: 'inventory' }
   */
  readonly podLabels?: { readonly [label: string]: string };
  /**
   * The ServiceAccounts of the pods, whose identities the importer requires; only for OpenShift Service Mesh 3.
   *
   * @default those of the workloads of the exporter, if the topology has the Service and its pods
   * @minItems 1
   * @example ['inventory']
   */
  readonly serviceAccounts?: readonly DnsName[];
  /**
   * The namespaces of the importing meshes that see the imported hosts; only for OpenShift Service Mesh 3.
   *
   * @default the members of the importing mesh
   * @minItems 1
   * @example ['shop']
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
   * @example { app: 'inventory' }
   */
  readonly workload?: { readonly [label: string]: string };
  /**
   * The namespaces whose workloads may call the service too.
   *
   * @default the members of the mesh
   * @example ['stock']
   */
  readonly callers?: readonly DnsLabel[];
}

/** A reference to an imported service: a share, and if it is ambiguous, the mesh or the service. */
export interface ImportRef {
  /**
   * The name of the share.
   *
   * @example 'inventory-east'
   */
  readonly share: string;
  /**
   * The exporting mesh, required if the share has several.
   *
   * @example 'east-mesh'
   */
  readonly mesh?: string;
  /**
   * The Service of the exporter, required if the share can match several.
   *
   * @example { namespace: 'stock', name: 'inventory' }
   */
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
   * @example 10
   */
  readonly weight: number;
  /**
   * A subset of the local service.
   *
   * @example 'v1'
   */
  readonly subset?: string;
  /**
   * The name of the share that imports the destination.
   *
   * @example 'inventory-east'
   */
  readonly share?: string;
  /**
   * The exporting mesh, required if the share has several.
   *
   * @example 'east-mesh'
   */
  readonly mesh?: string;
  /**
   * The Service of the exporter, required if the share can match several.
   *
   * @example { namespace: 'stock', name: 'inventory' }
   */
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
  /**
   * The whole text.
   *
   * @example '/reviews/1'
   */
  readonly exact?: string;
  /**
   * The start of the text.
   *
   * @example '/reviews'
   */
  readonly prefix?: string;
  /**
   * A regular expression (RE2) that matches the whole text.
   *
   * @example '/reviews/[0-9]+'
   */
  readonly regex?: string;
}

/** Conditions on an HTTP request, all of which must be true; at least one. */
export interface MatchProps {
  /**
   * The path of the request, such as `/reviews/1`.
   *
   * @example { prefix: '/reviews' }
   */
  readonly uri?: TextMatch;
  /**
   * Headers by name in lowercase.
   *
   * @example { 'end-user': { exact: 'jason' } }
   */
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
   * @example 3
   */
  readonly attempts: number;
  /**
   * The timeout of each attempt.
   *
   * @default the timeout of the route
   * @example '2s'
   */
  readonly perTryTimeout?: Duration;
  /**
   * The failures to retry, as in Envoy's `x-envoy-retry-on`, such as `[gateway-error, connect-failure]`.
   *
   * @default Istio's default
   * @example ['gateway-error', 'connect-failure']
   */
  readonly retryOn?: readonly string[];
}

/** Where requests go, and for how long. */
export interface RouteActionProps {
  /**
   * The destinations of calls; the weights must add up to 100.
   *
   * @default the local service
   * @example [{ subset: 'v1', weight: 80 }, { share: 'inventory-east', weight: 20 }]
   */
  readonly split?: readonly SplitProps[];
  /**
   * The destination for copies of calls.
   *
   * @example { share: 'inventory-east' }
   */
  readonly mirror?: MirrorProps;
  /**
   * The timeout of requests, retries included.
   *
   * @default no timeout
   * @example '10s'
   */
  readonly timeout?: Duration;
  /**
   * Retries of failed requests; Istio's default if missing.
   *
   * @example { attempts: 3, perTryTimeout: '2s' }
   */
  readonly retries?: RetriesProps;
}

/** A route for the HTTP requests that meet one of several matches. */
export interface MatchedRouteProps extends RouteActionProps {
  /**
   * The matches, of which one is enough.
   *
   * @minItems 1
   * @example [{ uri: { prefix: '/reviews' } }]
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
  /**
   * The mesh of the callers.
   *
   * @example 'west-mesh'
   */
  readonly mesh: string;
  /**
   * The local service that is called.
   *
   * @example { namespace: 'shop', name: 'inventory' }
   */
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
   * @example 'inventory-routes'
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
   *
   * @example { v1: { version: 'v1' } }
   */
  readonly subsets?: { readonly [subset: string]: { readonly [label: string]: string } };
  /**
   * Routes for HTTP requests that match, in their order. `split`, `mirror`, `timeout` and `retries` of the entry are for
   * all other requests.
   *
   * @example [{ match: [{ uri: { prefix: '/v2' } }], split: [{ share: 'inventory-east', weight: 100 }] }]
   */
  readonly routes?: readonly MatchedRouteProps[];
  /**
   * The hosts of requests; `{ share: ... }` is the host of an import. With other hosts than the default, `service` is
   * only the destination of what has no `split`, and its namespace that of the VirtualService.
   *
   * @default the full host name of the service
   * @minItems 1
   * @example ['shop.example.org']
   */
  readonly hosts?: readonly (RequestHost | ImportRef)[];
  /**
   * The Gateways whose requests are routed.
   *
   * @default mesh: the calls of workloads
   * @minItems 1
   * @example ['shop/gateway']
   */
  readonly gateways?: readonly GatewayRef[];
  /**
   * Any fields of the `spec` of the VirtualService; merged last, lists are replaced.
   *
   * @example { exportTo: ['.'] }
   */
  readonly override?: RouteOverride;
  /**
   * Failover by locality to imports that are merged with the local service (`importAsLocal`). `{}` uses the defaults.
   *
   * @example { consecutive5xxErrors: 1 }
   */
  readonly failover?: FailoverProps;
}

/** An application: bookinfo, or manifests; exactly one of the two. */
export interface WorkloadProps {
  /**
   * The bookinfo sample application.
   *
   * @example { namespace: 'shop' }
   */
  readonly bookinfo?: BookinfoProps;
  /**
   * A file or a directory of YAML manifests, relative to the directory of the topology file and below it, or below a
   * directory of `--allow-files`.
   *
   * @example 'apps/shop'
   */
  readonly manifests?: string;
}

/** The bookinfo sample application, or components of it. */
export interface BookinfoProps {
  /**
   * The namespace, which is added to the members of the mesh.
   *
   * @example 'shop'
   */
  readonly namespace: DnsLabel;
  /**
   * The components, each with its versions.
   *
   * @default all: productpage v1, details v1, reviews v1 to v3, ratings v1
   * @example { details: ['v2'] }
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
  /**
   * The web page: v1.
   *
   * @example ['v1']
   */
  readonly productpage?: readonly BookinfoVersion[];
  /**
   * The details of a book: v1.
   *
   * @example ['v1', 'v2']
   */
  readonly details?: readonly BookinfoVersion[];
  /**
   * The reviews: v1, v2 and v3.
   *
   * @example ['v1', 'v2', 'v3']
   */
  readonly reviews?: readonly BookinfoVersion[];
  /**
   * The ratings: v1.
   *
   * @example ['v1']
   */
  readonly ratings?: readonly BookinfoVersion[];
}
