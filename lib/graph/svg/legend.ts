import { CHANGE_SYMBOLS, STATE_SYMBOLS, WAY_SYMBOLS } from '../cards';
import type { EdgeKind, Graph, NodeKind, WayStep } from '../model';
import { WAY_WORDS } from '../words';
import { textWidth } from './metrics';
import { FONT } from './sizes';
import { EDGE_WORDS, NODE_WORDS } from './style';
import { element, number, text, type Xml } from './xml';

/** The legend below a picture. */
export interface Legend {
  /** The elements. */
  readonly parts: readonly Xml[];
  /** The width that it needs, in pixels. */
  readonly width: number;
  /** The height that it needs, in pixels. */
  readonly height: number;
}

/** An entry: a sample, and what it means. */
interface LegendEntry {
  readonly sample: (x: number, y: number) => readonly Xml[];
  readonly word: string;
}

const [SAMPLE, GAP, ROW, MARGIN] = [30, 22, 22, 24] as const;

/** The legend of what a picture has, in rows as wide as the picture. */
export function legendOf(graph: Graph, { y, width }: { readonly y: number; readonly width: number }): Legend {
  const entries = entriesOf(graph);
  if (entries.length === 0) return { parts: [], width: 0, height: 0 };
  let [x, row, widest] = [MARGIN, 0, 0];
  const parts = entries.flatMap(({ sample, word }) => {
    const needed = SAMPLE + 6 + textWidth(word, FONT.label);
    if (x > MARGIN && x + needed > width - MARGIN) [x, row] = [MARGIN, row + 1];
    const at = { x, y: y + row * ROW };
    x += needed + GAP;
    widest = Math.max(widest, at.x + needed + MARGIN);
    return [
      ...sample(at.x, at.y),
      text('text', { class: 'soft', x: number(at.x + SAMPLE + 6), y: number(at.y + 12) }, word),
    ];
  });
  return { parts: [element('g', { class: 'legend' }, parts)], width: widest, height: (row + 1) * ROW + 12 };
}

function entriesOf({ nodes, edges }: Graph): readonly LegendEntry[] {
  const [nodeKinds, edgeKinds] = [new Set(nodes.map(({ kind }) => kind)), new Set(edges.map(({ kind }) => kind))];
  const all = [...nodes, ...edges];
  const boxes = (Object.entries(NODE_WORDS) as [NodeKind, string][]).filter(([kind]) => nodeKinds.has(kind));
  const lines = (Object.entries(EDGE_WORDS) as [EdgeKind, string][]).filter(([kind]) => edgeKinds.has(kind));
  const changes = Object.entries(CHANGE_SYMBOLS).filter(([change]) => all.some((one) => one.change === change));
  const states = Object.entries(STATE_SYMBOLS).filter(([health]) => all.some((one) => one.state?.health === health));
  const steps = (Object.entries(WAY_SYMBOLS) as [WayStep, string][]).filter(([step]) =>
    all.some((one) => one.way?.step === step),
  );
  return [
    ...boxes.map(([kind, word]) => ({ word, sample: boxSample(kind) })),
    ...lines.map(([kind, word]) => ({ word, sample: lineSample(kind) })),
    ...[...changes, ...states].map(([word, symbol]) => ({ word, sample: symbolSample(word, symbol) })),
    ...steps.map(([step, symbol]) => ({ word: WAY_WORDS[step], sample: symbolSample(step, symbol) })),
  ];
}

function boxSample(kind: string): LegendEntry['sample'] {
  return (x, y) => [
    element('g', { class: `node ${kind}` }, [
      element('rect', { class: 'box', x: number(x), y: number(y), width: SAMPLE, height: 16, rx: 4 }, []),
    ]),
  ];
}

function lineSample(kind: string): LegendEntry['sample'] {
  return (x, y) => [
    element('g', { class: `edge ${kind}` }, [
      element('path', { d: `M${number(x)} ${number(y + 8)}L${number(x + SAMPLE)} ${number(y + 8)}` }, []),
    ]),
  ];
}

function symbolSample(name: string, symbol: string): LegendEntry['sample'] {
  return (x, y) => [text('text', { class: `title ${name}`, x: number(x + 12), y: number(y + 13) }, symbol)];
}
