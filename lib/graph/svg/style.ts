import type { EdgeKind, NodeKind } from '../model';

/** The colors on light and dark pages. */
const COLORS = {
  page: ['#ffffff', '#0d1117'],
  ink: ['#1f2328', '#e6edf3'],
  soft: ['#57606a', '#9da7b3'],
  line: ['#8c959f', '#6e7681'],
  cluster: ['#f3f5f8', '#141a22'],
  clusterEdge: ['#c4ccd6', '#3d4652'],
  meshEdge: ['#8295ab', '#5b6b80'],
  space: ['#eaf0f8', '#17202c'],
  card: ['#ffffff', '#1c2632'],
  cardEdge: ['#9fb1c7', '#46566a'],
  ingress: ['#e0f2ef', '#10312d'],
  ingressEdge: ['#2b8a7b', '#3fb5a3'],
  egress: ['#fdf0e0', '#35240e'],
  egressEdge: ['#b86e14', '#e09b47'],
  route: ['#f1ecfb', '#262040'],
  routeEdge: ['#6753ac', '#a392e6'],
  peering: ['#7d8b9c', '#8b98a9'],
  share: ['#0b63c5', '#58a6ff'],
  split: ['#6753ac', '#a392e6'],
  mirror: ['#a0318f', '#e07fd0'],
  failover: ['#b45309', '#f0883e'],
  added: ['#1a7f37', '#3fb950'],
  removed: ['#cf222e', '#ff7b72'],
  changed: ['#9a6700', '#d29922'],
  good: ['#1a7f37', '#3fb950'],
  bad: ['#cf222e', '#ff7b72'],
  unknown: ['#6e7781', '#8b949e'],
  passes: ['#0b63c5', '#58a6ff'],
  arrives: ['#1a7f37', '#3fb950'],
  ends: ['#cf222e', '#ff7b72'],
} as const;

type ColorName = keyof typeof COLORS;

const BOXES: readonly (readonly [NodeKind, ColorName, ColorName])[] = [
  ['cluster', 'cluster', 'clusterEdge'],
  ['mesh', 'page', 'meshEdge'],
  ['namespace', 'space', 'space'],
  ['service', 'card', 'cardEdge'],
  ['workload', 'card', 'cardEdge'],
  ['import', 'card', 'share'],
  ['route', 'route', 'routeEdge'],
  ['outside', 'page', 'line'],
  ['ingress', 'ingress', 'ingressEdge'],
  ['egress', 'egress', 'egressEdge'],
];

/** The kinds of edges of pictures without the way of a call. */
const EDGES: readonly Exclude<EdgeKind, 'call'>[] = ['peering', 'share', 'split', 'mirror', 'failover'];

const MARKS = ['good', 'unknown', 'bad', 'added', 'removed', 'changed'] as const;

/** A selector, a property and its color. Of those with the same selectors, later ones win. */
type ColorRule = readonly [selector: string, property: string, color: ColorName];

/** What has which color. */
const COLORED: readonly ColorRule[] = [
  ['.page', 'fill', 'page'],
  ['text', 'fill', 'ink'],
  ['.soft, .namespace > .title', 'fill', 'soft'],
  ...BOXES.flatMap(([kind, fill, stroke]) => [
    [`.${kind} > .box`, 'fill', fill] as const,
    [`.${kind} > .box`, 'stroke', stroke] as const,
  ]),
  ...[...EDGES, ...MARKS].flatMap((name) => [
    [`.edge.${name} path`, 'stroke', name] as const,
    [`.edge.${name} polygon, .edge.${name} text`, 'fill', name] as const,
  ]),
  ...MARKS.filter((name) => name !== 'good').flatMap((name) => [
    [`.${name} > .box`, 'stroke', name] as const,
    [`.${name} > .title, text.${name}`, 'fill', name] as const,
  ]),
];

const STEPS = ['passes', 'arrives', 'ends'] as const;

/** The colors of pictures with the way of a call. Boxes beside it cover the lines behind them. */
const WAY_COLORED: readonly ColorRule[] = [
  ['.edge.call path', 'stroke', 'share'],
  ['.edge.call polygon, .edge.call text', 'fill', 'share'],
  ...STEPS.flatMap((step): readonly ColorRule[] => [
    [`.${step} > .box, .edge.${step} path`, 'stroke', step],
    [`.${step} > .title, text.${step}, .edge.${step} polygon, .edge.${step} text`, 'fill', step],
  ]),
  ['.edge text.ends', 'fill', 'ends'],
  ['.node.beside > .box', 'fill', 'page'],
];

const WAY_SHAPES = `
.passes > .box, .arrives > .box, .ends > .box { stroke-width: 2.5; }
.edge.passes path, .edge.arrives path, .edge.ends path { stroke-width: 3.5; }
.ends > .box { stroke-dasharray: 6 4; }
.edge.beside, .node.beside text, text.beside { opacity: 0.35; }
.node.beside > .box { stroke-opacity: 0.35; }`;

/** Rules that have no colors. Some readers of SVG know no variables, so each color is written out. */
const SHAPES = `
text { font-family: "Red Hat Text", "Segoe UI", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; font-size: 11px; }
.title { font-size: 13px; font-weight: 600; }
.namespace > .title { font-size: 11px; }
.box { stroke-width: 1; }
.mesh > .box { stroke-width: 1.5; }
.import > .box { stroke-dasharray: 5 3; }
.outside > .box { stroke-dasharray: 2 3; }
.edge path { fill: none; stroke-width: 1.6; }
.edge polygon { stroke: none; }
.edge.peering path { stroke-width: 3.5; }
.edge.mirror path { stroke-dasharray: 2 4; stroke-width: 2.2; }
.edge.failover path { stroke-dasharray: 9 4; }
${MARKS.filter((name) => name !== 'good')
  .map((name) => `.${name} > .box`)
  .join(', ')} { stroke-width: 2.5; }
.removed > .box, .edge.removed path { stroke-dasharray: 6 4; }`.trim();

/**
 * The style of a picture, for light and dark pages.
 *
 * @param hasWay whether the picture has the way of a call
 */
export function styleText(hasWay = false): string {
  const [shapes, colored] = hasWay ? [`${SHAPES}${WAY_SHAPES}`, [...COLORED, ...WAY_COLORED]] : [SHAPES, COLORED];
  return `${shapes}\n${colorRules(colored, 0)}\n@media (prefers-color-scheme: dark) {\n${colorRules(colored, 1)}\n}`;
}

function colorRules(rules: readonly ColorRule[], scheme: 0 | 1): string {
  return rules
    .map(([selector, property, color]) => `${selector} { ${property}: ${COLORS[color][scheme]}; }`)
    .join('\n');
}

/** What the legend calls each kind of edge. */
export const EDGE_WORDS: { readonly [kind in EdgeKind]: string } = {
  peering: 'connection of peers',
  share: 'shared service',
  split: 'route with its weight',
  mirror: 'mirrored requests',
  failover: 'failover',
  call: 'call',
};

/** What the legend calls the kinds of nodes that differ by their boxes alone. */
export const NODE_WORDS: { readonly [kind in NodeKind]?: string } = {
  ingress: 'ingress gateway',
  egress: 'egress gateway',
  import: 'imported service',
  route: 'VirtualService',
  outside: 'not in the manifests',
};
