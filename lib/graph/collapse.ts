import { groupBy } from '../values';
import type { Graph, GraphEdge, GraphNode } from './model';
import { endsOf } from './view';

/** How many clusters that are alike are drawn one by one. */
const MAX_ALIKE = 5;

/** The clusters that are alike, in groups that are large enough to be drawn as one. */
export function alikeClusters(graph: Graph): readonly (readonly GraphNode[])[] {
  const contents = new ClusterContents(graph);
  const clusters = graph.nodes.filter(({ kind }) => kind === 'cluster');
  const groups = groupBy(clusters, (cluster) => contents.signatureOf(cluster));
  return [...groups.values()].filter((group) => group.length > MAX_ALIKE);
}

/**
 * A picture in which one cluster stands for all that are alike: those with the same contents and edges but for their
 * own names. What only the others need, such as gateways to them, is left out too.
 *
 * @param groups the clusters that are alike
 */
export function collapsed(graph: Graph, groups = alikeClusters(graph)): Graph {
  if (groups.length === 0) return graph;
  const dropped = new ClusterContents(graph).inside(groups.flatMap((group) => group.slice(1)));
  const names = new Map(groups.map((group) => [group[0]?.id, rangeOf(group)]));
  return without(graph, dropped, names);
}

/** The label of a group: the first and the last name, and how many there are. */
function rangeOf(group: readonly GraphNode[]): string {
  const labels = group.map(({ label }) => label).sort();
  return `${labels[0]} … ${labels.at(-1)} (${group.length} clusters alike)`;
}

function without(
  { nodes, edges }: Graph,
  dropped: ReadonlySet<string>,
  names: ReadonlyMap<string | undefined, string>,
): Graph {
  const isTouched = (edge: GraphEdge) => endsOf(edge).some((id) => dropped.has(id));
  const kept = edges.filter((edge) => !isTouched(edge));
  const needed = new Set(kept.flatMap(endsOf));
  const idle = new Set(
    edges
      .filter(isTouched)
      .flatMap(endsOf)
      .filter((id) => !needed.has(id)),
  );
  const isIdle = ({ id, kind }: GraphNode) => idle.has(id) && ['ingress', 'egress', 'import'].includes(kind);
  return {
    nodes: nodes
      .filter((node) => !dropped.has(node.id) && !isIdle(node))
      .map((node) => ({ ...node, label: names.get(node.id) ?? node.label })),
    edges: kept,
  };
}

/** What is in clusters, and what leads to it. */
class ClusterContents {
  private readonly children: ReadonlyMap<string | undefined, readonly GraphNode[]>;
  private readonly byId: ReadonlyMap<string, GraphNode>;
  private readonly touching: ReadonlyMap<string, readonly GraphEdge[]>;

  constructor({ nodes, edges }: Graph) {
    this.children = groupBy<GraphNode, string | undefined>(nodes, ({ parent }) => parent);
    this.byId = new Map(nodes.map((node) => [node.id, node]));
    const pairs = edges.flatMap((edge) => [...new Set([edge.from, edge.to])].map((id) => ({ id, edge })));
    const groups = groupBy(pairs, ({ id }) => id);
    this.touching = new Map([...groups].map(([id, group]) => [id, group.map(({ edge }) => edge)]));
  }

  /** The ids of nodes and of all that is in them. */
  inside(nodes: readonly GraphNode[]): ReadonlySet<string> {
    const all = (node: GraphNode): readonly string[] => [node.id, ...(this.children.get(node.id) ?? []).flatMap(all)];
    return new Set(nodes.flatMap(all));
  }

  /** A text that is the same for clusters that are alike. */
  signatureOf(cluster: GraphNode): string {
    const own = this.inside([cluster]);
    const names = [...own].flatMap((id) => {
      const { kind, label } = this.byId.get(id) ?? cluster;
      return kind === 'cluster' || kind === 'mesh' ? [label] : [];
    });
    const longestFirst = [...new Set(names)].sort((a, b) => b.length - a.length);
    const masked = (text = '') => longestFirst.reduce((part, name) => part.replaceAll(name, '*'), text);
    const lines = [...own].map((id) => {
      const { kind, label, detail, change, state, way } = this.byId.get(id) ?? cluster;
      const edges = (this.touching.get(id) ?? []).map((edge) => {
        const other = edge.from === id ? edge.to : edge.from;
        const marks = [edge.change, edge.state?.health, edge.state?.reasons.map(masked), edge.way];
        return [edge.kind, edge.from === id, own.has(other) ? '' : this.outerName(other), masked(edge.label), marks];
      });
      return JSON.stringify([
        kind,
        masked(label),
        masked(detail),
        change,
        state?.health,
        state?.reasons.map(masked),
        way,
        edges.map((edge) => JSON.stringify(edge)).sort(),
      ]);
    });
    return lines.sort().join('\n');
  }

  /** The mesh that a node of another cluster is in: an import there has the name of the cluster in its own. */
  private outerName(id: string): string {
    const node = this.byId.get(id);
    return node?.parent === undefined || node.kind === 'mesh' ? id : this.outerName(node.parent);
  }
}
