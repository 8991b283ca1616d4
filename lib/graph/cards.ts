/** What writers draw: boxes that contain others, and cards with lines of text. */

import type { Graph, GraphElement, GraphNode, GraphWay } from './model';

/** A line of a card. */
export interface CardLine {
  /** The text, with the symbols of a change and a state. */
  readonly text: string;
  /** What the line shows: the node itself, or a workload of a service. */
  readonly element: GraphElement;
}

/** A node as it is drawn. */
export interface Card {
  /** The node. */
  readonly node: GraphNode;
  /** The first line. */
  readonly title: string;
  /** The other lines. */
  readonly lines: readonly CardLine[];
  /** The cards inside; empty for all but clusters, meshes and namespaces. */
  readonly children: readonly Card[];
}

/** The symbols of changes, which are also there for those who do not see colors. */
export const CHANGE_SYMBOLS = { added: '+', removed: '−', changed: '~' } as const;

/** The symbols of states. */
export const STATE_SYMBOLS = { good: '✓', bad: '✗', unknown: '?' } as const;

/** The symbols of the way of a call. */
export const WAY_SYMBOLS = { passes: '●', arrives: '✓', ends: '✗' } as const;

/** A text with the symbols of what happened to an element, of its state and of the way of a call, with codes of faults. */
export function marked(text: string, { change, state, way }: Pick<GraphElement, 'change' | 'state' | 'way'>): string {
  const symbols = [change && CHANGE_SYMBOLS[change], state && STATE_SYMBOLS[state.health], way && wayText(way)];
  return [...symbols.filter((symbol) => symbol !== undefined), text].join(' ');
}

function wayText({ step, faults }: GraphWay): string | undefined {
  if (step === 'beside') return undefined;
  return [WAY_SYMBOLS[step], ...new Set(faults.map(({ code }) => code))].join(' ');
}

/** The outermost cards of a picture. The workloads of a service are lines of its card. */
export function cardsOf({ nodes }: Graph): readonly Card[] {
  const children = new Map<string | undefined, GraphNode[]>();
  for (const node of nodes) {
    const siblings = children.get(node.parent);
    if (siblings === undefined) children.set(node.parent, [node]);
    else siblings.push(node);
  }
  const inside = (node: GraphNode) => children.get(node.id) ?? [];
  const cardOf = (node: GraphNode): Card => {
    const workloads = node.kind === 'service' ? inside(node) : [];
    return {
      node,
      title: marked(node.label, node),
      lines: [
        ...(node.detail === undefined ? [] : [{ text: detailText(node), element: node }]),
        ...workloads.map((element) => ({ text: marked(element.label, element), element })),
      ],
      children: node.kind === 'service' ? [] : inside(node).map(cardOf),
    };
  };
  return (children.get(undefined) ?? []).map(cardOf);
}

function detailText({ kind, detail = '' }: GraphNode): string {
  return kind === 'service' && /^\d/.test(detail) ? `port ${detail}` : detail;
}
