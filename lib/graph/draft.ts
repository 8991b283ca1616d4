import { printable } from '../issues/printable';
import { redact } from '../issues/redact';
import type { Graph, GraphEdge, GraphElement, GraphNode } from './model';

/** Collects nodes and edges, each once. Texts of the input are escaped here, so that no writer has to. */
export class GraphDraft {
  private readonly nodes = new Map<string, GraphNode>();
  private readonly edges = new Map<string, GraphEdge>();

  /** Adds a node, unless there is one with its id, and returns the id. */
  node(node: GraphNode): string {
    if (!this.nodes.has(node.id)) this.nodes.set(node.id, shownTexts(node));
    return node.id;
  }

  /** Whether there is a node with an id. */
  has(id: string): boolean {
    return this.nodes.has(id);
  }

  /** Adds an edge, unless there is one with its id; of its gateways those count that are nodes. */
  edge(edge: GraphEdge): void {
    if (this.edges.has(edge.id)) return;
    this.edges.set(edge.id, { ...shownTexts(edge), via: edge.via.filter((id) => this.nodes.has(id)) });
  }

  /** The picture. */
  finish(): Graph {
    return { nodes: [...this.nodes.values()], edges: [...this.edges.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) };
  }
}

/** An element whose texts are on one line; an empty detail is left out. */
function shownTexts<T extends GraphElement>({ detail = '', ...element }: T): T {
  const shownDetail = detail === '' ? {} : { detail: shown(detail) };
  return { ...element, label: shown(element.label), ...shownDetail } as unknown as T;
}

/** A text of the input as pictures show it: without secrets, and on one line. */
export function shown(text: string): string {
  return printable(redact(text));
}
