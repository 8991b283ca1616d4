/** What the layout gets: boxes with the sizes of their texts, gateways as ports on the borders of meshes, and lines. */

import type { ElkExtendedEdge, ElkNode, ElkPort } from 'elkjs/lib/elk.bundled';
import type { Card } from '../cards';
import type { GatewaySide, GraphLine, GraphLines } from './lines';
import { textWidth } from './metrics';
import { FONT, LINE, PADDING } from './sizes';

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.randomSeed': '1',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
  'elk.padding': '[top=24,left=24,bottom=24,right=24]',
} as const;

/** The distances in each box, as the library does not hand them down. */
const SPACING = {
  'elk.spacing.nodeNode': '18',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeEdge': '12',
  'elk.spacing.edgeLabel': '3',
  'elk.layered.edgeLabels.sideSelection': 'ALWAYS_UP',
  'elk.spacing.portPort': '14',
  'elk.layered.spacing.nodeNodeBetweenLayers': '36',
  'elk.layered.spacing.edgeNodeBetweenLayers': '18',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
} as const;

/** Describes a picture for the layout. */
export function elkGraphOf(cards: readonly Card[], lines: GraphLines): ElkNode {
  return {
    id: 'root',
    layoutOptions: { ...OPTIONS, ...SPACING, 'elk.layered.spacing.nodeNodeBetweenLayers': '70' },
    children: inOrder(cards, lines).map((card) => elkNode(card, lines)),
    edges: lines.all.map((line) => elkEdge(line, lines.isLeftward(line))),
  };
}

/** Boxes in the order of the first mesh in each. */
function inOrder(cards: readonly Card[], lines: GraphLines): readonly Card[] {
  const first = (card: Card): number =>
    Math.min(lines.rankOf(card.node.id), ...card.children.map((child) => first(child)));
  return [...cards].sort((a, b) => first(a) - first(b));
}

function elkNode(card: Card, lines: GraphLines, least = 0): ElkNode {
  const { node, children } = card;
  const { width, height } = cardSize(card);
  const gateways = children.filter((child) => lines.isGateway(child.node.id));
  const inner = inOrder(
    children.filter((child) => !gateways.includes(child)),
    lines,
  );
  const isBox = ['cluster', 'mesh', 'namespace'].includes(node.kind);
  if (!isBox) return { id: node.id, width: Math.max(width, least), height };
  // Services of a namespace are equally wide, which reads as a list.
  const widest = Math.max(0, ...inner.flatMap((child) => (child.node.kind === 'service' ? cardSize(child).width : [])));
  const ports = gateways.map((gateway) => elkPort(gateway, lines));
  const isEmpty = inner.length + ports.length === 0;
  const reach = (side: GatewaySide) =>
    Math.max(0, ...ports.flatMap(({ id, width: own = 0 }) => (lines.sideOf(id) === side ? own / 2 + 4 : [])));
  const [left, right] = [PADDING.x + 4 + reach('WEST'), PADDING.x + 4 + reach('EAST')];
  return {
    id: node.id,
    ...(isEmpty && { width: width + left + right, height }),
    layoutOptions: {
      ...SPACING,
      'elk.padding': `[top=${height + 6},left=${left},bottom=${PADDING.y + 6},right=${right}]`,
      'elk.nodeSize.constraints': '[MINIMUM_SIZE, PORTS]',
      'elk.nodeSize.minimum': `(${width + left + right}, ${height})`,
      ...(ports.length > 0 && {
        'elk.portConstraints': 'FIXED_SIDE',
        'elk.spacing.portsSurrounding': `[top=${height},left=0,bottom=10,right=0]`,
      }),
    },
    ...(isEmpty || inner.length > 0
      ? { children: inner.map((child) => elkNode(child, lines, child.node.kind === 'service' ? widest : 0)) }
      : spaceFor(node.id, ports, lines)),
    ports,
  };
}

/**
 * What is inside of a mesh with gateways alone. The library keeps gateways below the title only where lines lead from them
 * to something inside; nothing of it is drawn.
 */
function spaceFor(mesh: string, ports: readonly ElkPort[], lines: GraphLines): Pick<ElkNode, 'children' | 'edges'> {
  const space = `${mesh}#space`;
  const edges = ports.map(({ id }): ElkExtendedEdge => {
    const ends =
      lines.sideOf(id) === 'WEST' ? { sources: [id], targets: [space] } : { sources: [space], targets: [id] };
    return { id: `${id}#space`, ...ends };
  });
  return { children: [{ id: space, width: 1, height: 1 }], edges };
}

/** A gateway lies half inside and half outside of its mesh. */
function elkPort(gateway: Card, lines: GraphLines): ElkPort {
  const { width, height } = cardSize(gateway);
  return {
    id: gateway.node.id,
    width,
    height,
    layoutOptions: {
      'elk.port.side': lines.sideOf(gateway.node.id),
      'elk.port.borderOffset': `${-width / 2}`,
    },
  };
}

/** The size of the text of a card with the space around it. */
export function cardSize({ title, lines }: Card): { readonly width: number; readonly height: number } {
  const widths = [textWidth(title, FONT.title, true), ...lines.map(({ text }) => textWidth(text, FONT.line))];
  return { width: Math.max(...widths) + 2 * PADDING.x, height: LINE.title + lines.length * LINE.line + 2 * PADDING.y };
}

function elkEdge({ id, from, to, texts }: GraphLine, isLeftward: boolean): ElkExtendedEdge {
  const [source, target] = isLeftward ? [to, from] : [from, to];
  const width = Math.max(0, ...texts.map((text) => textWidth(text, FONT.label)));
  const label = { id: `${id}#label`, text: texts.join('\n'), width: width + 8, height: texts.length * LINE.label + 2 };
  return { id, sources: [source], targets: [target], ...(texts.length > 0 && { labels: [label] }) };
}
