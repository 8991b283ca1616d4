import { count } from '../values';
import type { Graph, GraphEdge, GraphElement, NodeKind } from './model';

/** What a picture shows, in one line. */
export function titleOf({ nodes }: Graph): string {
  const amount = (kind: NodeKind, noun: string) => count(nodes.filter((node) => node.kind === kind).length, noun);
  return `Service mesh federation with ${amount('cluster', 'cluster')} and ${count(nodes.filter(({ kind }) => kind === 'mesh').length, 'mesh').replace('meshs', 'meshes')}`;
}

/** What a picture shows, in sentences for those who hear it. */
export function descriptionOf({ nodes, edges }: Graph): string {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const labelOf = (id: string) => byId.get(id)?.label ?? id;
  const meshes = nodes
    .filter(({ kind }) => kind === 'mesh')
    .map((mesh) => `Mesh ${mesh.label} on cluster ${labelOf(mesh.parent ?? '')}${remarkOf(mesh)}.`);
  return [...meshes, ...edges.map((edge) => `${sentence(edge, labelOf)}${remarkOf(edge)}.`)].join(' ');
}

function sentence({ kind, label, detail, from, to }: GraphEdge, labelOf: (id: string) => string): string {
  const condition = detail === undefined ? '' : ` if ${detail}`;
  switch (kind) {
    case 'peering':
      return `${labelOf(from)} connects to ${labelOf(to)}`;
    case 'share':
      return `Shared service ${label}`;
    case 'failover':
      return `Service ${labelOf(from)}: ${label}`;
    default:
      return `Route ${labelOf(from)} to ${labelOf(to)}: ${label}${condition}`;
  }
}

/** What happened to something, and what is wrong with it, in brackets; empty for most. */
export function remarkOf({ change, state }: GraphElement): string {
  const reasons = state === undefined || state.health === 'good' ? [] : [state.health, ...state.reasons];
  const all = [...(change === undefined ? [] : [change]), ...reasons];
  return all.length === 0 ? '' : ` (${all.join('; ')})`;
}
