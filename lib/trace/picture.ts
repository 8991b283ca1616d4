import { shown } from '../graph/draft';
import { idOf } from '../graph/ids';
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
    title: `Call from ${shown(caller)} to ${targetText(trace)}: ${arriving} of ${ends} branches arrive`,
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
interface WayProgress {
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

  private follow({ hops, branches, end }: Branch, start: WayProgress): void {
    let progress = start;
    for (const [i, hop] of hops.entries()) progress = this.step(hop, hops.slice(i + 1), progress);
    for (const branch of branches) this.follow(branch, progress);
    if (end === undefined) return;
    const faults = end.arrives ? [] : [{ code: end.code, message: shown(end.message) }];
    for (const id of progress.at) this.mark(id, { step: end.arrives ? 'arrives' : 'ends', faults });
  }

  private step(hop: Hop, later: readonly Hop[], progress: WayProgress): WayProgress {
    switch (hop.kind) {
      case 'caller':
        return this.caller(hop);
      case 'route':
        return this.route(hop, progress);
      case 'import':
        return this.import(hop, later, progress);
      case 'service':
        return this.service(hop, progress);
      case 'pods':
        return this.pass(progress, [...progress.at, ...this.stations.workloads(hop).map(({ id }) => id)]);
      default:
        return progress.share === undefined ? progress : this.gateway(hop, progress.share, progress);
    }
  }

  /** The caller; one that the picture does not have is added. */
  private caller(hop: Hop): WayProgress {
    const [found] = this.stations.workloads(hop);
    const id = found?.id ?? this.addCaller(hop);
    const card = found === undefined ? id : this.stations.card(found);
    return this.pass({ at: [], routes: [], caller: card }, [...new Set([card, id])]);
  }

  private addCaller({ object }: Hop): string {
    const [cluster = '', namespace = '', name = ''] = this.trace.caller.split('/');
    const parent = this.stations.namespace(cluster, namespace);
    const id = idOf('workload', cluster, namespace, 'caller', name);
    const detail = object === undefined ? 'not in the manifests' : object.kind;
    this.addedNodes.push({
      id,
      kind: 'workload',
      label: shown(name),
      detail,
      places: [],
      ...(parent !== undefined && { parent }),
    });
    return id;
  }

  /** A VirtualService, or one of its destinations. */
  private route(hop: Hop, progress: WayProgress): WayProgress {
    const routes = this.stations.routes(hop);
    const node = routes[0]?.from ?? this.stations.node('route', hop)?.id;
    const entered = node === undefined ? progress : { ...this.enter(node, progress), caller: undefined };
    return routes.length === 0 ? entered : { ...entered, at: routes.map(({ id }) => id), routes };
  }

  private import(hop: Hop, later: readonly Hop[], progress: WayProgress): WayProgress {
    const targets = progress.routes.map(({ to }) => to);
    const share = this.stations.share(hop, later, targets, this.trace.host);
    if (share === undefined) return progress;
    const joints = this.stations.joints(share.from);
    if (joints.length === 0) return { ...this.enter(share.from, progress), share };
    for (const { id, from } of joints) this.pass(this.enter(from, progress), [id]);
    return this.pass({ ...progress, share }, [share.from]);
  }

  /** What is between an import and the Service behind it; where it is no gateway, it is the share itself. */
  private gateway({ kind }: Hop, share: GraphEdge, progress: WayProgress): WayProgress {
    if (kind === 'policy') return progress;
    const wanted = kind === 'client' ? 'ingress' : kind;
    const gateways = share.via.filter((id) => id.startsWith(`${wanted}/`));
    return this.pass(progress, [...gateways, share.id]);
  }

  private service(hop: Hop, progress: WayProgress): WayProgress {
    const { share, routes } = progress;
    if (share !== undefined) {
      this.pass(progress, [share.id]);
      return this.pass({ ...progress, share: undefined }, [share.to]);
    }
    const node = this.stations.node('service', hop)?.id ?? routes[0]?.to;
    return node === undefined ? progress : this.enter(node, progress);
  }

  /** Goes to a node: along an edge of the route, or by a call. */
  private enter(to: string, progress: WayProgress): WayProgress {
    const { caller, routes } = progress;
    const edges = routes.filter((route) => route.to === to).map(({ id }) => id);
    const call = caller === undefined || caller === to ? [] : [this.call(caller, to)];
    this.pass(progress, [...edges, ...call]);
    return this.pass(progress, [to]);
  }

  private call(from: string, to: string): string {
    const id = idOf('call', from, to);
    this.calls.set(id, { id, kind: 'call', from, to, via: [], label: targetText(this.trace), places: [] });
    return id;
  }

  private pass(progress: WayProgress, at: readonly string[]): WayProgress {
    for (const id of at) this.mark(id, { step: 'passes', faults: [] });
    return { ...progress, at };
  }

  private mark(id: string, { step, faults }: GraphWay): void {
    const before = this.marks.get(id) ?? { step, faults: [] };
    const known = new Set(before.faults.map(({ code, message }) => `${code} ${message}`));
    const further = faults.filter(({ code, message }) => !known.has(`${code} ${message}`));
    const worst = RANKS[step] > RANKS[before.step] ? step : before.step;
    this.marks.set(id, { step: worst, faults: [...before.faults, ...further] });
  }
}
