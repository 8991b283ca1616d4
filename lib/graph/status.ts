import type { EdgeStatus, FederationStatus, Health, ServiceStatus, StatusItem } from '../status/report';
import { worstOf } from '../status/report';
import { idOf, idWithin, meshId } from './ids';
import type { Graph, GraphState } from './model';

/** A mesh as a status names it. */
export interface StatusMesh {
  /** The name in the topology. */
  readonly name: string;
  /** The name of its cluster. */
  readonly cluster: string;
  /** The namespace of its control plane. */
  readonly namespace: string;
}

/** A picture with what a status says about its clusters, meshes, peerings and shares. */
export function withStatus(graph: Graph, status: FederationStatus, meshes: readonly StatusMesh[]): Graph {
  const ids = new Map(
    meshes.flatMap(({ name, cluster, namespace }) => {
      const start = meshId({ cluster: { name: cluster }, namespace, name: '' });
      const node = graph.nodes.find(({ id, kind }) => kind === 'mesh' && id.startsWith(start));
      return node === undefined ? [] : [[name, node.id] as const];
    }),
  );
  const states = new Map<string, GraphState>();
  for (const { cluster, parts, ...item } of status.clusters) {
    // What is wrong with a control plane is shown where the control plane is.
    const ofMeshes = parts.filter(({ part, name }) => part === 'control plane' && ids.has(name));
    for (const one of ofMeshes) states.set(ids.get(one.name) ?? '', stateOf([one]));
    states.set(idOf('cluster', cluster), stateOf([item, ...parts.filter((part) => !ofMeshes.includes(part))]));
  }
  const edgeStates = graph.edges.flatMap((edge) => {
    const items = [
      ...status.edges.filter((one) => edge.id === peeringId(one, ids)),
      ...status.services.filter((one) => edge.kind === 'share' && isShareOf(edge, one, ids)),
    ];
    return items.length === 0 ? [] : [[edge.id, stateOf(items)] as const];
  });
  for (const [id, state] of edgeStates) states.set(id, state);
  const marked = <T extends { readonly id: string }>(one: T): T => {
    const state = states.get(one.id);
    return state === undefined ? one : { ...one, state };
  };
  return { nodes: graph.nodes.map(marked), edges: graph.edges.map(marked) };
}

function peeringId({ mesh, peer }: EdgeStatus, ids: ReadonlyMap<string, string>): string | undefined {
  const [from, to] = [ids.get(mesh), ids.get(peer)];
  return from === undefined || to === undefined ? undefined : idWithin(from, 'peering', to);
}

function isShareOf(
  { id, to }: { readonly id: string; readonly to: string },
  { exporter, importer, service }: ServiceStatus,
  ids: ReadonlyMap<string, string>,
): boolean {
  const [from, other] = [ids.get(importer), ids.get(exporter)];
  if (from === undefined || other === undefined) return false;
  const [namespace = '', name = ''] = service.split('/');
  return to === idWithin(other, 'service', namespace, name) && id.startsWith(`share${from.slice('mesh'.length)}/`);
}

const HEALTH: { readonly [health in Health]: GraphState['health'] } = {
  healthy: 'good',
  skipped: 'unknown',
  progressing: 'unknown',
  unknown: 'unknown',
  degraded: 'bad',
};

function stateOf(items: readonly StatusItem[]): GraphState {
  const health = HEALTH[worstOf(items.map((item) => item.health))];
  const causes = items.flatMap(({ findings }) => findings).filter((finding) => finding.health !== 'healthy');
  return { health, reasons: [...new Set(causes.map(({ code, cause }) => `${code}: ${cause}`))] };
}
