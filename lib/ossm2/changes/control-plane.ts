import { fieldRisk } from '../../changes/common';
import type { ChangedObject, ChangeWarning, FieldChange, FieldPath, Judgement } from '../../changes/model';
import { textAt } from '../../status/observation';
import { type GraphPair, type GraphPeer, incoming, outgoing, peersOf, sharedOver } from './graph';
import { cutOff, movedGateway } from './warnings';

/** Judges a ServiceMeshControlPlane: the identity of its mesh, and the gateways for its peers. */
export function judgeControlPlane(change: ChangedObject, field: FieldChange | undefined, graphs: GraphPair): Judgement {
  const { cluster, namespace = '' } = change;
  const peers = peersOf({ cluster, namespace }, graphs);
  const gateway = field === undefined ? undefined : gatewayOf(field.path);
  if (field !== undefined && gateway !== undefined) return judgeGateway(change, field, gateway, peers, graphs);
  const edges = peers.flatMap((peer) => [outgoing(peer), incoming(peer)]);
  const risk = riskOf(change, field);
  const isHarmless = risk === 'capacity' || risk === 'cosmetic';
  return {
    risk,
    edges: isHarmless ? [] : edges,
    services: isHarmless ? [] : peers.flatMap((peer) => sharedOver(peer, edges, graphs)),
    warnings: risk === 'identity' ? identityWarnings(field, peers) : [],
  };
}

/** Parts of the control plane that only need resources. */
const CAPACITY_PARTS: ReadonlySet<string | undefined> = new Set(['addons', 'runtime', 'telemetry', 'tracing']);

/** Parts of `spec.security` that decide who the workloads of a mesh are, and by which CA. */
const IDENTITY_PARTS: ReadonlySet<string | undefined> = new Set(['certificateAuthority', 'identity', 'trust']);

function riskOf({ kind, action }: ChangedObject, field: FieldChange | undefined): Judgement['risk'] {
  if (field === undefined) return action === 'create' ? 'capacity' : 'identity';
  const [, part, inner] = field.path;
  if (CAPACITY_PARTS.has(part)) return 'capacity';
  return part === 'security' && IDENTITY_PARTS.has(inner) ? 'identity' : fieldRisk(kind, field);
}

/** Warns that the peers of a mesh do not know its new identity. */
function identityWarnings(field: FieldChange | undefined, peers: readonly GraphPeer[]): readonly ChangeWarning[] {
  const [first] = peers;
  if (first === undefined) return [];
  const { mesh } = first;
  const waiting = peers.map(({ peer }) => peer);
  const begin = `delete the ServiceMeshPeers of other meshes for "${mesh}" first`;
  if (field === undefined) return [cutOff(waiting, mesh, `the control plane of "${mesh}" is deleted`, begin)];
  const again = 'after the change run "ossm-fed fetch" and "ossm-fed synth", and apply "40-federation" of all of them';
  const reason = `"${mesh}" gets another identity (${field.path.slice(2).join('.')})`;
  return [cutOff(waiting, mesh, reason, `${begin}; ${again}`)];
}

/** A gateway for a peer, and the part of it that changes. */
interface GatewayField {
  readonly type: 'ingress' | 'egress';
  readonly name: string;
  /** The path below the gateway; empty for the gateway as a whole. */
  readonly part: FieldPath;
}

function gatewayOf([, gateways, type, name, ...part]: FieldPath): GatewayField | undefined {
  if (gateways !== 'gateways' || name === undefined) return undefined;
  if (type === 'additionalIngress') return { type: 'ingress', name, part };
  return type === 'additionalEgress' ? { type: 'egress', name, part } : undefined;
}

function judgeGateway(
  change: ChangedObject,
  field: FieldChange,
  gateway: GatewayField,
  all: readonly GraphPeer[],
  graphs: GraphPair,
): Judgement {
  const { type, name, part } = gateway;
  const peers = all.filter(({ object }) => textAt(object, ['spec', 'gateways', type, 'name']) === name);
  const risk = part[0] === 'runtime' ? 'capacity' : fieldRisk(change.kind, field);
  const edges = peers.map(type === 'ingress' ? incoming : outgoing);
  if (risk === 'capacity') return { risk, edges };
  return {
    risk,
    edges,
    services: peers.flatMap((peer) => sharedOver(peer, edges, graphs)),
    warnings: [
      ...labelWarnings(change, gateway),
      ...peers.flatMap((peer) => reachWarnings(field, gateway, peer, graphs)),
    ],
  };
}

/** The labels of a gateway are the selector of its Deployment. Source: docs/federation.md, Gateways. */
function labelWarnings({ namespace = '' }: ChangedObject, { name, part }: GatewayField): readonly ChangeWarning[] {
  if (part.slice(0, 3).join('.') !== 'service.metadata.labels') return [];
  const message = `labels of gateway "${name}" are the selector of its Deployment, which is immutable, so the operator cannot change it`;
  const fix = `delete Deployment "${name}" in namespace "${namespace}" after applying the change; the operator creates it again, and the gateway is down meanwhile`;
  return [{ code: 'PLN013', message, fix }];
}

/** Warns where a peer may not reach the mesh, or the mesh its peer. */
function reachWarnings(
  { action }: FieldChange,
  { type, name, part }: GatewayField,
  peer: GraphPeer,
  { after }: GraphPair,
): readonly ChangeWarning[] {
  const isRemoved = (part.length === 0 && action === 'remove') || part[0] === 'enabled';
  const [waiting, lost] = type === 'ingress' ? [peer.peer, peer.mesh] : [peer.mesh, peer.peer];
  if (isRemoved) {
    const other =
      type === 'ingress' ? after.counterpart(peer) : after.peersIn(peer).find((one) => one.name === peer.name);
    const fix = `delete the ServiceMeshPeers of "${peer.mesh}" and "${peer.peer}" for each other first, and wait until they are gone`;
    const reason = `${type} gateway "${name}" of "${peer.mesh}" goes`;
    return other === undefined ? [] : [cutOff([waiting], lost, reason, fix)];
  }
  const isReached = type === 'ingress' && part[0] === 'service' && part[2] !== 'labels';
  return isReached ? [movedGateway(name, peer)] : [];
}
