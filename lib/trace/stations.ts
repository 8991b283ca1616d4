import { importedHost } from '../graph/ids';
import type { Graph, GraphEdge, GraphNode, GraphPlace, NodeKind } from '../graph/model';
import { groupBy } from '../values';
import type { Hop, ObjectId } from './model';

/** Finds what a picture shows of the hops of a trace, by the objects of both. */
export class Stations {
  private readonly byId: ReadonlyMap<string, GraphNode>;
  private readonly nodesByObject: ReadonlyMap<string, readonly GraphNode[]>;

  /** @param graph a picture with all that any view shows */
  constructor(private readonly graph: Graph) {
    this.byId = new Map(graph.nodes.map((node) => [node.id, node]));
    const pairs = graph.nodes.flatMap((node) => [...keysOf(node.places)].map((key) => ({ key, node })));
    const groups = groupBy(pairs, ({ key }) => key);
    this.nodesByObject = new Map([...groups].map(([key, group]) => [key, group.map(({ node }) => node)]));
  }

  /** The node of a kind that shows the object of a hop. */
  node(kind: NodeKind, { object }: Hop): GraphNode | undefined {
    return object && this.nodesOf(kind, object)[0];
  }

  /** The workloads of a hop. */
  workloads({ object, others = [] }: Hop): readonly GraphNode[] {
    const all = object === undefined ? others : [object, ...others];
    return all.flatMap((one) => this.nodesOf('workload', one));
  }

  /** What is drawn for a node: the Service of a workload, which is a line of it. */
  card({ id, kind, parent = '' }: GraphNode): string {
    return kind === 'workload' && this.byId.get(parent)?.kind === 'service' ? parent : id;
  }

  /** The node of a namespace of a cluster, or that of the cluster. */
  namespace(cluster: string, namespace: string): string | undefined {
    const clusterOf = ({ kind, label, parent = '' }: GraphNode): string | undefined => {
      const outer = this.byId.get(parent);
      return kind === 'cluster' ? label : outer && clusterOf(outer);
    };
    const own = this.graph.nodes.filter((node) => clusterOf(node) === cluster);
    const found = own.find(({ kind, label }) => kind === 'namespace' && label === namespace) ?? own[0];
    return found?.id;
  }

  /** The edges of a destination of a VirtualService; several where several peers have its host. */
  routes({ object, path = [] }: Hop): readonly GraphEdge[] {
    if (object === undefined) return [];
    const isInside = (place: GraphPlace) =>
      keyOf(place.object) === keyOf(object) && place.path.every((part, i) => part === path[i]);
    return this.graph.edges.filter(
      ({ kind, places }) => (kind === 'split' || kind === 'mirror') && places.some(isInside),
    );
  }

  /** The edges that lead from local Services to an import which joins them. */
  joints(imported: string): readonly GraphEdge[] {
    return this.graph.edges.filter(
      ({ kind, from, to }) =>
        (kind === 'failover' || kind === 'split') && to === imported && this.byId.get(from)?.kind === 'service',
    );
  }

  /**
   * The share behind the hop of an import: of the shares of a rule or an entry that one with the host, and where several
   * meshes have the host, that one which has most of the later hops.
   *
   * @param targets the nodes to which a route leads; empty for a call to a host
   */
  share(hop: Hop, later: readonly Hop[], targets: readonly string[], host: string): GraphEdge | undefined {
    if (hop.object === undefined) return undefined;
    const imports = this.nodesOf('import', hop.object).filter(({ id }) =>
      targets.length === 0
        ? importedHost(id) === host
        : targets.includes(id) || this.joints(id).some(({ from }) => targets.includes(from)),
    );
    const ids = new Set(imports.map(({ id }) => id));
    const ranked = this.graph.edges
      .filter(({ kind, from }) => kind === 'share' && ids.has(from))
      .map((edge) => ({ edge, score: this.score(edge, later) }));
    return [...ranked].sort((a, b) => b.score - a.score)[0]?.edge;
  }

  /** How many hops have objects that a share, its gateways, its Service, its meshes or their peering show. */
  private score(edge: GraphEdge, hops: readonly Hop[]): number {
    const [from, to] = [this.around(edge.from), this.around(edge.to)];
    const peerings = this.graph.edges.filter(
      (one) => one.kind === 'peering' && from.some(({ id }) => id === one.from) && to.some(({ id }) => id === one.to),
    );
    const gateways = edge.via.flatMap((id) => this.byId.get(id) ?? []);
    const known = keysOf([edge, ...peerings, ...gateways, ...to].flatMap(({ places }) => places));
    return hops.filter(({ object }) => object !== undefined && known.has(keyOf(object))).length;
  }

  /** A node and all that contain it. */
  private around(id: string): readonly GraphNode[] {
    const node = this.byId.get(id);
    return node === undefined ? [] : [node, ...(node.parent === undefined ? [] : this.around(node.parent))];
  }

  private nodesOf(kind: NodeKind, object: ObjectId): readonly GraphNode[] {
    return (this.nodesByObject.get(keyOf(object)) ?? []).filter((node) => node.kind === kind);
  }
}

function keysOf(places: readonly GraphPlace[]): ReadonlySet<string> {
  return new Set(places.map(({ object }) => keyOf(object)));
}

function keyOf({
  cluster,
  kind,
  namespace = '',
  name,
}: Omit<ObjectId, 'namespace'> & { readonly namespace?: string | undefined }): string {
  return JSON.stringify([cluster, kind, namespace, name]);
}
