/** A federation as a picture: nodes that contain each other, and edges between them, in words of all generations. */

import type { Path } from '../issues/issue';
import { type ManifestObject, positionOf } from '../manifests/object';

/**
 * What a node is. `import` is a service of another mesh under the name that it has in this one; `route` is a
 * VirtualService; `outside` is a mesh or a host that the manifests name and do not have.
 */
export type NodeKind =
  | 'cluster'
  | 'mesh'
  | 'ingress'
  | 'egress'
  | 'namespace'
  | 'service'
  | 'workload'
  | 'import'
  | 'route'
  | 'outside';

/**
 * What an edge is. All edges have the direction of calls: `peering` from a mesh to one that it connects to, `share` from
 * an import to the exported service, `split` and `mirror` from a route to a destination, `failover` from a local service
 * to the import that replaces it, `call` from the caller of a trace to what it calls.
 */
export type EdgeKind = 'peering' | 'share' | 'split' | 'mirror' | 'failover' | 'call';

/** A part of an object that a node or an edge shows. */
export interface GraphPlace {
  /** The object. */
  readonly object: ManifestObject;
  /** The part of the object; empty for all of it. */
  readonly path: Path;
}

/** Whether something works in running clusters, and why not. */
export interface GraphState {
  /** What is known: `good`, `bad`, or `unknown` where it could not be read. */
  readonly health: 'good' | 'bad' | 'unknown';
  /** The reasons, one sentence each, without a period at the end; empty for most that is good. */
  readonly reasons: readonly string[];
}

/** What happened to something between two pictures. */
export type GraphChange = 'added' | 'removed' | 'changed';

/** What the way of a traced call does: it goes on there, arrives, ends without arriving, or does not lead there. */
export type WayStep = 'passes' | 'arrives' | 'ends' | 'beside';

/** Where something is on the way of a traced call. */
export interface GraphWay {
  /** What the way does there. */
  readonly step: WayStep;
  /** Why calls end there, each with the code of a lint rule; empty where none does. */
  readonly faults: readonly { readonly code: string; readonly message: string }[];
}

/** What nodes and edges have in common. */
export interface GraphElement {
  /** The id, which is the same in each picture of the same federation; unique among all nodes and edges. */
  readonly id: string;
  /** The text that is shown, on one line. */
  readonly label: string;
  /** What else to know about it, on one line; undefined where there is nothing. */
  readonly detail?: string;
  /** The parts of objects that it shows; empty where the manifests do not have it. */
  readonly places: readonly GraphPlace[];
  /** Whether it works; undefined in a picture without a status, and for what a status does not cover. */
  readonly state?: GraphState;
  /** What happened to it; undefined in a picture without a comparison, and for what stays as it is. */
  readonly change?: GraphChange;
  /** Where it is on the way of a call; undefined in a picture without a way, and for what contains parts of the way. */
  readonly way?: GraphWay;
}

/** A node. */
export interface GraphNode extends GraphElement {
  /** What it is. */
  readonly kind: NodeKind;
  /** The id of the node that contains it; undefined for clusters, and for meshes that the manifests do not have. */
  readonly parent?: string;
}

/** An edge. */
export interface GraphEdge extends GraphElement {
  /** What it is. */
  readonly kind: EdgeKind;
  /** The id of the node at which calls begin. */
  readonly from: string;
  /** The id of the node at which calls end. */
  readonly to: string;
  /** The ids of the gateways between them, in the direction of calls: the egress gateway, the ingress gateway. */
  readonly via: readonly string[];
  /** The names of a shared service at both ends, each with its namespace: in the importer, and in the exporter. */
  readonly names?: { readonly from: string; readonly to: string };
}

/** A picture. */
export interface Graph {
  /** The nodes; each comes after the one that contains it, and those that the manifests do not have come last. */
  readonly nodes: readonly GraphNode[];
  /** The edges, sorted by id; both ends of each are nodes of the picture. */
  readonly edges: readonly GraphEdge[];
  /** What it shows, in one line; undefined for a whole federation. */
  readonly title?: string;
}

/** Where a part of an object is, in plain words for reports and pages. */
export interface ShownPlace {
  /** The cluster. */
  readonly cluster: string;
  /** The kind of the object. */
  readonly kind: string;
  /** The namespace; undefined for cluster-scoped kinds. */
  readonly namespace?: string;
  /** The name of the object. */
  readonly name: string;
  /** The file with line and column, such as `dist/rosa/20-mesh/rosa-prod-mesh.yaml:3:1`. */
  readonly place: string;
}

/** Where a part of an object is. It parses the file once more, for lines. */
export function shownPlace({ object, path }: GraphPlace): ShownPlace {
  const { cluster, kind, namespace, name, file } = object;
  const { line, column } = positionOf(object, path, true);
  return {
    cluster,
    kind,
    ...(namespace !== undefined && { namespace }),
    name,
    place: `${file.path}:${line}:${column}`,
  };
}
