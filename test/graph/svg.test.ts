import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { layOut } from '../../lib/graph/layout';
import type { Graph } from '../../lib/graph/model';
import { svgText } from '../../lib/graph/svg/write';
import { GRAPH_VIEWS } from '../../lib/graph/view';
import { compareGoldenText } from '../helpers/golden';
import { type Drawing, isWithin, overlap, type Rectangle, readDrawing } from './boxes';
import { drawExample, EXAMPLE_NAMES } from './drawings';

// A layout takes a second, and more on a machine with other work.
jest.setTimeout(60_000);

const CONTAINERS = ['cluster', 'mesh', 'namespace'];

/** All pairs of rectangles that overlap, of which one is in each list. */
function overlaps(some: readonly Rectangle[], others: readonly Rectangle[]): readonly string[] {
  return some.flatMap((a, i) =>
    others.flatMap((b, j) =>
      a === b || (some === others && j < i) || !overlap(a, b) ? [] : [`${a.what} / ${b.what}`],
    ),
  );
}

function faultsOf({ nodes, labels }: Drawing): readonly string[] {
  const cards = nodes.filter(({ kind }) => !CONTAINERS.includes(kind));
  const boxes = cards.map(({ box }) => box);
  const titles = nodes.filter(({ kind }) => CONTAINERS.includes(kind)).flatMap(({ texts }) => texts);
  return [
    ...overlaps(labels, labels),
    ...overlaps(labels, boxes),
    ...overlaps(labels, titles),
    ...overlaps(titles, titles),
    ...overlaps(titles, boxes),
    ...overlaps(boxes, boxes),
    ...nodes.flatMap(({ box, texts }) =>
      texts.filter((text) => !isWithin(text, box)).map(({ what }) => `${what} is wider than ${box.what}`),
    ),
  ];
}

const CASES = EXAMPLE_NAMES.flatMap((name) => GRAPH_VIEWS.map((view) => [name, view] as const));

test.each(CASES)('no text and no box of example %s overlaps another in the view %s', async (name, view) => {
  const drawing = readDrawing(await svgText(drawExample(name, { view }), layOut));
  expect(drawing.nodes.length).toBeGreaterThan(1);
  expect(faultsOf(drawing)).toEqual([]);
});

test('the check finds what overlaps', () => {
  const at = (x: number) => ({ what: `at ${x}`, x, y: 0, width: 10, height: 10 });
  const node = (x: number) => ({ kind: 'service', box: at(x), texts: [] });
  expect(faultsOf({ nodes: [node(0), node(9)], labels: [at(15), at(40), at(45)] })).toEqual([
    'at 40 / at 45',
    'at 15 / at 9',
    'at 0 / at 9',
  ]);
});

test.each(EXAMPLE_NAMES)('the picture of example %s is the same as before, to the byte', async (name) => {
  const svg = await svgText(drawExample(name), layOut);
  expect(compareGoldenText(join(__dirname, 'golden', `${name}.svg`), svg)).toBe('');
});

test('a change of one share does not mark the line that all shares of two gateways have in common', async () => {
  const { nodes, edges } = drawExample('three-clouds', { view: 'traffic' });
  const removed = edges.map((edge) => (edge.kind === 'share' ? { ...edge, change: 'removed' as const } : edge));
  const svg = await svgText({ nodes, edges: removed }, layOut);
  expect(svg).toContain('class="edge share removed"');
  expect(svg).toContain('class="edge peering"');
  expect(svg).not.toContain('class="edge peering removed"');
});

test('the page about pictures shows the three clouds as they are drawn', () => {
  const [shown, drawn] = ['docs/three-clouds.svg', 'test/graph/golden/three-clouds.svg'].map((file) =>
    readFileSync(join(__dirname, '..', '..', file), 'utf8'),
  );
  expect(shown).toBe(drawn);
});

test('names that are markup stay text', async () => {
  const label = '<script>"&\'</script>';
  const graph: Graph = { nodes: [{ id: 'cluster/a', kind: 'cluster', label, places: [] }], edges: [] };
  const svg = await svgText(graph, layOut);
  expect(svg).not.toContain('<script');
  expect(svg).toContain('&lt;script&gt;&quot;&amp;');
});
