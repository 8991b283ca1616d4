import { fieldRisk } from '../../changes/common';
import { localServices, textsIn } from '../../changes/hosts';
import type { ChangedObject, Edge, FieldChange, Judgement } from '../../changes/model';
import { mapsAt, textAt, textsAt } from '../../status/observation';
import { type Fields, isFields } from '../../values';
import { serviceAccount } from '../names';
import { type GraphPair, incoming, type MeshGraph, outgoing } from './graph';

/** Judges how calls are routed and who may call, if imports or peers are part of it; undefined for all others. */
export function judgeTraffic(
  change: ChangedObject,
  field: FieldChange | undefined,
  { before, after }: GraphPair,
): Judgement | undefined {
  const objects = [change.before, change.after].filter(isFields);
  const isPolicy = change.kind === 'AuthorizationPolicy';
  const edgesOf = isPolicy ? callers : imports;
  const edges = [before, after].flatMap((graph) => objects.flatMap((object) => edgesOf(object, graph, change.cluster)));
  if (edges.length === 0) return undefined;
  return {
    risk: field === undefined ? 'traffic' : fieldRisk(change.kind, field),
    edges,
    services: isPolicy ? [] : [...new Set(objects.flatMap((object) => localServices(object, change.namespace)))],
  };
}

/** The edges over whose imports an object routes calls: those whose hosts it has. */
function imports(object: Fields, graph: MeshGraph, cluster: string): readonly Edge[] {
  const texts = textsIn(object.spec);
  return graph.peersOn(cluster).flatMap((peer) => {
    const suffixes = graph.importSuffixes(peer);
    return texts.some((text) => suffixes.some((suffix) => text.endsWith(suffix))) ? [outgoing(peer)] : [];
  });
}

/** The edges over which an AuthorizationPolicy lets calls in: those of the ingress gateways among its principals. */
function callers(policy: Fields, graph: MeshGraph, cluster: string): readonly Edge[] {
  const principals = mapsAt(policy, ['spec', 'rules'])
    .flatMap((rule) => mapsAt(rule, ['from']))
    .flatMap((from) => textsAt(from, ['source', 'principals']));
  return graph.peersOn(cluster).flatMap((peer) => {
    const account = serviceAccount(textAt(peer.object, ['spec', 'gateways', 'ingress', 'name']));
    const end = `/ns/${peer.namespace}/sa/${account}`;
    return principals.some((principal) => principal.endsWith(end)) ? [incoming(peer)] : [];
  });
}
