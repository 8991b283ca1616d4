import { marked } from '../cards';
import type { Graph, GraphEdge, GraphNode, GraphWay } from '../model';
import { drawnEnds } from '../view';
import { ranksOf } from './ranks';

/** A line of the picture: the part of an edge between two neighbors among its ends. */
export interface GraphLine {
  /** The id, which the layout repeats. */
  readonly id: string;
  /** The edge. */
  readonly edge: GraphEdge;
  /** The id of the node at which it begins, in the direction of calls. */
  readonly from: string;
  /** The id of the node at which it ends. */
  readonly to: string;
  /** Whether it is between the gateways of two meshes, where all shares of a direction are one line. */
  readonly isTrunk: boolean;
  /** Whether it ends where the edge ends, so that it has the arrow. */
  readonly isLast: boolean;
  /** The texts of its label, one for each row; empty for none. */
  readonly texts: readonly string[];
  /** Where it is on the way of a call; undefined in a picture without one. */
  readonly way?: GraphWay;
}

/** On which border of its mesh a gateway is. */
export type GatewaySide = 'EAST' | 'WEST';

/** What a line that edges have in common shows, the most important first. */
const STEPS = ['ends', 'passes', 'arrives', 'beside'] as const;

/** The lines of a picture from left to right. */
export class GraphLines {
  /** The lines, in the order of the edges. */
  readonly all: readonly GraphLine[];
  private readonly ranks: ReadonlyMap<string, number>;
  private readonly nodes: ReadonlyMap<string, GraphNode>;
  private readonly sides: ReadonlyMap<string, GatewaySide>;

  /** @param graph the picture */
  constructor(graph: Graph) {
    this.nodes = new Map(graph.nodes.map((node) => [node.id, node]));
    this.ranks = ranksOf(graph);
    this.all = this.linesOf(graph.edges).map((line) => ({ ...line, ...this.wayOf(line, graph.edges) }));
    this.sides = this.sidesOf();
  }

  /** The place of a node among the meshes from left to right. */
  rankOf(id: string): number {
    const parent = this.nodes.get(id)?.parent;
    return this.ranks.get(id) ?? (parent === undefined ? this.ranks.size : this.rankOf(parent));
  }

  /** The border on which a gateway is: that of the mesh that it leads to. */
  sideOf(gateway: string): GatewaySide {
    return this.sides.get(gateway) ?? (this.nodes.get(gateway)?.kind === 'ingress' ? 'WEST' : 'EAST');
  }

  /** Whether a line goes from right to left. */
  isLeftward({ from, to }: Pick<GraphLine, 'from' | 'to'>): boolean {
    const [start, end] = [this.rankOf(from), this.rankOf(to)];
    if (start !== end) return start > end;
    if (this.isGateway(from)) return this.sideOf(from) === 'EAST';
    return this.isGateway(to) && this.sideOf(to) === 'WEST';
  }

  /** Whether a node is a gateway. */
  isGateway(id: string): boolean {
    const kind = this.nodes.get(id)?.kind;
    return kind === 'ingress' || kind === 'egress';
  }

  private linesOf(edges: readonly GraphEdge[]): readonly GraphLine[] {
    const trunks = new Set<string>();
    // Peerings first, so that the lines that shares have in common with them are theirs.
    const sorted = [
      ...edges.filter(({ kind }) => kind === 'peering'),
      ...edges.filter(({ kind }) => kind !== 'peering'),
    ];
    return sorted.flatMap((edge) => {
      const ends = drawnEnds(edge);
      return ends.slice(1).flatMap((to, i): readonly GraphLine[] => {
        const from = ends[i] ?? to;
        const isTrunk = edge.kind === 'peering' || (this.isGateway(from) && this.isGateway(to));
        const key = JSON.stringify([from, to]);
        if (isTrunk && trunks.has(key)) return [];
        if (isTrunk) trunks.add(key);
        const isLast = i + 2 === ends.length;
        return [
          {
            id: `${edge.id}#${i}`,
            edge,
            from,
            to,
            isTrunk,
            isLast,
            texts: isTrunk ? [] : textsOf(edge, i === 0, isLast),
          },
        ];
      });
    });
  }

  /** The way on a line: it ends where the next of the ends of its edge is not reached. */
  private wayOf({ edge: own, isTrunk, from, to }: GraphLine, all: readonly GraphEdge[]): Pick<GraphLine, 'way'> {
    const isReached = (id: string) => (this.nodes.get(id)?.way?.step ?? 'beside') !== 'beside';
    const ways = (isTrunk ? all : [own]).flatMap((edge): readonly GraphWay[] => {
      const ends = drawnEnds(edge);
      if (edge.way === undefined || !ends.some((id, i) => id === from && ends[i + 1] === to)) return [];
      const { step } = edge.way;
      if (step === 'beside' || !isReached(from)) return [{ step: 'beside', faults: [] }];
      return isReached(to) && ends.length > 2 ? [{ step: 'passes', faults: [] }] : [edge.way];
    });
    const way = STEPS.flatMap((step) => ways.find((one) => one.step === step) ?? [])[0];
    return way === undefined ? {} : { way };
  }

  private sidesOf(): ReadonlyMap<string, GatewaySide> {
    const sides = new Map<string, GatewaySide>();
    for (const { from, to } of this.all) {
      for (const [gateway, other] of [[from, to] as const, [to, from] as const]) {
        const [own, theirs] = [this.rankOf(gateway), this.rankOf(other)];
        if (!this.isGateway(gateway) || own === theirs) continue;
        if (theirs > own || !sides.has(gateway)) sides.set(gateway, theirs > own ? 'EAST' : 'WEST');
      }
    }
    return sides;
  }
}

/** The label of a part of an edge; a shared service has its names at both ends. */
function textsOf(edge: GraphEdge, isFirst: boolean, isLast: boolean): readonly string[] {
  const { label, detail, names, kind } = edge;
  if (names !== undefined && !(isFirst && isLast)) {
    return isFirst ? [marked(names.from, edge)] : isLast ? [names.to] : [];
  }
  if (!isFirst) return [];
  const condition = detail === undefined || kind === 'share' ? [] : [shortened(`if ${detail}`)];
  return [marked(label, edge), ...condition];
}

/** The characters of a condition that a label shows; the whole condition is where the pointer is. */
const MAX_CONDITION = 48;

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= MAX_CONDITION ? text : `${characters.slice(0, MAX_CONDITION - 1).join('')}…`;
}
