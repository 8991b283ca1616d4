/**
 * The index of the manifests of all clusters. It is built from manifests only and shares no code with what derives
 * names, so it cannot repeat its mistakes.
 */

import type { Path } from '../issues/issue';
import type { ManifestObject } from '../manifests/object';
import type { ExportRule, ImportRule } from '../matching/rules';
import type { NamespacedName } from '../matching/service-name';
import type { Cloud, Platform } from '../platforms';
import type { Fields } from '../values';
import type { DuplicateObject } from './duplicates';
import type { IndexedManifests } from './indexed-manifests';
import type { Ossm3Fleet } from './ossm3/model';

/** All clusters whose manifests are read. */
export interface Fleet {
  /** The time at which certificates are valid or expired. */
  readonly now: Date;
  /** The clusters, sorted by name. */
  readonly clusters: readonly ObservedCluster[];
  /** The meshes of all clusters, in the order of the clusters. */
  readonly meshes: readonly ObservedMesh[];
  /** The ServiceMeshPeers of all clusters, with and without a known mesh. */
  readonly peers: readonly ObservedPeer[];
  /** The meshes by trust domain; several meshes where they share one. */
  readonly meshesByTrustDomain: ReadonlyMap<string, readonly ObservedMesh[]>;
  /** The meshes of OpenShift Service Mesh 3, which have none of the above. */
  readonly ossm3: Ossm3Fleet;
}

/** One cluster. */
export interface ObservedCluster extends IndexedManifests {
  /** The platform of the cluster; undefined where it is neither configured nor part of the cluster's name. */
  readonly platform?: KnownPlatform;
  /** The meshes of the cluster, sorted by namespace and name. */
  readonly meshes: readonly ObservedMesh[];
  /** The objects that the manifests have more than once. */
  readonly duplicates: readonly DuplicateObject[];
}

/** The platform of a cluster. */
export interface KnownPlatform {
  /** The platform; `osd` is OpenShift Dedicated on any cloud. */
  readonly platform: Platform | 'osd';
  /** The public cloud of the platform; undefined outside of public clouds and where it is unknown. */
  readonly cloud?: Cloud;
  /** Whether the platform is guessed from the name of the cluster, not configured. */
  readonly guessed: boolean;
}

/** A mesh: a ServiceMeshControlPlane and what belongs to it. */
export interface ObservedMesh {
  /** The cluster of the control plane. */
  readonly cluster: ObservedCluster;
  /** The ServiceMeshControlPlane. */
  readonly object: ManifestObject;
  /** The name of the ServiceMeshControlPlane. */
  readonly name: string;
  /** The namespace of the control plane; empty where it is missing. */
  readonly namespace: string;
  /** The spec of the ServiceMeshControlPlane; empty where it is missing. */
  readonly spec: Fields;
  /** The version, such as `v2.6`; undefined where the operator selects it. */
  readonly version?: string;
  /** The trust domain; `cluster.local` by default. */
  readonly trustDomain: string;
  /** The cluster ID (`spec.cluster.name`); `Kubernetes` by default. */
  readonly clusterName: string;
  /** Whether the mode is ClusterWide, or ClusterScoped in version 2.3. */
  readonly isClusterWide: boolean;
  /** The ServiceMeshMemberRolls in the namespace of the control plane, whatever their names. */
  readonly memberRolls: readonly ManifestObject[];
  /** The members by ServiceMeshMemberRolls and ServiceMeshMembers; `*` means every namespace. */
  readonly members: ReadonlySet<string>;
  /** Whether namespaces may be members that the manifests do not name: there is no roll, or it selects by label. */
  readonly membersUnknown: boolean;
  /** The additional ingress gateways by name. */
  readonly ingress: ReadonlyMap<string, ObservedGateway>;
  /** The additional egress gateways by name. */
  readonly egress: ReadonlyMap<string, ObservedGateway>;
  /** The ServiceMeshPeers in the namespace of the control plane, sorted by name. */
  readonly peers: readonly ObservedPeer[];
  /** The Services of the control plane's namespace and of members that can be exported, sorted by namespace and name. */
  readonly services: readonly ObservedService[];
  /** The imports from all peers by the rules of both sides, in the order of the peers. */
  readonly imports: readonly ObservedImport[];
  /** The imports by host; several where peers export the same one. */
  readonly importsByHost: ReadonlyMap<string, readonly ObservedImport[]>;
}

/** An additional gateway of a control plane. */
export interface ObservedGateway {
  /** The mesh of the control plane. */
  readonly mesh: ObservedMesh;
  /** Whether it is under `additionalIngress` or `additionalEgress`. */
  readonly kind: 'ingress' | 'egress';
  /** The key of the gateway, which is the name of its Deployment and Service. */
  readonly name: string;
  /** The path of the gateway in the ServiceMeshControlPlane. */
  readonly path: Path;
  /** The configuration of the gateway. */
  readonly value: Fields;
  /** The field `enabled`, of any type; the operator renders the gateway only where it is `true`. */
  readonly enabled: unknown;
  /** The type of the Service; `ClusterIP` by default. */
  readonly type: string;
  /** The ports of the Service, in their order. */
  readonly ports: readonly ObservedPort[];
  /** The annotations of the Service, with values of any type. */
  readonly annotations: Fields;
}

/** A port of a gateway's Service. */
export interface ObservedPort {
  /** The path of the port in the ServiceMeshControlPlane. */
  readonly path: Path;
  /** The name of the port. */
  readonly name?: string;
  /** The port of the Service. */
  readonly port?: number;
  /** The port of the pods, a number or the name of a container port; `port` by default. */
  readonly targetPort?: number | string;
  /** The port of the nodes; undefined where the cluster selects it. */
  readonly nodePort?: number;
}

/** A ServiceMeshPeer and what belongs to it. */
export interface ObservedPeer {
  /** The cluster of the peer. */
  readonly cluster: ObservedCluster;
  /** The mesh in whose namespace the peer is; undefined in another namespace. */
  readonly mesh?: ObservedMesh;
  /** The ServiceMeshPeer. */
  readonly object: ManifestObject;
  /** The name of the ServiceMeshPeer, which is also that of its sets. */
  readonly name: string;
  /** The namespace of the ServiceMeshPeer. */
  readonly namespace: string | undefined;
  /** The spec of the ServiceMeshPeer; empty where it is missing. */
  readonly spec: Fields;
  /** The trust domain of the other mesh. */
  readonly trustDomain?: string;
  /** The identity of the other mesh's egress gateway, without `spiffe://`. */
  readonly clientID?: string;
  /** The ingress gateway for the other mesh. */
  readonly ingressName?: string;
  /** The egress gateway to the other mesh. */
  readonly egressName?: string;
  /** The addresses of the other mesh's ingress gateway, with items of any type. */
  readonly addresses: readonly unknown[];
  /** The port for service traffic; 15443 by default. */
  readonly servicePort: number;
  /** The port for discovery; 8188 by default. */
  readonly discoveryPort: number;
  /** The mesh with the peer's trust domain; undefined where there is none, or several. */
  readonly remote?: ObservedMesh;
  /** The peer of that mesh that leads back to this one; undefined where there is none, or several. */
  readonly counterpart?: ObservedPeer;
  /** The name of the ConfigMap with the peer's root certificates; `<peer>-ca-root-cert` by default. */
  readonly rootConfigMapName: string;
  /** That ConfigMap, if the manifests have it. */
  readonly rootConfigMap?: ManifestObject;
  /** The ExportedServiceSet for the peer. */
  readonly exports?: ServiceSet<ExportRule>;
  /** The ImportedServiceSet from the peer. */
  readonly imports?: ServiceSet<ImportRule>;
  /** The services that the mesh exports to the peer. */
  readonly offers: readonly ObservedExport[];
}

/** An ExportedServiceSet or an ImportedServiceSet. */
export interface ServiceSet<T> {
  /** The set. */
  readonly object: ManifestObject;
  /** Its rules, in their order. */
  readonly rules: readonly T[];
  /** The path of the rules in the object. */
  readonly path: Path;
}

/** A Service that a control plane reads. */
export interface ObservedService extends NamespacedName {
  /** The Service. */
  readonly object: ManifestObject;
  /** The labels of the Service; numbers and booleans as text. */
  readonly labels: { readonly [label: string]: string };
  /** The ports of the Service. */
  readonly ports: readonly Fields[];
}

/** A service that a mesh exports to a peer. */
export interface ObservedExport {
  /** The exporter's peer. */
  readonly peer: ObservedPeer;
  /** The index of the export rule. */
  readonly rule: number;
  /** The Service; undefined where a rule with a fixed name exports one that the manifests do not have. */
  readonly service?: ObservedService;
  /** The name of the service in its own mesh. */
  readonly original: NamespacedName;
  /** The name under which it is exported. */
  readonly offered: NamespacedName;
}

/** A service that a mesh imports. */
export interface ObservedImport {
  /** The importer's peer. */
  readonly peer: ObservedPeer;
  /** The index of the import rule. */
  readonly rule: number;
  /** The export of the other mesh. */
  readonly export: ObservedExport;
  /** The host by which workloads call the service. */
  readonly host: string;
  /** The name of the service in the importing mesh. */
  readonly name: string;
  /** The namespace of the service in the importing mesh. */
  readonly namespace: string;
  /** Whether it is imported as local (`importAsLocal`), with a host under the cluster's domain. */
  readonly isLocal: boolean;
}
