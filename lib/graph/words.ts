import { count } from '../values';
import type { Graph, GraphEdge, GraphElement, NodeKind, WayStep } from './model';

/** What a picture shows, in one line. */
export function titleOf({ nodes, title }: Graph): string {
  if (title !== undefined) return title;
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
  const ofWay = nodes.filter(({ way }) => way !== undefined && way.step !== 'beside');
  const stations = ofWay.map(
    (node) => `${KIND_WORDS[node.kind]} ${node.label} in ${labelOf(node.parent ?? '')}${remarkOf(node)}.`,
  );
  const told = edges.filter(({ way }) => way?.step !== 'beside');
  return [...meshes, ...stations, ...told.map((edge) => `${sentence(edge, labelOf)}${remarkOf(edge)}.`)].join(' ');
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
    case 'call':
      return `${labelOf(from)} calls ${label}`;
    default:
      return `Route ${labelOf(from)} to ${labelOf(to)}: ${label}${condition}`;
  }
}

/** How sentences call each kind of node. */
const KIND_WORDS: { readonly [kind in NodeKind]: string } = {
  cluster: 'Cluster',
  mesh: 'Mesh',
  ingress: 'Ingress gateway',
  egress: 'Egress gateway',
  namespace: 'Namespace',
  service: 'Service',
  workload: 'Workload',
  import: 'Imported service',
  route: 'VirtualService',
  outside: 'Host',
};

/** What texts say about the way of a call. */
export const WAY_WORDS: { readonly [step in WayStep]: string } = {
  passes: 'on the way',
  arrives: 'arrives',
  ends: 'ends on the way',
  beside: 'not on the way',
};

/** What happened to something, and what is wrong with it, in brackets; empty for most. */
export function remarkOf({ change, state, way }: GraphElement): string {
  const reasons = state === undefined || state.health === 'good' ? [] : [state.health, ...state.reasons];
  const faults = way?.faults.map(({ code, message }) => `${code}: ${message}`) ?? [];
  const ofWay = way === undefined ? [] : [WAY_WORDS[way.step], ...faults];
  const all = [...(change === undefined ? [] : [change]), ...reasons, ...ofWay];
  return all.length === 0 ? '' : ` (${all.join('; ')})`;
}
