/**
 * The fleet: what the manifests of all clusters say, indexed once for the rules. It is made from manifests alone and
 * shares no code with what derives names, so it cannot repeat its mistakes.
 */

import type { Path } from '../issues/issue';
import type { Fields, ManifestObject } from '../manifests/object';
import type { ExportRule, ImportRule } from '../matching/rules';
import type { ServiceName } from '../matching/service-name';
import type { Platform } from '../topology/model';

/** All clusters that are linted. */
export interface Fleet {
  /** When the fleet is looked at; certificates expire. */
  readonly now: Date;
  /** Sorted by name. */
  readonly clusters: readonly ObservedCluster[];
  /** The meshes of all clusters. */
  readonly meshes: readonly ObservedMesh[];
  /** The peers of all meshes, those of a known trust domain and others. */
  readonly peers: readonly ObservedPeer[];
  /** The meshes by trust domain; more than one where two have the same. */
  readonly meshesByTrustDomain: ReadonlyMap<string, readonly ObservedMesh[]>;
}

/** One cluster. */
export interface ObservedCluster {
  readonly name: string;
  /** Where the cluster runs, if anybody said so or its name tells. */
  readonly platform?: KnownPlatform;
  readonly meshes: readonly ObservedMesh[];
  /** All objects by kind; a kind of two API groups stands under one key. */
  readonly byKind: ReadonlyMap<string, readonly ManifestObject[]>;
  /** All objects of the cluster. */
  readonly objects: readonly ManifestObject[];
  /** Finds an object by kind, namespace and name. */
  readonly find: (kind: string, namespace: string | undefined, name: string) => ManifestObject | undefined;
}

/** A platform, and whether it was told or guessed from the cluster's name. */
export interface KnownPlatform {
  readonly platform: Platform | 'osd';
  readonly guessed: boolean;
}

/** A mesh: a ServiceMeshControlPlane and what belongs to it. */
export interface ObservedMesh {
  readonly cluster: ObservedCluster;
  readonly object: ManifestObject;
  readonly name: string;
  readonly namespace: string;
  /** The spec; empty where it is missing. */
  readonly spec: Fields;
  /** Such as `v2.6`; undefined where the operator chooses. */
  readonly version?: string;
  /** `cluster.local` where none is stated. */
  readonly trustDomain: string;
  /** The cluster id; `Kubernetes` where none is stated. */
  readonly clusterName: string;
  readonly isClusterWide: boolean;
  readonly memberRolls: readonly ManifestObject[];
  /** The members that rolls and ServiceMeshMembers name. */
  readonly members: ReadonlySet<string>;
  /** Whether members may be chosen by label or otherwise out of sight. */
  readonly membersUnknown: boolean;
  readonly ingress: ReadonlyMap<string, ObservedGateway>;
  readonly egress: ReadonlyMap<string, ObservedGateway>;
  /** The ServiceMeshPeers in the control plane's namespace. */
  readonly peers: readonly ObservedPeer[];
  /** The Services that the control plane sees: those of its namespace and of members. */
  readonly services: readonly ObservedService[];
  /** The imports of all peers that the rules of both sides give, in the order of peers. */
  readonly imports: readonly ObservedImport[];
  /** The imports by host. */
  readonly importsByHost: ReadonlyMap<string, readonly ObservedImport[]>;
}

/** An additional gateway of a control plane. */
export interface ObservedGateway {
  readonly mesh: ObservedMesh;
  readonly kind: 'ingress' | 'egress';
  readonly name: string;
  /** Where it stands in the control plane. */
  readonly path: Path;
  readonly value: Fields;
  readonly enabled: unknown;
  /** The type of its Service; `ClusterIP` where none is stated. */
  readonly type: string;
  readonly ports: readonly ObservedPort[];
  readonly annotations: Fields;
}

/** A port of a gateway's Service. */
export interface ObservedPort {
  readonly path: Path;
  readonly name?: string;
  readonly port?: number;
  readonly targetPort?: number | string;
  readonly nodePort?: number;
}

/** A ServiceMeshPeer with what belongs to it. */
export interface ObservedPeer {
  readonly cluster: ObservedCluster;
  /** The mesh that has the peer; undefined outside of any control plane's namespace. */
  readonly mesh?: ObservedMesh;
  readonly object: ManifestObject;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly spec: Fields;
  readonly trustDomain?: string;
  readonly clientID?: string;
  readonly ingressName?: string;
  readonly egressName?: string;
  readonly addresses: readonly unknown[];
  /** The port for service traffic; 15443 where none is stated. */
  readonly servicePort: number;
  /** The port for discovery; 8188 where none is stated. */
  readonly discoveryPort: number;
  /** The mesh with the peer's trust domain, if there is exactly one. */
  readonly remote?: ObservedMesh;
  /** The peer of that mesh that leads back, if there is exactly one. */
  readonly counterpart?: ObservedPeer;
  /** The ConfigMap that is read for the peer's root certificates. */
  readonly rootConfigMapName: string;
  readonly rootConfigMap?: ManifestObject;
  readonly exports?: ServiceSet<ExportRule>;
  readonly imports?: ServiceSet<ImportRule>;
  /** What the mesh offers the peer, by its export rules. */
  readonly offers: readonly ObservedExport[];
}

/** An ExportedServiceSet or an ImportedServiceSet. */
export interface ServiceSet<T> {
  readonly object: ManifestObject;
  readonly rules: readonly T[];
  /** Where the rules stand in the object. */
  readonly path: Path;
}

/** A Service that a control plane sees. */
export interface ObservedService extends ServiceName {
  readonly object: ManifestObject;
  readonly labels: { readonly [label: string]: string };
  readonly ports: readonly Fields[];
}

/** A service that a mesh offers a peer. */
export interface ObservedExport {
  readonly peer: ObservedPeer;
  /** The index of the rule. */
  readonly rule: number;
  /** The Service, if the manifests have it; a rule with fixed names offers one that they need not have. */
  readonly service?: ObservedService;
  /** What the service is called where it lives. */
  readonly original: ServiceName;
  /** What it is offered as. */
  readonly offered: ServiceName;
}

/** A service that a mesh imports. */
export interface ObservedImport {
  /** The importer's peer. */
  readonly peer: ObservedPeer;
  /** The index of the rule. */
  readonly rule: number;
  readonly export: ObservedExport;
  readonly host: string;
  readonly name: string;
  readonly namespace: string;
  readonly isLocal: boolean;
}
