/** What a picture needs of each mesh, in the same words for all generations. */

import type { ManifestObject } from '../../manifests/object';
import type { NamespacedName } from '../../matching/service-name';
import type { IndexedManifests } from '../../observed/indexed-manifests';
import type { GraphPlace } from '../model';

/** A mesh. */
export interface MeshPart {
  /** The cluster of the control plane. */
  readonly cluster: IndexedManifests;
  /** The name. */
  readonly name: string;
  /** The namespace of the control plane; empty where it is unknown. */
  readonly namespace: string;
  /** The version and the trust domain as one text; empty where neither is known. */
  readonly detail: string;
  /** The control plane; empty where the manifests lack it. */
  readonly places: readonly GraphPlace[];
  /** The namespaces that are known to be members. */
  readonly members: readonly string[];
  /** The gateways for other meshes. */
  readonly gateways: readonly GatewayPart[];
  /** The objects of a kind in its namespaces. */
  readonly objectsOf: (kind: string, apiGroup: string) => readonly ManifestObject[];
  /** What it connects to. */
  readonly peerings: readonly PeeringPart[];
  /** The services that it imports. */
  readonly imports: readonly ImportPart[];
}

/** A gateway for other meshes. */
export interface GatewayPart {
  /** Whether calls leave the mesh through it, or arrive. */
  readonly kind: 'ingress' | 'egress';
  /** The name. */
  readonly name: string;
  /** What else to know about it; undefined where there is nothing. */
  readonly detail?: string;
  /** The part of the control plane, or the Gateway. */
  readonly places: readonly GraphPlace[];
}

/** The other mesh of a peering or an import. */
export interface RemotePart {
  /** The id of the mesh; undefined if the manifests do not have it, or if it is not known which one it is. */
  readonly mesh?: string;
  /** What is known of a mesh that the manifests do not have: its trust domain, its network or its address. */
  readonly name: string;
  /** The name of the local egress gateway; undefined where calls leave without one. */
  readonly egress?: string;
  /** The name of the ingress gateway of the other mesh; undefined where it is not known. */
  readonly ingress?: string;
}

/** A direction between two meshes. */
export interface PeeringPart extends RemotePart {
  /** The addresses that are dialed, as one text. */
  readonly detail: string;
  /** The objects of both sides. */
  readonly places: readonly GraphPlace[];
}

/** A service that a mesh imports from one other mesh. */
export interface ImportPart extends NamespacedName {
  /** The host to call. */
  readonly host: string;
  /** The parts of objects that import it. */
  readonly places: readonly GraphPlace[];
  /** The region of its endpoints; undefined where none is stated. */
  readonly region?: string;
  /** Whether it joins the Service of its name in this mesh. */
  readonly isLocal: boolean;
  /** The mesh that exports it. */
  readonly remote: RemotePart;
  /** The service there; undefined where it is not known which one. */
  readonly exported?: ExportedPart;
}

/** The service in the mesh that exports it. */
export interface ExportedPart extends NamespacedName {
  /** The name under which it is exported; the same in most cases. */
  readonly offered: NamespacedName;
  /** The Service, if the manifests have it. */
  readonly places: readonly GraphPlace[];
  /** The parts of objects that export it. */
  readonly exports: readonly GraphPlace[];
}
