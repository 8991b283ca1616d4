import { isDeepStrictEqual } from 'node:util';
import { valueAt } from '../values';
import type { Graph, GraphChange, GraphEdge, GraphNode, GraphPlace } from './model';

/** One picture of two: what only the later one has is added, what only the earlier one has is removed. */
export function diffOf(before: Graph, after: Graph): Graph {
  const nodes = merged(before.nodes, after.nodes);
  const edges = merged(before.edges, after.edges);
  return { nodes, edges: [...edges].sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

/** How many nodes and edges have each change. */
export function changesOf({ nodes, edges }: Graph): { readonly [change in GraphChange]: number } {
  const count = (change: GraphChange) => [...nodes, ...edges].filter((one) => one.change === change).length;
  return { added: count('added'), removed: count('removed'), changed: count('changed') };
}

/** What is removed comes last, so also after what contains it. */
function merged<T extends GraphNode | GraphEdge>(before: readonly T[], after: readonly T[]): readonly T[] {
  const earlier = new Map(before.map((one) => [one.id, one]));
  const later = new Set(after.map(({ id }) => id));
  const marked = after.map((one): T => {
    const old = earlier.get(one.id);
    if (old === undefined) return { ...one, change: 'added' };
    return isSame(old, one) ? one : { ...one, change: 'changed' };
  });
  const removed = before.filter(({ id }) => !later.has(id)).map((one): T => ({ ...one, change: 'removed' }));
  return [...marked, ...removed];
}

function isSame<T extends GraphNode | GraphEdge>(a: T, b: T): boolean {
  return isDeepStrictEqual(contentOf(a), contentOf(b));
}

function contentOf({ places, state: _, change: __, ...rest }: GraphNode | GraphEdge): unknown {
  return { ...rest, content: places.map(shownContent) };
}

/** Gateways have nodes of their own. */
function shownContent({ object, path }: GraphPlace): unknown {
  const value = valueAt(object.value, path);
  if (object.kind !== 'ServiceMeshControlPlane' || path.length > 0) return value;
  return JSON.stringify(value, (key, part) =>
    key === 'additionalIngress' || key === 'additionalEgress' ? undefined : part,
  );
}
