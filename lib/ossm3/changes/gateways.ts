import { fieldRisk } from '../../changes/common';
import type { ChangedObject, FieldChange, Judgement } from '../../changes/model';
import { mapsAt, textsAt } from '../../status/observation';
import { valueAt } from '../../values';
import { NETWORK_LABEL } from '../names';
import { type ImportGraphs, serviceOf, textsOf } from './graph';
import { movedGateway, unexposed } from './warnings';

/** Judges a Gateway: that of a peer, that for peers, or the hosts that it exposes. */
export function judgeGateway(
  change: ChangedObject,
  field: FieldChange | undefined,
  graphs: ImportGraphs,
): Judgement | undefined {
  if (!change.apiVersion.startsWith('gateway.')) return judgeExposure(change, field, graphs);
  const [gatewayClass] = textsOf([change.after, change.before], ['spec', 'gatewayClassName']);
  if (gatewayClass === 'istio-remote') return judgeRemote(change, field, graphs);
  return gatewayClass === 'istio' ? judgeEastWest(change, field, graphs) : undefined;
}

/** The risk of a field; labels and annotations of a Gateway are those of what istiod makes of it. */
function riskOf({ kind }: ChangedObject, field: FieldChange | undefined): Judgement['risk'] {
  return field === undefined || field.path[0] === 'metadata' ? 'traffic' : fieldRisk(kind, field);
}

function judgeRemote(
  change: ChangedObject,
  field: FieldChange | undefined,
  { before, after }: ImportGraphs,
): Judgement {
  const networks = textsOf([change.before, change.after], ['metadata', 'labels', NETWORK_LABEL]);
  const edges = [before, after].flatMap((graph) =>
    networks.flatMap((network) => graph.edgesToNetwork(change.cluster, network)),
  );
  return { risk: riskOf(change, field), edges };
}

function judgeEastWest(
  change: ChangedObject,
  field: FieldChange | undefined,
  { before, after }: ImportGraphs,
): Judgement {
  const incoming = [before, after].flatMap((graph) => {
    const own = new Set(graph.meshesOn(change.cluster));
    return graph.imports.filter(({ edge }) => own.has(edge.peer)).map(({ edge }) => edge);
  });
  const mayMove = change.action !== 'create' && incoming.length > 0;
  return {
    risk: riskOf(change, field),
    edges: incoming,
    warnings: mayMove ? [movedGateway(change.cluster, change.name)] : [],
  };
}

function judgeExposure(
  change: ChangedObject,
  field: FieldChange | undefined,
  { before, after }: ImportGraphs,
): Judgement | undefined {
  const [old, now] = [change.before, change.after].map(
    (object) => new Set(mapsAt(object, ['spec', 'servers']).flatMap((server) => textsAt(server, ['hosts']))),
  );
  const hosts = [...new Set([...(old ?? []), ...(now ?? [])])].filter(
    (host) => (old?.has(host) ?? false) !== now?.has(host),
  );
  const isPassthrough = [change.before, change.after].some(
    (object) => valueAt(object, ['spec', 'servers', 0, 'tls', 'mode']) === 'AUTO_PASSTHROUGH',
  );
  if (!isPassthrough) return undefined;
  const imports = [before, after].flatMap((graph) =>
    hosts.flatMap((host) => graph.importsOfHost(change.cluster, host)),
  );
  return {
    risk: riskOf(change, field),
    edges: imports.map(({ edge }) => edge),
    services: imports.map(({ host }) => serviceOf(host)),
    warnings: hosts.filter((host) => !now?.has(host)).flatMap((host) => unexposed(change.cluster, host, after)),
  };
}
