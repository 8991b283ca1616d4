import { fieldRisk } from '../../changes/common';
import type { ChangedObject, FieldChange, Judgement } from '../../changes/model';
import { type GraphPair, type GraphPeer, incoming, peersOf } from './graph';

/** Judges a Service: whether it is exported; undefined if it is not. */
export function judgeService(
  change: ChangedObject,
  field: FieldChange | undefined,
  graphs: GraphPair,
): Judgement | undefined {
  const { cluster, namespace = '', name } = change;
  const peers = [graphs.before, graphs.after].flatMap((graph) => graph.peersOn(cluster));
  const shared = exportsOf(peers, graphs, (one) => covers(one, namespace, name));
  return shared && { risk: field === undefined ? 'traffic' : fieldRisk(change.kind, field), ...shared };
}

/** Judges the members of a mesh: services are exported only of members; undefined if none is exported. */
export function judgeMembers(
  change: ChangedObject,
  field: FieldChange | undefined,
  graphs: GraphPair,
): Judgement | undefined {
  const { cluster, namespace = '' } = change;
  const member = /^\[(.*)\]$/.exec(field?.path[2] ?? '')?.[1];
  if (field?.path[1] !== 'members' || member === undefined) return undefined;
  const shared = exportsOf(peersOf({ cluster, namespace }, graphs), graphs, (one) => covers(one, member));
  return shared && { risk: fieldRisk(change.kind, field), ...shared };
}

/** The edges of those peers to which some services are exported, and these services; undefined if there are none. */
function exportsOf(
  peers: readonly GraphPeer[],
  { before, after }: GraphPair,
  isMeant: (service: string) => boolean,
): Pick<Judgement, 'edges' | 'services'> | undefined {
  const found = peers.map((peer) => ({
    edge: incoming(peer),
    services: [before, after].flatMap((graph) => graph.servicesOf(peer, 'ExportedServiceSet')).filter(isMeant),
  }));
  const shared = found.filter(({ services }) => services.length > 0);
  if (shared.length === 0) return undefined;
  return { edges: shared.map(({ edge }) => edge), services: shared.flatMap(({ services }) => services) };
}

/** Whether a service as rules name it can be in a namespace, or one of it. */
function covers(service: string, namespace: string, name?: string): boolean {
  const [ruleNamespace, ruleName] = service.split('/');
  return (
    (ruleNamespace === '*' || ruleNamespace === namespace) &&
    (name === undefined || ruleName === '*' || ruleName === name)
  );
}
