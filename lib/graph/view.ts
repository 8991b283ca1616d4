import type { EdgeKind, Graph, GraphEdge, GraphNode, NodeKind } from './model';

/** A part of a picture: meshes and what connects them; also their services and shares; or what routes do with calls. */
export type GraphView = 'clusters' | 'services' | 'traffic';

/** All views, in the order in which they are listed for users. */
export const GRAPH_VIEWS: readonly GraphView[] = ['clusters', 'services', 'traffic'];

/** The edges of each view. */
const EDGES: { readonly [view in GraphView]: ReadonlySet<EdgeKind> } = {
  clusters: new Set(['peering']),
  services: new Set(['peering', 'share']),
  traffic: new Set(['share', 'split', 'mirror', 'failover', 'call']),
};

/** The nodes that a view has, whether or not an edge leads to them. */
const NODES: { readonly [view in GraphView]: ReadonlySet<NodeKind> } = {
  clusters: new Set(['cluster', 'mesh', 'ingress', 'egress']),
  services: new Set(['cluster', 'mesh', 'ingress', 'egress', 'namespace', 'service', 'workload', 'import']),
  traffic: new Set(['cluster', 'mesh', 'route']),
};

/** The part of a picture that a view shows; nodes on the way of a call are in each. */
export function viewOf({ nodes, edges }: Graph, view: GraphView): Graph {
  const shown = edges.filter(({ kind }) => EDGES[view].has(kind));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const kept = new Set<string>();
  const keep = (id: string | undefined): void => {
    if (id === undefined || kept.has(id)) return;
    kept.add(id);
    keep(byId.get(id)?.parent);
  };
  for (const { id, kind, way } of nodes) if (NODES[view].has(kind) || way !== undefined) keep(id);
  for (const edge of shown) for (const id of endsOf(edge)) keep(id);
  // Workloads belong to what is kept of their Services.
  const isKept = ({ id, kind, parent }: GraphNode) => kept.has(id) || (kind === 'workload' && kept.has(parent ?? ''));
  return { nodes: nodes.filter(isKept), edges: shown };
}

/** All nodes that an edge touches, in the direction of calls. */
export function endsOf({ from, via, to }: GraphEdge): readonly string[] {
  return [from, ...via, to];
}

/** The nodes between which an edge is drawn: a peering is between the gateways that it has, not between the meshes. */
export function drawnEnds(edge: GraphEdge): readonly string[] {
  const { kind, from, via, to } = edge;
  if (kind !== 'peering') return endsOf(edge);
  const gateway = (of: NodeKind) => via.find((id) => id.startsWith(`${of}/`));
  return [gateway('egress') ?? from, gateway('ingress') ?? to];
}
