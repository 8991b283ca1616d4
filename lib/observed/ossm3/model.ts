/** OpenShift Service Mesh 3 in the index: meshes without federation resources, which import services by hand-written entries. */

import type { Path } from '../../issues/issue';
import type { ManifestObject } from '../../manifests/object';
import type { KubernetesLabelSelector, Labels } from '../../matching/label-selector';
import type { Fields } from '../../values';
import type { IndexedManifests } from '../indexed-manifests';

/** The meshes of OpenShift Service Mesh 3 of all clusters. */
export interface Ossm3Fleet {
  /** The meshes, in the order of the clusters; empty where no cluster has objects of OpenShift Service Mesh 3. */
  readonly meshes: readonly IstioMesh[];
}

/** A mesh: an Istio resource and what belongs to it, or what a cluster has of a mesh whose Istio resource is not there. */
export interface IstioMesh {
  /** The cluster of the control plane. */
  readonly cluster: IndexedManifests;
  /** The Istio resource; undefined where the manifests lack it. */
  readonly object?: ManifestObject;
  /** The name of the Istio resource; that of the cluster without one. */
  readonly name: string;
  /** The namespace of the control plane; empty where it is unknown. */
  readonly namespace: string;
  /** `spec.values`; empty where it is missing. */
  readonly values: Fields;
  /** The version of Istio as written, such as `v1.24-latest`. */
  readonly version?: string;
  /** The name of the active revision; undefined without an Istio resource. */
  readonly revision?: string;
  /** The trust domain; `cluster.local` by default, undefined without an Istio resource. */
  readonly trustDomain?: string;
  /** The aliases of the trust domain. */
  readonly aliases: readonly string[];
  /** The entries of `meshConfig.caCertificates`, in their order. */
  readonly roots: readonly TrustedRoot[];
  /** The network of the mesh; undefined where no network is set. */
  readonly network?: string;
  /** The selectors of the namespaces that the control plane watches; empty where it watches all. */
  readonly discoverySelectors: readonly KubernetesLabelSelector[];
  /** The environment of istiod, as text. */
  readonly env: Labels;
  /** The metadata of all proxies, as text. */
  readonly proxyMetadata: Labels;
  /** The Gateway API gateways that have to do with other networks, sorted as in the input. */
  readonly gateways: readonly MeshGateway[];
  /** The hosts that gateways pass through to the services of the mesh. */
  readonly exposed: readonly ExposedHost[];
  /** The ServiceEntries. */
  readonly entries: readonly MeshEntry[];
  /** The ServiceEntries by host. */
  readonly entriesByHost: ReadonlyMap<string, readonly MeshEntry[]>;
  /** The WorkloadEntries. */
  readonly workloadEntries: readonly EntryEndpoint[];
  /** The Services. */
  readonly services: readonly MeshService[];
  /** The Services by host. */
  readonly servicesByHost: ReadonlyMap<string, MeshService>;
  /** The DestinationRules. */
  readonly destinationRules: readonly MeshRule[];
  /** The objects of another kind that belong to the mesh. */
  readonly objectsOf: (kind: string, apiGroup: string) => readonly ManifestObject[];
  /** The services that are imported from other meshes. */
  readonly imports: readonly MeshImport[];
  /** The imports of other meshes from this one. */
  readonly importedBy: readonly MeshImport[];
  /** The other networks from which services are imported. */
  readonly peerings: readonly MeshPeering[];
}

/** An entry of `meshConfig.caCertificates`. */
export interface TrustedRoot {
  /** The path of the entry in the Istio resource. */
  readonly path: Path;
  /** The field `pem`, of any type. */
  readonly pem: unknown;
  /** Whether the certificates come from a SPIFFE bundle endpoint. */
  readonly hasBundleUrl: boolean;
  /** The trust domains whose identities are accepted. */
  readonly trustDomains: readonly string[];
}

/** A Gateway of the Gateway API: that of the own network, or one that stands for another network (`istio-remote`). */
export interface MeshGateway {
  /** The mesh. */
  readonly mesh: IstioMesh;
  /** The Gateway. */
  readonly object: ManifestObject;
  /** Whether it stands for the gateway of another network, so that nothing is deployed for it. */
  readonly isRemote: boolean;
  /** The network of the label `topology.istio.io/network`. */
  readonly network?: string;
  /** The labels of its pods, as the newest versions of Istio set them. */
  readonly podLabels: Labels;
  /** The addresses, in their order. */
  readonly addresses: readonly RemoteAddress[];
  /** The listeners, in their order. */
  readonly listeners: readonly MeshListener[];
}

/** An address of a Gateway. */
export interface RemoteAddress {
  /** The path of the address in the Gateway. */
  readonly path: Path;
  /** The type; `IPAddress` by default. */
  readonly type: string;
  /** The value; undefined where it is missing or no text. */
  readonly value?: string;
}

/** A listener of a Gateway. */
export interface MeshListener {
  /** The path of the listener in the Gateway. */
  readonly path: Path;
  /** The hostname; undefined where it is missing, which stands for all hosts. */
  readonly hostname?: string;
  /** The port. */
  readonly port?: number;
  /** The protocol. */
  readonly protocol?: string;
  /** Whether its options make it an AUTO_PASSTHROUGH server. */
  readonly isAutoPassthrough: boolean;
}

/** A host that a gateway passes through by its SNI (AUTO_PASSTHROUGH). */
export interface ExposedHost {
  /** The mesh. */
  readonly mesh: IstioMesh;
  /** The Gateway, that of Istio or that of the Gateway API. */
  readonly object: ManifestObject;
  /** The path of the host in the Gateway. */
  readonly path: Path;
  /** The path of the server or listener in the Gateway. */
  readonly server: Path;
  /** The host without a namespace, such as `details.stock.svc.cluster.local` or `*.local`. */
  readonly host: string;
  /** The port of the server. */
  readonly port?: number;
  /** The labels that the gateway pods have; undefined for a Gateway of the Gateway API, whose own pods they are. */
  readonly selector?: Labels;
}

/** A ServiceEntry. */
export interface MeshEntry {
  /** The mesh. */
  readonly mesh: IstioMesh;
  /** The ServiceEntry. */
  readonly object: ManifestObject;
  /** Its namespace; empty where it is missing. */
  readonly namespace: string;
  /** The hosts, in their order. */
  readonly hosts: readonly string[];
  /** The ports, in their order. */
  readonly ports: readonly EntryPort[];
  /** The location; undefined where it is left out, which means `MESH_EXTERNAL`. */
  readonly location?: string;
  /** The resolution; undefined where it is left out, which means `NONE`. */
  readonly resolution?: string;
  /** The namespaces that see it; undefined where all do. */
  readonly exportTo?: readonly string[];
  /** The identities that clients accept (`subjectAltNames`). */
  readonly identities: readonly string[];
  /** The labels of the workloads behind it; undefined without a `workloadSelector`. */
  readonly selector?: Labels;
  /** Its endpoints: the inline ones, and the WorkloadEntries of its namespace that it selects. */
  readonly endpoints: readonly EntryEndpoint[];
}

/** A port of a ServiceEntry or of a Service. */
export interface EntryPort {
  /** The path of the port. */
  readonly path: Path;
  /** The number. */
  readonly number?: number;
  /** The protocol in upper case, such as `HTTP`; undefined where none is stated. */
  readonly protocol?: string;
}

/** An endpoint: a WorkloadEntry, or one of the `endpoints` of a ServiceEntry. */
export interface EntryEndpoint {
  /** The WorkloadEntry, or the ServiceEntry that has the endpoint inline. */
  readonly object: ManifestObject;
  /** The path of the endpoint in the object. */
  readonly path: Path;
  /** Its namespace; empty where it is missing. */
  readonly namespace: string;
  /** Its labels; those of the metadata are among them. */
  readonly labels: Labels;
  /** The address. */
  readonly address?: string;
  /** The network. */
  readonly network?: string;
  /** The ports by the names of the service's ports. */
  readonly ports: Fields;
  /** The service account. */
  readonly serviceAccount?: string;
  /** Whether it is in another network than the mesh. */
  readonly isRemote: boolean;
}

/** A Service of Kubernetes. */
export interface MeshService {
  /** The Service. */
  readonly object: ManifestObject;
  /** Its name. */
  readonly name: string;
  /** Its namespace. */
  readonly namespace: string;
  /** Its host under `svc.cluster.local`. */
  readonly host: string;
  /** The labels of its pods; empty where it selects none. */
  readonly selector: Labels;
  /** The ports, in their order. */
  readonly ports: readonly EntryPort[];
}

/** A DestinationRule. */
export interface MeshRule {
  /** The DestinationRule. */
  readonly object: ManifestObject;
  /** Its host in full; a short one is a Service of its namespace. */
  readonly host: string;
  /** The names of its subsets. */
  readonly subsets: readonly string[];
  /** The mode of its TLS for all ports; undefined where it is left out. */
  readonly tlsMode?: string;
  /** The identities that clients accept (`subjectAltNames`). */
  readonly identities: readonly string[];
}

/** A service that a mesh imports: a host with endpoints in other networks. */
export interface MeshImport {
  /** The importing mesh. */
  readonly mesh: IstioMesh;
  /** The host by which workloads call the service. */
  readonly host: string;
  /** Where the host is written: in the ServiceEntry; for an import into a local Service, the first WorkloadEntry. */
  readonly place: { readonly object: ManifestObject; readonly path: Path };
  /** The ServiceEntry; undefined for an import into a local Service. */
  readonly entry?: MeshEntry;
  /** The local Service whose endpoints the remote ones join; undefined for a ServiceEntry. */
  readonly service?: MeshService;
  /** The identities that clients accept: those of the ServiceEntry and of DestinationRules for the host. */
  readonly identities: readonly string[];
  /** The ports of the ServiceEntry or of the Service. */
  readonly ports: readonly EntryPort[];
  /** The endpoints in other networks. */
  readonly endpoints: readonly EntryEndpoint[];
  /** The meshes of these networks, as far as they are known, each once. */
  readonly exporters: readonly IstioMesh[];
}

/** Another network from which a mesh imports services, or the address of one. */
export interface MeshPeering {
  /** The importing mesh. */
  readonly mesh: IstioMesh;
  /** The name of the network, or the address of endpoints without one. */
  readonly network: string;
  /** The remote gateways of the network. */
  readonly gateways: readonly MeshGateway[];
  /** The mesh of the network; undefined where it is not known. */
  readonly remote?: IstioMesh;
  /** The imports from the network. */
  readonly imports: readonly MeshImport[];
}
