import { absence, unreadFinding } from '../../status/clusters';
import { instantAt, lastChangeOf, mapsAt, nameOf, textAt } from '../../status/observation';
import { runningIstiods } from '../../status/pods';
import { finding, type StatusFinding } from '../../status/report';
import type { Fields } from '../../values';
import { ownPeer, type PeerDirection, reverse } from './edges';
import { exportSet, importSet } from './exchange';
import { identityFindings, rejectionFinding } from './identity';
import { storedRootOf } from './root';
import { type PodWatches, podWatchesOf, type Watch } from './watches';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** How long an edit shows nothing: Envoy drains replaced listeners for 45 s, ConfigMaps are read every 60 s. */
const SETTLE_TIME = 60 * SECOND;

/** How long istiod may be inside the synchronization that blocks the control plane. */
const BLOCKING_SYNC = 2 * MINUTE;

/** What the ServiceMeshPeer of a mesh and that of its peer say of the connection to the peer. */
export function peerFindings(direction: PeerDirection): readonly StatusFinding[] {
  const { cluster, mesh, peer } = direction;
  const object = ownPeer(direction);
  const required = { kind: 'ServiceMeshPeer', namespace: mesh.namespace, name: peer.name, stage: '40-federation' };
  if (object === undefined) {
    // What the other side will not let in shows without this one.
    return [absence(cluster, required), ...(cluster.isSkipped ? identityFindings(direction) : [])];
  }
  const watches = podWatchesOf(object) ?? [];
  if (watches.length === 0) return notAccepted(direction, object);
  const running = runningIstiods(cluster, mesh.namespace);
  const current = watches.filter(({ pod }) => running?.has(pod) ?? true);
  const unread = unreadFinding(cluster, 'Pod', mesh.namespace);
  if (current.length === 0) return [staleFinding(direction, watches)];
  return [
    ...(unread === undefined ? [] : [unread]),
    ...current.flatMap((one) => watchFindings(direction, one)),
    ...identityFindings(direction),
  ];
}

/** A finding while something that the connection depends on is too young to be judged. */
export function settleFindings(direction: PeerDirection): readonly StatusFinding[] {
  const changes = [direction, reverse(direction)].flatMap(changesOf);
  const last = changes.sort((a, b) => b.time - a.time)[0];
  if (last === undefined || direction.now - last.time >= SETTLE_TIME) return [];
  const age = Math.max(0, Math.floor((direction.now - last.time) / SECOND));
  const cause = `${last.what} changed ${age} s before it was read`;
  return [finding('progressing', 'STA028', cause, 'read the status again after 60 s')];
}

/** A change that shows its effect only after a while. */
interface RecentChange {
  /** What changed. */
  readonly what: string;
  /** When, in milliseconds. */
  readonly time: number;
}

/** When what one side of a connection depends on changed: its objects, its control plane, its connection. */
function changesOf(direction: PeerDirection): readonly RecentChange[] {
  const { mesh, peer, other, cluster } = direction;
  const object = ownPeer(direction);
  const root = cluster.find('ConfigMap', mesh.namespace, peer.rootCertificate.configMap);
  const controlPlane = cluster.find('ServiceMeshControlPlane', mesh.namespace, mesh.controlPlane.name);
  const ready = mapsAt(controlPlane, ['status', 'conditions']).find(({ type }) => type === 'Ready');
  const watches = object === undefined ? [] : (podWatchesOf(object) ?? []);
  const objects = [object, root, exportSet(reverse(direction)), importSet(direction)].filter(
    (one) => one !== undefined,
  );
  return [
    ...objects.map((one) => ({
      what: `${textAt(one, ['kind'])} "${nameOf(one)}" of "${mesh.name}"`,
      time: lastChangeOf(one),
    })),
    { what: `the control plane of "${mesh.name}"`, time: instantAt(ready, ['lastTransitionTime']) ?? 0 },
    ...watches.map(({ own }) => ({
      what: `the connection of "${mesh.name}" to "${other.name}"`,
      time: own.lastConnected ?? 0,
    })),
  ];
}

/** The last full synchronization of a mesh with its peer in milliseconds; undefined if there was none. */
export function lastFullSyncOf(direction: PeerDirection): number | undefined {
  const object = ownPeer(direction);
  const times = (object === undefined ? [] : (podWatchesOf(object) ?? [])).map(({ own }) => own.lastFullSync ?? 0);
  const last = Math.max(0, ...times);
  return last === 0 ? undefined : last;
}

/** Whether istiod of a mesh has accepted its peer. */
function isAccepted(direction: PeerDirection): boolean {
  const object = ownPeer(direction);
  return object !== undefined && (podWatchesOf(object)?.length ?? 0) > 0;
}

function notAccepted(direction: PeerDirection, object: Fields): readonly StatusFinding[] {
  const { mesh, peer, now } = direction;
  // The finding of the missing root certificate says why.
  if (storedRootOf(direction).state === 'missing') return [];
  const created = instantAt(object, ['metadata', 'creationTimestamp']) ?? 0;
  const cause = `istiod of "${mesh.name}" has not accepted ServiceMeshPeer "${peer.name}", which has no status`;
  const fix = `check that istiod runs in namespace "${mesh.namespace}", and its log for "${peer.name}"`;
  return [finding(now - created < SETTLE_TIME ? 'progressing' : 'degraded', 'STA020', cause, fix)];
}

function staleFinding({ mesh }: PeerDirection, watches: readonly PodWatches[]): StatusFinding {
  const pods = watches.map(({ pod }) => `"${pod}"`).join(', ');
  const cause = `the status of "${mesh.name}" is stale: it was written by ${pods}, which does not run`;
  return finding('degraded', 'STA021', cause, `check istiod in namespace "${mesh.namespace}"`);
}

/** What one pod of istiod says of its watch, compared with what the peer says of it. */
function watchFindings(direction: PeerDirection, { own, pod }: PodWatches): readonly StatusFinding[] {
  if (!own.isConnected) return [disconnected(direction, own), frozen(direction)];
  const { mesh, other, now } = direction;
  if (own.lastFullSync === undefined || own.lastFullSync < (own.lastConnected ?? 0)) {
    const isYoung = now - (own.lastConnected ?? 0) < BLOCKING_SYNC;
    const cause = `"${mesh.name}" is connected to "${other.name}" but has not synchronized since, so its control plane may be frozen`;
    const fix = 'wait for two minutes; if it stays, check the root certificates and the ingress gateway of the peer';
    return [finding(isYoung ? 'progressing' : 'degraded', 'STA026', cause, fix)];
  }
  const age = now - own.lastFullSync;
  if (age > maxSyncAge(mesh.controlPlane.version)) {
    const cause = `the status of "${mesh.name}" is stale: "${pod}" says connected, but synchronized ${Math.floor(age / MINUTE)} minutes before it was read`;
    return [finding('degraded', 'STA021', cause, `check istiod in namespace "${mesh.namespace}"`)];
  }
  return seenByPeer(direction);
}

/** The interval of full synchronizations, which was 5 minutes up to 2.4, twice the time of one, and a minute. */
function maxSyncAge(version: string): number {
  return (/^v2\.[0-4]$/.test(version) ? 5 : 1) * MINUTE + BLOCKING_SYNC + MINUTE;
}

/** Compares a connected watch with what the peer reports of it. */
function seenByPeer(direction: PeerDirection): readonly StatusFinding[] {
  const { mesh, other, opposite, otherCluster } = direction;
  if (otherCluster.reasonUnread('ServiceMeshPeer', other.namespace) !== undefined) return [];
  const object = ownPeer(reverse(direction));
  const fix = 'wait for one minute and compare again; one of the two statuses is out of date';
  if (object === undefined) {
    const cause = `"${mesh.name}" says connected, but "${other.name}" has no ServiceMeshPeer "${opposite.name}"`;
    return [finding('degraded', 'STA027', cause, `apply "${otherCluster.name}/40-federation"`)];
  }
  const running = runningIstiods(otherCluster, other.namespace);
  const current = (podWatchesOf(object) ?? []).filter(({ pod }) => running?.has(pod) ?? true);
  if (current.length === 0 || current.some(({ remotes }) => remotes.some((remote) => remote.isConnected))) return [];
  const cause = `"${mesh.name}" says connected, but "${other.name}" sees no connection of it`;
  return [finding('degraded', 'STA027', cause, fix)];
}

function disconnected(direction: PeerDirection, { lastStatus }: Watch): StatusFinding {
  const { mesh, other, otherCluster } = direction;
  const answer = /^\d{3}/.exec(lastStatus)?.[0];
  if (answer === '403') return rejectionFinding(direction);
  if (answer === '400') {
    const cause = `the export server of "${other.name}" has lost "${mesh.name}": it answers 400`;
    return finding('degraded', 'STA024', cause, `restart istiod of "${other.name}"`);
  }
  const said = answer ?? (lastStatus === '' ? 'nothing' : 'no connection');
  const cause = `"${mesh.name}" cannot reach "${other.name}" (${said}): ${unreachableReason(direction)}`;
  const fix = `check the ingress gateway of "${other.name}" in cluster "${otherCluster.name}", its address in the ServiceMeshPeer, and firewalls`;
  return finding('degraded', 'STA022', cause, fix);
}

/** Why a peer does not answer, as far as its cluster shows it. */
function unreachableReason(direction: PeerDirection): string {
  const { mesh, other, opposite, otherCluster } = direction;
  const usual = `its ingress gateway does not answer at ${addressesOf(ownPeer(direction))}, or a firewall is between them`;
  if (otherCluster.reasonUnread('ServiceMeshPeer', other.namespace) !== undefined) return usual;
  const back = reverse(direction);
  if (ownPeer(back) === undefined) return `"${other.name}" has no ServiceMeshPeer "${opposite.name}" yet`;
  if (!isAccepted(back)) return `"${other.name}" has not accepted "${mesh.name}" yet`;
  const { state } = storedRootOf(back);
  if (state !== 'valid') return `"${other.name}" has no valid root certificate of "${mesh.name}"`;
  if (runningIstiods(otherCluster, other.namespace)?.size === 0) return `no istiod runs at "${other.name}"`;
  return usual;
}

function addressesOf(peer: Fields | undefined): string {
  const remote = (peer?.spec as Fields | undefined)?.remote as Fields | undefined;
  const addresses = Array.isArray(remote?.addresses) ? remote.addresses : [];
  return addresses.map((_, i) => `"${textAt(remote, ['addresses', i])}"`).join(', ') || 'its address';
}

/** What an accepted peer that does not answer does to the whole mesh. */
function frozen({ mesh, other, peer }: PeerDirection): StatusFinding {
  const cause = `the control plane of "${mesh.name}" is frozen for minutes at a time, because it waits for "${other.name}"`;
  const fix = `repair the connection, or delete ServiceMeshPeer "${peer.name}" in namespace "${mesh.namespace}" and restart istiod`;
  return finding('degraded', 'STA025', cause, fix);
}
