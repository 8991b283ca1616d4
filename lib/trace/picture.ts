import type { Graph, GraphEdge, GraphElement, GraphNode, GraphWay, WayStep } from '../graph/model';
import { viewOf } from '../graph/view';
import type { Branch, Hop, Trace } from './model';
import { Stations } from './stations';

/**
 * The traffic of a picture in which the way of a call is marked, and the rest is marked as beside it.
 *
 * @param graph a picture with all that any view shows, of the manifests of the trace
 */
export function wayPicture(graph: Graph, trace: Trace): Graph {
  const { nodes, edges } = viewOf(new WayInGraph(graph, trace).marked(), 'traffic');
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]));
  const around = new Set<string>();
  for (const { way, parent } of nodes) {
    for (let id = way && parent; id !== undefined; id = parents.get(id)) around.add(id);
  }
  const beside: GraphWay = { step: 'beside', faults: [] };
  const { caller, arriving, ends } = trace;
  return {
    title: `Call from ${caller} to ${targetText(trace)}: ${arriving} of ${ends} branches arrive`,
    nodes: nodes.map((one) => (around.has(one.id) ? one : { way: beside, ...one })),
    edges: edges.map((one) => ({ way: beside, ...one })),
  };
}

/** The way of a call alone, with what contains it. */
export function onlyWay({ nodes, edges, ...rest }: Graph): Graph {
  const isKept = ({ way }: GraphElement) => way?.step !== 'beside';
  return { ...rest, nodes: nodes.filter(isKept), edges: edges.filter(isKept) };
}

function targetText({ host, port }: Trace): string {
  return port === undefined ? host : `${host}:${port}`;
}

/** How far a branch is followed. */
interface Position {
  /** The ids of what is marked where the branch ends here. */
  readonly at: readonly string[];
  /** The node that calls; undefined once a route has decided. */
  readonly caller?: string | undefined;
  /** The edges of the destination of a route; empty without one. */
  readonly routes: readonly GraphEdge[];
  /** The shared service that is called; undefined before an import and behind the gateways. */
  readonly share?: GraphEdge | undefined;
}

/** What a mark replaces, where several branches have different ones. */
const RANKS: { readonly [step in WayStep]: number } = { beside: 0, passes: 1, arrives: 2, ends: 3 };

/** Follows the branches of a way through a picture. */
class WayInGraph {
  private readonly marks = new Map<string, GraphWay>();
  private readonly stations: Stations;
  private readonly addedNodes: GraphNode[] = [];
  private readonly calls = new Map<string, GraphEdge>();

  constructor(
    private readonly graph: Graph,
    private readonly trace: Trace,
  ) {
    this.stations = new Stations(graph);
    this.follow(trace.way, { at: [], routes: [] });
  }

  /** The picture with the marks, the caller and its calls. */
  marked(): Graph {
    const withWay = <T extends GraphElement>(one: T): T => {
      const way = this.marks.get(one.id);
      return way === undefined ? one : { ...one, way };
    };
    const edges = [...this.graph.edges, ...this.calls.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    return { nodes: [...this.graph.nodes, ...this.addedNodes].map(withWay), edges: edges.map(withWay) };
  }

  private follow({ hops, branches, end }: Branch, start: Position): void {
    let position = start;
    for (const [i, hop] of hops.entries()) position = this.step(hop, hops.slice(i + 1), position);
    for (const branch of branches) this.follow(branch, position);
    if (end === undefined) return;
    const faults = end.arrives ? [] : [{ code: end.code, message: end.message }];
    for (const id of position.at) this.mark(id, { step: end.arrives ? 'arrives' : 'ends', faults });
  }

  private step(hop: Hop, later: readonly Hop[], position: Position): Position {
    switch (hop.kind) {
      case 'caller':
        return this.caller(hop);
      case 'route':
        return this.route(hop, position);
      case 'import':
        return this.import(hop, later, position);
      case 'service':
        return this.service(hop, position);
      case 'pods':
        return this.pass(position, [...position.at, ...this.stations.workloads(hop).map(({ id }) => id)]);
      default:
        return position.share === undefined ? position : this.gateway(hop, position.share, position);
    }
  }

  /** The caller; one that the picture does not have is added. */
  private caller(hop: Hop): Position {
    const [found] = this.stations.workloads(hop);
    const id = found?.id ?? this.addCaller(hop);
    const card = found === undefined ? id : this.stations.card(found);
    return this.pass({ at: [], routes: [], caller: card }, [...new Set([card, id])]);
  }

  private addCaller({ object }: Hop): string {
    const [cluster = '', namespace = '', label = ''] = this.trace.caller.split('/');
    const parent = this.stations.namespace(cluster, namespace);
    const id = ['workload', cluster, namespace, 'caller', label].map(encodeURIComponent).join('/');
    const detail = object === undefined ? 'not in the manifests' : object.kind;
    this.addedNodes.push({ id, kind: 'workload', label, detail, places: [], ...(parent !== undefined && { parent }) });
    return id;
  }

  /** A VirtualService, or one of its destinations. */
  private route(hop: Hop, position: Position): Position {
    const routes = this.stations.routes(hop);
    const node = routes[0]?.from ?? this.stations.node('route', hop)?.id;
    const entered = node === undefined ? position : { ...this.enter(node, position), caller: undefined };
    return routes.length === 0 ? entered : { ...entered, at: routes.map(({ id }) => id), routes };
  }

  private import(hop: Hop, later: readonly Hop[], position: Position): Position {
    const targets = position.routes.map(({ to }) => to);
    const share = this.stations.share(hop, later, targets, this.trace.host);
    if (share === undefined) return position;
    const joints = this.stations.joints(share.from);
    if (joints.length === 0) return { ...this.enter(share.from, position), share };
    for (const { id, from } of joints) this.pass(this.enter(from, position), [id]);
    return this.pass({ ...position, share }, [share.from]);
  }

  /** What is between an import and the Service behind it; where it is no gateway, it is the share itself. */
  private gateway({ kind }: Hop, share: GraphEdge, position: Position): Position {
    if (kind === 'policy') return position;
    const wanted = kind === 'client' ? 'ingress' : kind;
    const gateways = share.via.filter((id) => id.startsWith(`${wanted}/`));
    return this.pass(position, [...gateways, share.id]);
  }

  private service(hop: Hop, position: Position): Position {
    const { share, routes } = position;
    if (share !== undefined) {
      this.pass(position, [share.id]);
      return this.pass({ ...position, share: undefined }, [share.to]);
    }
    const node = this.stations.node('service', hop)?.id ?? routes[0]?.to;
    return node === undefined ? position : this.enter(node, position);
  }

  /** Goes to a node: along an edge of the route, or by a call. */
  private enter(to: string, position: Position): Position {
    const { caller, routes } = position;
    const edges = routes.filter((route) => route.to === to).map(({ id }) => id);
    const call = caller === undefined || caller === to ? [] : [this.call(caller, to)];
    this.pass(position, [...edges, ...call]);
    return this.pass(position, [to]);
  }

  private call(from: string, to: string): string {
    const id = `call/${[from, to].map(encodeURIComponent).join('/')}`;
    this.calls.set(id, { id, kind: 'call', from, to, via: [], label: targetText(this.trace), places: [] });
    return id;
  }

  private pass(position: Position, at: readonly string[]): Position {
    for (const id of at) this.mark(id, { step: 'passes', faults: [] });
    return { ...position, at };
  }

  private mark(id: string, { step, faults }: GraphWay): void {
    const before = this.marks.get(id) ?? { step, faults: [] };
    const known = new Set(before.faults.map(({ code, message }) => `${code} ${message}`));
    const further = faults.filter(({ code, message }) => !known.has(`${code} ${message}`));
    const worst = RANKS[step] > RANKS[before.step] ? step : before.step;
    this.marks.set(id, { step: worst, faults: [...before.faults, ...further] });
  }
}
