/** A picture as SVG: one file with its style, which reads well on light and dark pages and aloud. */

import type { ElkExtendedEdge, ElkNode, ElkPort } from 'elkjs/lib/elk.bundled';
import { type Card, type CardLine, cardsOf } from '../cards';
import type { Graph, GraphElement, NodeKind } from '../model';
import { descriptionOf, remarkOf, titleOf } from '../words';
import { elkGraphOf } from './elk-graph';
import { legendOf } from './legend';
import { type GraphLine, GraphLines } from './lines';
import { LINE, PADDING } from './sizes';
import { styleText } from './style';
import { element, number, text, type Xml } from './xml';

/** Finds places, as `layOut` in `lib/graph/layout` does. */
export type LayOut = (graph: ElkNode) => Promise<ElkNode>;

/** A picture as SVG. */
export async function svgText(graph: Graph, layOut: LayOut): Promise<string> {
  const head = [
    text('title', { id: 'title' }, titleOf(graph)),
    text('desc', { id: 'desc' }, descriptionOf(graph)),
    text('style', {}, `\n${styleText(graph.nodes.some(({ way }) => way !== undefined))}\n`),
  ];
  return `${await svgXml(graph, layOut, head)}\n`;
}

/** A picture as an element of a page, which has its style and its description elsewhere. */
export async function svgXml(graph: Graph, layOut: LayOut, head: readonly Xml[] = []): Promise<Xml> {
  const cards = cardsOf(graph);
  const lines = new GraphLines(graph);
  const placed = await layOut(elkGraphOf(cards, lines));
  return svgOf(graph, { cards, lines, placed, head });
}

/** What a picture is written from. */
interface SvgParts {
  readonly cards: readonly Card[];
  readonly lines: GraphLines;
  readonly placed: ElkNode;
  /** The title, the description and the style; empty for a part of a page. */
  readonly head: readonly Xml[];
}

function svgOf(graph: Graph, { cards, lines, placed, head }: SvgParts): Xml {
  const boxes = placesOf(placed);
  const [width, height] = [placed.width ?? 0, placed.height ?? 0];
  const legend = legendOf(graph, { y: height, width });
  const size = { width: number(Math.max(width, legend.width)), height: number(height + legend.height) };
  const byId = new Map(lines.all.map((line) => [line.id, line]));
  const edges = placed.edges ?? [];
  const edgeParts = edges.flatMap((edge) => {
    const line = byId.get(edge.id);
    return line === undefined ? [] : [edgeXml(line, edge, lines.isLeftward(line))];
  });
  // Boxes first, then lines on them, then gateways on the ends of lines.
  const isFlat = (card: Card) => !lines.isGateway(card.node.id);
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      ...{
        role: 'img',
        ...(head.length > 0 && { 'aria-labelledby': 'title desc' }),
        viewBox: `0 0 ${size.width} ${size.height}`,
        ...size,
      },
    },
    [
      ...head,
      element('rect', { class: 'page', ...size }, []),
      ...drawn(cards, isFlat).flatMap((card) => cardXml(card, boxes)),
      ...edgeParts,
      ...drawn(cards, (card) => !isFlat(card)).flatMap((card) => cardXml(card, boxes)),
      ...legend.parts,
    ],
  );
}

/** Where something is, from the left upper corner of the picture. */
interface BoxPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The places of all nodes and gateways; the coordinates of gateways are those of their meshes. */
function placesOf(placed: ElkNode): ReadonlyMap<string, BoxPlace> {
  const places = new Map<string, BoxPlace>();
  const add = (one: ElkNode | ElkPort) => {
    places.set(one.id, { x: one.x ?? 0, y: one.y ?? 0, width: one.width ?? 0, height: one.height ?? 0 });
  };
  const visit = (node: ElkNode): void => {
    add(node);
    for (const port of node.ports ?? []) add(port);
    for (const child of node.children ?? []) visit(child);
  };
  visit(placed);
  return places;
}

function drawn(cards: readonly Card[], isWanted: (card: Card) => boolean): readonly Card[] {
  return cards.flatMap((card) => [...(isWanted(card) ? [card] : []), ...drawn(card.children, isWanted)]);
}

const RADIUS: { readonly [kind in NodeKind]: number } = {
  cluster: 14,
  mesh: 10,
  namespace: 8,
  service: 5,
  workload: 5,
  import: 5,
  route: 16,
  outside: 5,
  ingress: 5,
  egress: 5,
};

function cardXml(card: Card, places: ReadonlyMap<string, BoxPlace>): readonly Xml[] {
  const { node, title, lines } = card;
  const place = places.get(node.id);
  if (place === undefined) return [];
  const { x, y } = place;
  const at = { x: number(x + PADDING.x), y: number(y + PADDING.y + 14) };
  const box = { x: number(x), y: number(y), width: number(place.width), height: number(place.height) };
  return [
    element('g', { class: classOf('node', node.kind, node), 'data-id': node.id }, [
      text('title', {}, hintOf(node)),
      element('rect', { class: 'box', ...box, rx: RADIUS[node.kind] }, []),
      text('text', { class: 'title', ...at }, title),
      ...lines.map((line, i) =>
        text(
          'text',
          {
            class: lineClass(line, node),
            ...idOf(line, node),
            x: at.x,
            y: number(y + PADDING.y + LINE.title + 12 + i * LINE.line),
          },
          line.text,
        ),
      ),
    ]),
  ];
}

/** What a pointer over a node shows, with what is wrong with it. */
function hintOf(node: GraphElement): string {
  return `${node.label}${node.detail === undefined ? '' : `, ${node.detail}`}${remarkOf(node)}`;
}

function sentenceOf(edge: GraphLine['edge']): string {
  const { label, detail } = edge;
  return `${label}${detail === undefined ? '' : `, ${edge.kind === 'share' || edge.kind === 'peering' ? '' : 'if '}${detail}`}${remarkOf(edge)}`;
}

function lineClass({ element: shown }: CardLine, node: GraphElement): string {
  return shown === node ? 'soft' : classOf('line', undefined, shown);
}

/** The id of what a line shows, if it is not that of its card. */
function idOf({ element: shown }: CardLine, node: GraphElement): { readonly 'data-id'?: string } {
  return shown === node ? {} : { 'data-id': shown.id };
}

function classOf(
  first: string,
  kind: string | undefined,
  { change, state, way }: Pick<GraphElement, 'change' | 'state' | 'way'>,
): string {
  return [first, kind, change ?? way?.step ?? state?.health].filter((name) => name !== undefined).join(' ');
}

function edgeXml(line: GraphLine, { sections = [], labels = [] }: ElkExtendedEdge, isLeftward: boolean): Xml {
  const points = sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint]);
  const path = isLeftward ? [...points].reverse() : points;
  const { edge, texts, isTrunk, isLast, way } = line;
  const kind = isTrunk ? 'peering' : edge.kind;
  // Several shares have the line between gateways in common; what happened to one of them is on its own lines.
  const marks = { ...(kind === edge.kind && edge), ...(way && { way }) };
  return element('g', { class: classOf('edge', kind, marks), 'data-id': edge.id }, [
    text('title', {}, sentenceOf(edge)),
    element('path', { d: pathOf(path) }, []),
    ...(isLast || isTrunk ? [arrowAt(path, isTrunk ? 11 : 8)] : []),
    ...labels.flatMap(({ x = 0, y = 0 }) => [
      ...texts.map((row, i) => {
        // The label is where the edge begins, and says where it ends.
        const mark = edge.way?.step === 'ends' ? { class: 'ends' } : {};
        return text('text', { ...mark, x: number(x + 4), y: number(y + 12 + i * LINE.label) }, row);
      }),
    ]),
  ]);
}

/** A point of a line. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line with rounded corners. */
function pathOf(points: readonly Point[]): string {
  const [start] = points;
  if (start === undefined) return '';
  const parts = points.slice(1).map((point, i) => {
    const [before, next] = [points[i] ?? point, points[i + 2]];
    if (next === undefined) return `L${number(point.x)} ${number(point.y)}`;
    const radius = Math.min(6, distance(before, point) / 2, distance(point, next) / 2);
    const [enter, leave] = [toward(point, before, radius), toward(point, next, radius)];
    return `L${number(enter.x)} ${number(enter.y)}Q${number(point.x)} ${number(point.y)} ${number(leave.x)} ${number(leave.y)}`;
  });
  return `M${number(start.x)} ${number(start.y)}${parts.join('')}`;
}

function distance(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

/** The point at a distance from one point toward another, on a line that is horizontal or vertical. */
function toward(from: Point, to: Point, by: number): Point {
  return { x: from.x + Math.sign(to.x - from.x) * by, y: from.y + Math.sign(to.y - from.y) * by };
}

function arrowAt(points: readonly Point[], size: number): Xml {
  const [before, end] = [points.at(-2), points.at(-1)];
  if (before === undefined || end === undefined) return '';
  const [dx, dy] = [Math.sign(end.x - before.x), Math.sign(end.y - before.y)];
  const base = { x: end.x - dx * size, y: end.y - dy * size };
  const half = size / 2;
  const corners = [
    end,
    { x: base.x - dy * half, y: base.y + dx * half },
    { x: base.x + dy * half, y: base.y - dx * half },
  ];
  return element('polygon', { points: corners.map(({ x, y }) => `${number(x)},${number(y)}`).join(' ') }, []);
}
