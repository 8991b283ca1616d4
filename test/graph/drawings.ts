import type { Graph } from '../../lib/graph/model';
import { drawGraph, type GraphRequest } from '../../lib/workflows/graph';
import { EXAMPLES } from '../helpers/examples';

/** The picture of an example. */
export function drawExample(name: string, options: Partial<GraphRequest> = {}): Graph {
  const loaded = EXAMPLES.find((example) => example.name === name)?.load();
  if (loaded === undefined) throw new Error(`there is no example "${name}"`);
  const { graph, issues } = drawGraph({ sources: [], dist: 'dist', view: 'services', loaded, ...options }, () => '');
  if (graph === undefined) throw new Error(JSON.stringify(issues));
  return graph;
}

/** The names of all examples. */
export const EXAMPLE_NAMES = EXAMPLES.map(({ name }) => name);

/** A picture in words: nodes by their places in others, and edges. */
export function outline({ nodes, edges }: Graph): readonly string[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const labelOf = (id: string) => byId.get(id)?.label ?? id;
  const pathOf = (id?: string): string => {
    const node = id === undefined ? undefined : byId.get(id);
    return node === undefined ? '' : `${pathOf(node.parent)}/${node.label}`;
  };
  return [
    ...nodes.map((node) => `${node.kind} ${pathOf(node.id)}${node.detail === undefined ? '' : ` (${node.detail})`}`),
    ...edges.map(({ kind, from, via, to, label, detail }) => {
      const ends = [from, ...via, to].map(labelOf).join(' -> ');
      return `${kind} ${ends}: ${label}${detail === undefined ? '' : ` (${detail})`}`;
    }),
  ];
}
