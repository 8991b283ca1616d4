/**
 * The federation in neutral words: which meshes there are, which peer, what they share, and where calls go. Ranges and
 * defaults of the topology are resolved and every reference is checked; nothing here depends on the generation of
 * OpenShift Service Mesh, whose plan turns it into manifests. Lists are sorted by name unless their order has a
 * meaning.
 */

import type { Path } from '../issues/issue';
import type {
  AuthorizeProps,
  ClusterProps,
  MatchProps,
  MeshProps,
  PeeringProps,
  RetriesProps,
  RouteOverride,
  SelectorProps,
  ServiceRef,
  SharedPortProps,
} from '../topology/model';

/** The whole federation. */
export interface Federation {
  /** Sorted by name. */
  readonly clusters: readonly Cluster[];
  /** Sorted by name. */
  readonly meshes: readonly Mesh[];
  /** Each pair of peers once, in the order of the topology. */
  readonly peerings: readonly Peering[];
  /** What each exporter shares with each importer, in the order of the topology; one for each import of a share. */
  readonly shares: readonly Share[];
  /** The routes of all meshes, in the order of the topology. */
  readonly routes: readonly Route[];
  /** The applications by the name of their mesh; a mesh without applications is missing. */
  readonly workloads: { readonly [mesh: string]: readonly Workload[] };
  /** The lint rules that do not apply to this federation, sorted. */
  readonly ignoredRules: readonly string[];
  /** The Argo CD that applies the output; undefined without one. */
  readonly argocd?: ArgoCd;
}

/** The Argo CD that applies the output, and where it finds it. */
export interface ArgoCd {
  /** The URL of the Git repository. */
  readonly repoURL: string;
  /** The branch, tag or commit. */
  readonly revision: string;
  /** The output directory in the repository; `.` for its root. */
  readonly path: string;
  /** The name of the AppProject and of the ApplicationSet. */
  readonly project: string;
  /** The namespace that Argo CD runs in. */
  readonly namespace: string;
  /** Whether it applies each commit by itself. */
  readonly isAutomated: boolean;
  /** The clusters as Argo CD knows them, sorted by their names in the topology. */
  readonly destinations: readonly ArgoCdDestination[];
  /** The labels of the cluster Secrets to select, of which there is at least one; undefined selects all destinations. */
  readonly clusterSelector?: { readonly [label: string]: string };
}

/** A cluster as Argo CD knows it: by a name or by a URL. */
export interface ArgoCdDestination {
  /** The name of the cluster in the topology. */
  readonly cluster: string;
  /** What Argo CD finds the cluster by. */
  readonly by: 'name' | 'server';
  /** The name of the cluster in Argo CD, or the URL of its API server. */
  readonly value: string;
}

/** One cluster. */
export interface Cluster {
  /** The cluster's name and its directory in the output. */
  readonly name: string;
  /** Its place in the topology. */
  readonly path: Path;
  /** The kubeconfig context. */
  readonly context: string;
  /** The DNS domain of Services, such as `cluster.local`. */
  readonly domain: string;
  /** The owner's labels for all objects. */
  readonly labels: { readonly [key: string]: string };
  /** The owner's annotations for all objects. */
  readonly annotations: { readonly [key: string]: string };
  /** The namespace of the Argo CD that applies its manifests; undefined without one. */
  readonly argocdNamespace?: string;
  /** Everything that the topology states of it, defaults included. */
  readonly props: ClusterProps;
}

/** One mesh: a control plane and its members. */
export interface Mesh {
  /** The mesh's name in the topology. */
  readonly name: string;
  /** Its place in the topology. */
  readonly path: Path;
  /** The cluster that it runs on. */
  readonly cluster: Cluster;
  /** The version of OpenShift Service Mesh, such as `v2.6`; it decides the generation. */
  readonly version: string;
  /** The control plane namespace. */
  readonly namespace: string;
  /** The first part of the identities of its workloads. */
  readonly trustDomain: string;
  /** The `cluster.name` of the control plane. */
  readonly clusterName: string;
  /** What the gateways of this mesh's peers are named after. */
  readonly peerPrefix: string;
  /** The member namespaces, sorted; or just `*`. */
  readonly members: readonly string[];
  /** Whether the Namespace of the control plane is created. */
  readonly createsNamespace: boolean;
  /** The Namespaces of members to create. */
  readonly memberNamespaces: readonly string[];
  /** The root certificates as PEM text, where the topology states them. */
  readonly rootCertificate?: string;
  /** Everything that the topology states of it, defaults included. */
  readonly props: MeshProps;
}

/** Two meshes that are peers of each other. */
export interface Peering {
  /** The two meshes in the order of the topology. */
  readonly meshes: readonly [Mesh, Mesh];
  /** What the topology states of it; `sides` has the settings of each mesh. */
  readonly props: PeeringProps;
  /** Its place in the topology. */
  readonly path: Path;
}

/** What one mesh exports to another one, which imports all or a part of it. */
export interface Share {
  /** Its place in the topology; the shares of one statement with several meshes have the same place. */
  readonly path: Path;
  /** The place of its import: an entry of `imports`, or the share itself. */
  readonly importPath: Path;
  /** What routes call the share; undefined where neither the share nor its service has a name. */
  readonly name?: string;
  /** The mesh that has the services. */
  readonly exporter: Mesh;
  /** The mesh that calls them. */
  readonly importer: Mesh;
  /** The services by name and namespace; a missing part matches anything. */
  readonly service?: ServiceRef;
  /** The services by their labels. */
  readonly selector?: SelectorProps;
  /** The new names under which the exporter offers them; a missing part stays. */
  readonly exportAs?: ServiceRef;
  /** The new names under which the importer has them; a missing part stays. */
  readonly importAs?: ServiceRef;
  /** Whether the importer merges them with its own Services of the same name. */
  readonly importAsLocal: boolean;
  /** The ServiceAccounts of the pods of these Services, where the topology states them; empty: there are none. */
  readonly localServiceAccounts?: readonly string[];
  /** The labels by which the local Service selects its pods, where the topology states them. */
  readonly localPodLabels?: { readonly [label: string]: string };
  /** The suffix of the imported hosts. Default: that of the generation. */
  readonly domainSuffix?: string;
  /** What the topology states of the Services themselves. */
  readonly stated: StatedService;
  /** Who may call the services, where a policy is to restrict that. */
  readonly authorize?: AuthorizeProps;
  /** Whether the importer imports anything of it. */
  readonly isImported: boolean;
  /** The exported names to import, after `exportAs`; a missing part matches anything. */
  readonly offered: ServiceRef;
}

/** What the topology states of the services of a share, which otherwise follows from workloads. */
export interface StatedService {
  /** The ports. */
  readonly ports?: readonly SharedPortProps[];
  /** The labels by which the Service selects its pods. */
  readonly podLabels?: { readonly [label: string]: string };
  /** The names of the ServiceAccounts of the pods. */
  readonly serviceAccounts?: readonly string[];
  /** The namespaces of the importer that see the imported hosts. */
  readonly clients?: readonly string[];
}

/** Where requests go, and for how long. */
export interface RouteAction {
  /** Where calls go; empty where no route is written. Weights add up to 100. */
  readonly destinations: readonly RouteDestination[];
  /** Where a copy of the calls goes. */
  readonly mirror?: RouteMirror;
  /** The timeout of requests, such as `10s`. */
  readonly timeout?: string;
  /** Retries of failed requests. */
  readonly retries?: RetriesProps;
}

/** A route for the HTTP requests that meet one of several matches. */
export interface MatchedRoute extends RouteAction {
  /** The matches, of which one is enough. */
  readonly match: readonly MatchProps[];
}

/** Traffic rules of a mesh for calls to one of its services. */
export interface Route extends RouteAction {
  /** Its place in the topology. */
  readonly path: Path;
  /** The mesh whose callers it applies to. */
  readonly mesh: Mesh;
  /** The name of the objects that are written for it. */
  readonly name: string;
  /** The namespace of the local service. */
  readonly namespace: string;
  /** The full host name of the local service. */
  readonly host: string;
  /** The protocol of the calls. */
  readonly protocol: 'http' | 'tcp';
  /** Whether it is in force; one that is not is checked all the same. */
  readonly isActive: boolean;
  /** The routes for requests that match, in their order; what the route itself has is for all others. */
  readonly matched: readonly MatchedRoute[];
  /** The hosts of requests: names and imports. Default: that of the local service. */
  readonly hosts?: readonly (string | ImportedRef)[];
  /** The gateways whose requests are routed; `mesh` is the workloads. Default: the workloads. */
  readonly gateways?: readonly string[];
  /** Fields of the VirtualService's `spec`. */
  readonly override?: RouteOverride;
  /** The imports whose hosts the override refers to, by their paths in it; undefined for an unknown import. */
  readonly overrideHosts: readonly { readonly at: Path; readonly imported?: ImportedRef }[];
  /** The subsets of the local service that the route defines. */
  readonly subsets: readonly Subset[];
  /** When and where calls move away from failed local endpoints. */
  readonly failover?: Failover;
  /** What is merged with the local service, where the identities of its pods are known. */
  readonly merged?: MergedImports;
}

/** The imports that are merged with a local service, and who serves it. */
export interface MergedImports {
  /** The names of the ServiceAccounts of the local pods, sorted; at least one. */
  readonly serviceAccounts: readonly string[];
  /** The meshes that the imports come from, sorted by name. */
  readonly exporters: readonly Mesh[];
}

/** Where a part of the calls goes: to the local service, or to an import. */
export interface RouteDestination {
  /** The imported service; the local one where undefined. */
  readonly imported?: ImportedRef;
  /** The subset of the local service. */
  readonly subset?: string;
  /** In percent. */
  readonly weight: number;
}

/** Where a copy of the calls goes. */
export interface RouteMirror {
  /** The imported service. */
  readonly imported: ImportedRef;
  /** In percent; undefined copies all. */
  readonly percentage?: number;
}

/** One imported service, as a route refers to it. */
export interface ImportedRef {
  /** The share that it comes by. */
  readonly share: Share;
  /** The service as the exporter has it, where the share may match several. */
  readonly service?: { readonly name: string; readonly namespace: string };
  /** The place of the reference in the topology. */
  readonly path: Path;
}

/** A subset of a local service. */
export interface Subset {
  /** The subset's name. */
  readonly name: string;
  /** The labels of its pods. */
  readonly labels: { readonly [label: string]: string };
}

/** When and where calls move away from failed local endpoints. */
export interface Failover {
  /** Pairs of regions; if empty, the nearest region comes first. */
  readonly regions: readonly { readonly from: string; readonly to: string }[];
  /** How many 5xx answers in a row eject an endpoint. */
  readonly consecutive5xxErrors: number;
  /** The interval between checks of endpoints, such as `10s`. */
  readonly interval: string;
  /** The minimum time that an endpoint stays ejected, such as `1m`. */
  readonly baseEjectionTime: string;
}

/** An application that is written with the mesh. */
export type Workload =
  | { readonly kind: 'bookinfo'; readonly bookinfo: BookinfoParts }
  | { readonly kind: 'manifests'; readonly name: string; readonly objects: readonly Manifest[] };

/** A Kubernetes object as plain data. */
export interface Manifest {
  /** The API group and version. */
  readonly apiVersion: string;
  /** The kind. */
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** The bookinfo application or parts of it. */
export interface BookinfoParts {
  /** The namespace of its objects. */
  readonly namespace: string;
  /** The components, in the order in which they call each other. */
  readonly components: readonly BookinfoComponent[];
  /** Whether productpage is opened to the outside. */
  readonly gateway: boolean;
  /** The registry and organization of the images. */
  readonly registry: string;
}

/** One component of bookinfo. */
export interface BookinfoComponent {
  /** The component's name, which is its Service's. */
  readonly name: BookinfoComponentName;
  /** The versions, sorted. */
  readonly versions: readonly string[];
  /** Whether a route of this mesh defines the DestinationRule of the component. */
  readonly hasRoute: boolean;
}

/** The components of bookinfo. */
export type BookinfoComponentName = 'productpage' | 'details' | 'reviews' | 'ratings';
