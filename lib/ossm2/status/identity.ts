import { nameOf, textAt } from '../../status/observation';
import { finding, type StatusFinding } from '../../status/report';
import type { Fields } from '../../values';
import { ownPeer, type PeerDirection, reverse } from './edges';
import { podWatchesOf } from './watches';

/** Where the ServiceMeshPeer of the other mesh decides whom it lets in. */
const CLIENT_ID = ['spec', 'security', 'clientID'];
const INGRESS = ['spec', 'gateways', 'ingress', 'name'];

const RECREATE =
  'an edit is not taken over: delete the ServiceMeshPeer, wait until it is gone, and create it again, or restart istiod';

/** Whom the peer will not let in at the next connection: another client ID or ingress gateway than the topology has. */
export function identityFindings(direction: PeerDirection): readonly StatusFinding[] {
  const { other, opposite, mesh } = direction;
  const object = ownPeer(reverse(direction));
  if (object === undefined || isRejected(direction)) return [];
  return [
    ...difference(object, CLIENT_ID, opposite.clientID),
    ...difference(object, INGRESS, opposite.ingress.name),
  ].map(({ field, found, expected }) => {
    const cause = `"${other.name}" has "${found}" as ${field} for "${mesh.name}" instead of "${expected}", and rejects it from the next connection on`;
    return finding('degraded', 'STA029', cause, `correct ${field} at "${other.name}"; ${RECREATE}`);
  });
}

/** What a mesh has of its peer that is not as the topology has it: how it is reached, and as whom. */
export function connectionFindings(direction: PeerDirection): readonly StatusFinding[] {
  const { mesh, peer, cluster } = direction;
  const object = ownPeer(direction);
  if (object === undefined) return [];
  return [
    ...difference(object, ['spec', 'security', 'trustDomain'], peer.trustDomain),
    ...difference(object, ['spec', 'gateways', 'egress', 'name'], peer.egress.name),
    ...difference(object, ['spec', 'security', 'certificateChain', 'name'], peer.rootCertificate.configMap),
  ].map(({ field, found, expected }) => {
    const cause = `ServiceMeshPeer "${peer.name}" of "${mesh.name}" has "${found}" as ${field} instead of "${expected}"`;
    return finding('degraded', 'STA029', cause, `apply "${cluster.name}/40-federation"`);
  });
}

/** Why the peer answers 403. */
export function rejectionFinding(direction: PeerDirection): StatusFinding {
  const { mesh, other, opposite, otherCluster } = direction;
  const head = `"${other.name}" rejects the identity of "${mesh.name}" (403)`;
  const object = ownPeer(reverse(direction));
  if (object === undefined) {
    const isUnread = otherCluster.reasonUnread('ServiceMeshPeer', other.namespace) !== undefined;
    const reason = isUnread ? 'its ServiceMeshPeer could not be read' : `it has no ServiceMeshPeer "${opposite.name}"`;
    return finding('degraded', 'STA023', `${head}: ${reason}`, `apply "${otherCluster.name}/40-federation"`);
  }
  const [wrong] = difference(object, CLIENT_ID, opposite.clientID);
  if (wrong !== undefined) {
    const cause = `${head}: its clientID is "${wrong.found}" instead of "${wrong.expected}" (FED004)`;
    return finding('degraded', 'STA023', cause, `correct clientID at "${other.name}"; ${RECREATE}`);
  }
  const sharing = sharingPeer(direction, object);
  if (sharing !== undefined) {
    const cause = `${head}: its ServiceMeshPeers "${opposite.name}" and "${sharing}" share the ingress gateway "${textAt(object, INGRESS)}" (FED007)`;
    return finding('degraded', 'STA023', cause, 'give each peer an ingress gateway of its own');
  }
  const cause = `${head}, although its clientID is the expected one`;
  return finding(
    'degraded',
    'STA023',
    cause,
    `restart istiod of "${other.name}", which may not have taken an edit over`,
  );
}

/** Another ServiceMeshPeer of the other mesh with the same ingress gateway. */
function sharingPeer({ otherCluster, other }: PeerDirection, object: Fields): string | undefined {
  const gateway = textAt(object, INGRESS);
  const peers = otherCluster.list('ServiceMeshPeer', other.namespace);
  const sharing = peers.find((each) => nameOf(each) !== nameOf(object) && textAt(each, INGRESS) === gateway);
  return sharing === undefined ? undefined : nameOf(sharing);
}

/** Whether the peer rejects the identity already, which has a finding of its own. */
function isRejected(direction: PeerDirection): boolean {
  const object = ownPeer(direction);
  const watches = object === undefined ? [] : (podWatchesOf(object) ?? []);
  return watches.some(({ own }) => !own.isConnected && own.lastStatus.startsWith('403'));
}

function difference(object: Fields, path: readonly string[], expected: string) {
  const found = textAt(object, path);
  return found === expected ? [] : [{ field: path.slice(1).join('.'), found, expected }];
}
