import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { instance } from '@viz-js/viz';
import { dotText } from '../../lib/graph/dot';
import { mermaidText } from '../../lib/graph/mermaid';
import type { Graph } from '../../lib/graph/model';
import { GRAPH_VIEWS } from '../../lib/graph/view';
import { compareGoldenText } from '../helpers/golden';
import { inDirectory } from '../helpers/temporary';
import { drawExample, EXAMPLE_NAMES } from './drawings';

/** A picture whose names and texts have everything that a language could read. */
const HOSTILE: Graph = hostile('"] --> x; end <b>&amp;`#quot; \\" \\n { } | %% ; ); subgraph');

function hostile(label: string): Graph {
  const node = { label, detail: label, places: [] };
  return {
    title: label,
    nodes: [
      { ...node, id: 'cluster/a%20"b', kind: 'cluster' },
      { ...node, id: 'mesh/a', kind: 'mesh', parent: 'cluster/a%20"b', change: 'added' },
      { ...node, id: 'service/a', kind: 'service', parent: 'mesh/a', state: { health: 'bad', reasons: [label] } },
      { ...node, id: 'route/end', kind: 'route', parent: 'mesh/a', label: 'end', way: { step: 'beside', faults: [] } },
      { ...node, id: 'workload/a', kind: 'workload', parent: 'mesh/a', way: { step: 'arrives', faults: [] } },
      { ...node, id: 'import/a', kind: 'import', parent: 'mesh/a', way: { step: 'passes', faults: [] } },
    ],
    edges: [
      {
        ...{ id: 'call/a', kind: 'call', from: 'workload/a', via: [], to: 'import/a', label, places: [] },
        way: { step: 'ends', faults: [{ code: 'FED001', message: label }] },
      },
      { id: 'split/a', kind: 'split', from: 'route/end', via: [], to: 'service/a', label, detail: label, places: [] },
    ],
  };
}

/** Parses texts with Mermaid, which needs a page; returns what it says of each. */
function parseMermaid(texts: readonly string[]): readonly string[] {
  const script = `
    import { JSDOM } from 'jsdom';
    const { window } = new JSDOM('');
    Object.assign(globalThis, { window, document: window.document });
    const { default: mermaid } = await import('mermaid');
    const { readFileSync } = await import('node:fs');
    const results = [];
    for (const text of JSON.parse(readFileSync(process.argv[1], 'utf8'))) {
      results.push(await mermaid.parse(text).then(({ diagramType }) => diagramType, (error) => String(error)));
    }
    console.log(JSON.stringify(results));`;
  return inDirectory({ 'texts.json': JSON.stringify(texts) }, (directory) => {
    const args = ['--input-type=module', '-e', script, join(directory, 'texts.json')];
    return JSON.parse(execFileSync(process.execPath, args, { cwd: join(__dirname, '..', '..'), encoding: 'utf8' }));
  });
}

const pictures = () => [
  ...EXAMPLE_NAMES.flatMap((name) => GRAPH_VIEWS.map((view) => drawExample(name, { view }))),
  HOSTILE,
];

test('Mermaid parses the pictures of all examples, and one with hostile names', () => {
  const results = parseMermaid([...pictures().map(mermaidText), 'flowchart LR\n  a["']);
  expect(new Set(results.slice(0, -1))).toEqual(new Set(['flowchart-v2']));
  expect(results.at(-1)).toContain('error');
}, 60_000);

test('Graphviz draws the pictures of all examples, and one with hostile names', async () => {
  const viz = await instance();
  const results = pictures().map((picture) => viz.render(dotText(picture), { format: 'plain' }));
  expect(results.map(({ status, errors }) => [status, errors.filter(({ level }) => level === 'error')])).toEqual(
    results.map(() => ['success', []]),
  );
  expect(viz.render('digraph {"', { format: 'plain' }).status).toBe('failure');
}, 60_000);

test.each(EXAMPLE_NAMES)('the texts of example %s are the same as before', (name) => {
  const services = drawExample(name);
  const traffic = drawExample(name, { view: 'traffic' });
  expect(compareGoldenText(join(__dirname, 'golden', `${name}.mmd`), mermaidText(services))).toBe('');
  expect(compareGoldenText(join(__dirname, 'golden', `${name}.traffic.mmd`), mermaidText(traffic))).toBe('');
});
