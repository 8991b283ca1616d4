/** The layout of pictures. Its library is large, so that only pictures that need it load this file. */

import ELK, { type ElkNode } from 'elkjs/lib/elk.bundled';

export type { ElkNode } from 'elkjs/lib/elk.bundled';

/** Finds places for the nodes, ports, edges and labels of a graph; the same places for the same graph. */
export function layOut(graph: ElkNode): Promise<ElkNode> {
  return new ELK().layout(graph);
}
