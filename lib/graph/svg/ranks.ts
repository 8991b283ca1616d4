import { groupBy } from '../../values';
import type { Graph } from '../model';

/**
 * The order of meshes from left to right: the one with the most neighbors, then its neighbors, then theirs. Of equal ones
 * that is first from which more services are called.
 */
export function ranksOf(graph: Graph): ReadonlyMap<string, number> {
  const neighbors = neighborsOf(graph);
  const calls = groupBy(
    graph.edges.filter(({ kind }) => kind === 'share'),
    ({ id }) => `mesh${id.slice('share'.length)}`.split('/').slice(0, 4).join('/'),
  );
  const size = (id: string) => (neighbors.get(id)?.size ?? 0) + 1 - 1 / (1 + (calls.get(id)?.length ?? 0));
  const ranks = new Map<string, number>();
  for (const start of [...neighbors.keys()].sort((a, b) => size(b) - size(a) || (a < b ? -1 : 1))) {
    const queue = [start];
    for (const id of queue) {
      if (ranks.has(id)) continue;
      ranks.set(id, ranks.size);
      for (const next of [...(neighbors.get(id) ?? [])].sort()) queue.push(next);
    }
  }
  return ranks;
}

/** The meshes that edges connect with each mesh, by the ids of meshes. */
function neighborsOf({ nodes, edges }: Graph): ReadonlyMap<string, ReadonlySet<string>> {
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]));
  const isMesh = ({ kind, parent }: Graph['nodes'][number]) =>
    kind === 'mesh' || (kind === 'outside' && parent === undefined);
  const neighbors = new Map(nodes.filter(isMesh).map(({ id }) => [id, new Set<string>()]));
  const meshOf = (id: string): string | undefined => {
    const parent = parents.get(id);
    return neighbors.has(id) || parent === undefined ? id : meshOf(parent);
  };
  for (const edge of edges) {
    const [from, to] = [meshOf(edge.from), meshOf(edge.to)];
    if (from === undefined || to === undefined || from === to) continue;
    neighbors.get(from)?.add(to);
    neighbors.get(to)?.add(from);
  }
  return neighbors;
}
