import { type Card, cardsOf, marked } from './cards';
import type { EdgeKind, Graph, GraphEdge, GraphElement, NodeKind } from './model';
import { drawnEnds } from './view';

/** The shape of each kind of node that is no box with others inside. */
const SHAPES: { readonly [kind in NodeKind]: string } = {
  cluster: 'box',
  mesh: 'box',
  namespace: 'box',
  ingress: 'invtrapezium',
  egress: 'trapezium',
  service: 'box',
  workload: 'box',
  import: 'box',
  route: 'hexagon',
  outside: 'box',
};

/** How each kind of edge is drawn. */
const EDGES: { readonly [kind in EdgeKind]: string } = {
  peering: 'penwidth=3, color="#7d8b9c"',
  share: 'color="#0b63c5"',
  split: 'color="#6753ac"',
  mirror: 'color="#a0318f", style=dotted',
  failover: 'color="#b45309", style=dashed, arrowhead=empty',
  call: 'color="#0b63c5"',
};

/** The colors of changes and states, which replace others. */
const MARKS = { added: '#1a7f37', removed: '#cf222e', changed: '#9a6700', bad: '#cf222e', unknown: '#6e7781' } as const;

/** A picture in the DOT language of Graphviz. */
export function dotText(graph: Graph): string {
  const boxes = new Set<string>();
  const nodes = cardsOf(graph).flatMap((card) => cardText(card, '  ', boxes));
  const head = [
    'rankdir=LR',
    'compound=true',
    'node [shape=box, fontname="sans-serif", fontsize=11]',
    'edge [fontname="sans-serif", fontsize=10]',
  ];
  const edges = graph.edges.map((edge) => edgeText(edge, boxes));
  return `${['digraph federation {', ...head.map((line) => `  ${line};`), ...nodes, ...edges, '}'].join('\n')}\n`;
}

function cardText(card: Card, indent: string, boxes: Set<string>): readonly string[] {
  const { node, title, lines, children } = card;
  const label = quoted([title, ...lines.map(({ text }) => text)]);
  const color = colorOf(node);
  const mark = color === undefined ? '' : `, color="${color}", penwidth=2`;
  const style = node.kind === 'import' || node.kind === 'outside' ? ', style=dashed' : '';
  if (children.length === 0)
    return [`${indent}${quoted([node.id])} [label=${label}, shape=${SHAPES[node.kind]}${style}${mark}];`];
  boxes.add(node.id);
  return [
    `${indent}subgraph ${quoted([`cluster ${node.id}`])} {`,
    `${indent}  label=${label}; fontname="sans-serif"; fontsize=12; labeljust=l;${color === undefined ? '' : ` color="${color}"; penwidth=2;`}`,
    // Edges to a box end at a point in it.
    `${indent}  ${quoted([node.id])} [label="", shape=point, style=invis, width=0];`,
    ...children.flatMap((child) => cardText(child, `${indent}  `, boxes)),
    `${indent}}`,
  ];
}

function edgeText(edge: GraphEdge, boxes: ReadonlySet<string>): string {
  const { kind, from, to, label, detail } = edge;
  const [start = from, end = to] = kind === 'peering' ? drawnEnds(edge) : [from, to];
  const condition = detail === undefined || kind === 'share' || kind === 'peering' ? [] : [`if ${detail}`];
  const texts = kind === 'peering' ? [] : [label, ...condition];
  const text = marked(texts[0] ?? '', edge).trimEnd();
  const color = colorOf(edge);
  const attributes = [
    ...(text === '' ? [] : [`label=${quoted([text, ...texts.slice(1)])}`]),
    EDGES[kind],
    ...(color === undefined ? [] : [`color="${color}"`, `fontcolor="${color}"`]),
    ...(boxes.has(start) ? [`ltail=${quoted([`cluster ${start}`])}`] : []),
    ...(boxes.has(end) ? [`lhead=${quoted([`cluster ${end}`])}`] : []),
  ];
  return `  ${quoted([start])} -> ${quoted([end])} [${attributes.join(', ')}];`;
}

/** Lines as one text in quotes. A backslash would begin an escape of DOT. */
function quoted(lines: readonly string[]): string {
  return `"${lines.map((line) => line.replace(/["\\]/g, '\\$&')).join('\\n')}"`;
}

function colorOf({ change, state }: GraphElement): string | undefined {
  if (change !== undefined) return MARKS[change];
  return state === undefined || state.health === 'good' ? undefined : MARKS[state.health];
}
