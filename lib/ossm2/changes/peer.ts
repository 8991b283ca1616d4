import { fieldRisk } from '../../changes/common';
import { fieldText } from '../../changes/fields';
import type { ChangedObject, ChangeWarning, Edge, FieldChange, Judgement } from '../../changes/model';
import { textsAt } from '../../status/observation';
import { type GraphPair, type GraphPeer, incoming, outgoing, peerOf, sharedOver } from './graph';
import { cutOff, notInPlace, oneSided } from './warnings';

/** Judges a ServiceMeshPeer: whom a mesh trusts, and where it is reached. */
export function judgePeer(
  change: ChangedObject,
  field: FieldChange | undefined,
  graphs: GraphPair,
): Judgement | undefined {
  const peer = peerOf(change, graphs);
  if (peer === undefined) return undefined;
  if (field === undefined) return judgeWhole(change, peer, graphs);
  const path = fieldText(field.path);
  const isIdentity = path.startsWith('spec.security');
  const edges = edgesOf(path, peer);
  return {
    risk: isIdentity ? 'identity' : fieldRisk(change.kind, field),
    edges,
    services: sharedOver(peer, edges, graphs),
    warnings: [...inPlaceWarnings(path, peer, graphs), ...cutOffWarnings(path, change, peer)],
  };
}

/** Which directions a field of a ServiceMeshPeer is for. */
function edgesOf(path: string, peer: GraphPeer): readonly Edge[] {
  if (path.startsWith('spec.remote') || path.startsWith('spec.gateways.egress')) return [outgoing(peer)];
  if (path.startsWith('spec.gateways.ingress') || path === CLIENT_ID) return [incoming(peer)];
  return [outgoing(peer), incoming(peer)];
}

const CLIENT_ID = 'spec.security.clientID';
const INGRESS = 'spec.gateways.ingress';

function judgeWhole(change: ChangedObject, peer: GraphPeer, graphs: GraphPair): Judgement {
  const edges = [outgoing(peer), incoming(peer)];
  const judgement = { edges, services: sharedOver(peer, edges, graphs) };
  const other = graphs.after.counterpart(peer);
  if (change.action === 'create') {
    const isAlone = peer.target !== undefined && other === undefined;
    return { ...judgement, risk: 'traffic', warnings: isAlone ? [oneSided(peer)] : [] };
  }
  const isCut = other !== undefined || graphs.before.counterpart(peer) !== undefined;
  return { ...judgement, risk: 'identity', warnings: isCut ? [deletion(peer, other !== undefined)] : [] };
}

/**
 * Warns of a deleted ServiceMeshPeer.
 *
 * @param isKept whether the other side keeps its own
 */
function deletion({ mesh, peer, name }: GraphPeer, isKept: boolean): ChangeWarning {
  const fix = isKept
    ? `delete the ServiceMeshPeer of "${peer}" for "${mesh}" before this one`
    : 'delete the ServiceMeshPeers of both sides close together, wait until they are gone, and remove gateways last';
  return cutOff([peer], mesh, `deleting ServiceMeshPeer "${name}" of "${mesh}"`, fix);
}

function inPlaceWarnings(path: string, peer: GraphPeer, { after }: GraphPair): readonly ChangeWarning[] {
  const field = [CLIENT_ID, INGRESS].find((each) => path.startsWith(each));
  return field === undefined ? [] : [notInPlace(field, peer, after.meshIn(peer))];
}

function cutOffWarnings(
  path: string,
  { before, after }: ChangedObject,
  { mesh, peer }: GraphPeer,
): readonly ChangeWarning[] {
  const both = `apply the change of the certificates, gateways and ServiceMeshPeers of "${mesh}" and "${peer}" at the same time`;
  if (path === CLIENT_ID) {
    const reason = `"${mesh}" rejects "${peer}" with 403 until its egress gateway has the new client ID`;
    return [cutOff([peer], mesh, reason, both)];
  }
  if (path === 'spec.security.trustDomain') {
    return [cutOff([mesh], peer, `"${mesh}" trusts another trust domain of "${peer}"`, both)];
  }
  if (!path.startsWith('spec.remote')) return [];
  const addresses = ['spec', 'remote', 'addresses'];
  const known = new Set(textsAt(before, addresses));
  const isKept = path.startsWith('spec.remote.addresses') && textsAt(after, addresses).some((one) => known.has(one));
  if (isKept) return [];
  const reason = `"${mesh}" calls "${peer}" at another address or port`;
  return [
    cutOff(
      [mesh],
      peer,
      `if nothing answers there, ${reason}`,
      `check the new address from the cluster of "${mesh}" first`,
    ),
  ];
}
