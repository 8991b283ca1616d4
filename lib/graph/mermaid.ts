import { type Card, cardsOf, marked } from './cards';
import type { EdgeKind, Graph, GraphEdge, GraphElement, GraphNode, NodeKind } from './model';
import { drawnEnds } from './view';
import { descriptionOf, titleOf } from './words';

/** The edges that Mermaid draws at most, unless a page configures more. Source: mermaid, config `maxEdges`. */
export const MAX_MERMAID_EDGES = 500;

/** The characters that Mermaid draws at most, unless a page configures more. Source: mermaid, config `maxTextSize`. */
export const MAX_MERMAID_CHARACTERS = 50_000;

/** The shape of each kind of node: what stands before and behind its text. */
const SHAPES: { readonly [kind in NodeKind]: readonly [string, string] } = {
  cluster: ['[', ']'],
  mesh: ['[', ']'],
  namespace: ['[', ']'],
  ingress: ['[\\', '/]'],
  egress: ['[/', '\\]'],
  service: ['[', ']'],
  workload: ['([', '])'],
  import: ['[[', ']]'],
  route: ['{{', '}}'],
  outside: ['[', ']'],
};

/** The arrow of each kind of edge. */
const ARROWS: { readonly [kind in EdgeKind]: string } = {
  peering: '==>',
  share: '-->',
  split: '-->',
  mirror: '-.->',
  failover: '--o',
  call: '-->',
};

/** The styles; gray, blue, green and red are readable on light and dark pages. */
const CLASSES = [
  'classDef import stroke-dasharray: 4 3',
  'classDef outside stroke:#8a8d90,stroke-dasharray: 2 3',
  'classDef added stroke:#3e8635,stroke-width:3px',
  'classDef removed stroke:#c9190b,stroke-width:3px,stroke-dasharray: 6 4',
  'classDef changed stroke:#b8860b,stroke-width:3px',
  'classDef bad stroke:#c9190b,stroke-width:3px',
  'classDef unknown stroke:#8a8d90,stroke-width:3px',
  'classDef passes stroke:#0066cc,stroke-width:3px',
  'classDef arrives stroke:#3e8635,stroke-width:3px',
  'classDef ends stroke:#c9190b,stroke-width:3px,stroke-dasharray: 6 4',
  'classDef beside opacity:0.4',
] as const;

/** A picture as a flowchart of Mermaid. */
export function mermaidText(graph: Graph): string {
  const ids = shortIds(graph.nodes);
  const idOf = (id = '') => ids.get(id) ?? 'missing';
  const boxes = cardsOf(graph).flatMap((card) => cardText(card, idOf, '  '));
  const edges = graph.edges.map((edge) => edgeText(edge, idOf));
  const classes = graph.nodes.flatMap((node) => classesOf(node).map((name) => ({ name, id: idOf(node.id) })));
  const used = CLASSES.filter((line) => classes.some(({ name }) => line.startsWith(`classDef ${name} `)));
  const uses = classes.map(({ name, id }) => `  class ${id} ${name}`);
  const links = graph.edges.flatMap((edge, i) => linkStyle(edge).map((style) => `  linkStyle ${i} ${style}`));
  return `${['flowchart LR', ...accessibleText(graph), ...boxes, ...edges, ...used.map((line) => `  ${line}`), ...uses, ...links].join('\n')}\n`;
}

/** The title and the description of a picture with a title, which screen readers read. */
function accessibleText(graph: Graph): readonly string[] {
  if (graph.title === undefined) return [];
  const plain = (text: string) => text.replace(/["#&<>`\\;{}]/g, ' ');
  return [`  accTitle: ${plain(titleOf(graph))}`, `  accDescr: ${plain(descriptionOf(graph))}`];
}

/** Short ids of ASCII letters, digits and underscores; with the kind in front they are no keywords of Mermaid. */
function shortIds(nodes: readonly GraphNode[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  // All numbers below are taken, so that equal names take no time that grows with their square.
  const next = new Map<string, number>();
  return new Map(
    nodes.map(({ id, kind, label }) => {
      const base = `${kind}_${label.replace(/[^A-Za-z0-9]/g, '_')}`;
      let [short, number] = [base, next.get(base) ?? 2];
      for (; taken.has(short); number += 1) short = `${base}_${number}`;
      next.set(base, number);
      taken.add(short);
      return [id, short];
    }),
  );
}

function cardText(card: Card, idOf: (id?: string) => string, indent: string): readonly string[] {
  const { node, title, lines, children } = card;
  const id = idOf(node.id);
  const text = [title, ...lines.map((line) => line.text)].map(escaped).join('<br/>');
  const isBox = node.kind === 'cluster' || node.kind === 'mesh' || node.kind === 'namespace';
  if (!isBox || children.length === 0) {
    const [before, behind] = SHAPES[node.kind];
    return [`${indent}${id}${before}"${text}"${behind}`];
  }
  const inner = children.flatMap((child) => cardText(child, idOf, `${indent}  `));
  return [`${indent}subgraph ${id}["${text}"]`, ...inner, `${indent}end`];
}

/** A text in quotes; what Mermaid or HTML would read is written as entities of Mermaid. */
function escaped(text: string): string {
  return text.replace(/["#&<>`\\;]/g, (character) => `#${character.charCodeAt(0)};`);
}

function edgeText(edge: GraphEdge, idOf: (id?: string) => string): string {
  const { kind, label, detail } = edge;
  const [from, to] = kind === 'peering' ? drawnEnds(edge) : [edge.from, edge.to];
  // The gateways at both ends of a peering say what its label would.
  const shown = kind === 'peering' ? [] : [label];
  const condition = detail !== undefined && kind !== 'share' && kind !== 'peering' ? [`if ${detail}`] : [];
  const text = [...shown, ...condition].map(escaped).join('<br/>');
  const mark = marked(text, edge);
  return `  ${idOf(from)} ${ARROWS[kind]}${mark === '' ? '' : `|"${mark}"|`} ${idOf(to)}`;
}

function classesOf({ kind, change, state, way }: GraphNode): readonly string[] {
  const own = kind === 'import' || kind === 'outside' ? [kind] : [];
  return [
    ...own,
    ...(change === undefined ? [] : [change]),
    ...(isWorse(state) ? [state.health] : []),
    ...(way ? [way.step] : []),
  ];
}

function isWorse(state: GraphElement['state']): state is NonNullable<GraphElement['state']> {
  return state !== undefined && state.health !== 'good';
}

/** The colors of the edges of routes, which share their arrows with other edges. */
const KIND_COLORS: { readonly [kind in EdgeKind]?: string } = {
  split: '#0066cc',
  mirror: '#6753ac',
  failover: '#c46100',
};

/** The colors of changes and states. */
const LINKS = {
  ...{ added: '#3e8635', removed: '#c9190b', changed: '#b8860b', bad: '#c9190b', unknown: '#8a8d90' },
  ...{ passes: '#0066cc', arrives: '#3e8635', ends: '#c9190b' },
} as const;

function linkStyle({ kind, change, state, way }: GraphEdge): readonly string[] {
  if (way?.step === 'beside') return ['opacity:0.3'];
  const key = change ?? way?.step ?? (isWorse(state) && state.health !== 'good' ? state.health : undefined);
  const color = key === undefined ? KIND_COLORS[kind] : LINKS[key];
  return color === undefined ? [] : [`stroke:${color},color:${color}${way === undefined ? '' : ',stroke-width:3px'}`];
}
