import { type CaCertificate, readPem } from '../../certificates/pem';
import { shortFingerprint } from '../../facts/root/locked-root';
import { textAt } from '../../status/observation';
import { finding, type StatusFinding } from '../../status/report';
import { count, valueAt } from '../../values';
import { PUBLISHED_ROOT } from '../facts';
import { ROOT_KEY } from '../names';
import { ownPeer, type PeerDirection, unreadFinding } from './edges';

const DAY = 24 * 60 * 60 * 1000;

/** The days before the end of its validity from which a certificate gets a remark. */
const EXPIRY_DAYS = 30;

const FETCH = 'run "ossm-fed fetch", then "ossm-fed synth" or "ossm-fed inject", and apply';

/** What a mesh has stored as the root certificates of its peer. */
export type StoredRoot =
  | { readonly state: 'unread' | 'missing' | 'empty' }
  | { readonly state: 'invalid'; readonly problem: string }
  | { readonly state: 'valid'; readonly certificates: readonly CaCertificate[] };

/** Reads the ConfigMap of a mesh for the root certificates of its peer, as istiod does. */
export function storedRootOf({ cluster, mesh, peer }: PeerDirection): StoredRoot {
  if (cluster.reasonUnread('ConfigMap', mesh.namespace) !== undefined) return { state: 'unread' };
  const object = cluster.find('ConfigMap', mesh.namespace, peer.rootCertificate.configMap);
  const text = valueAt(object, ['data', ROOT_KEY]);
  if (typeof text !== 'string') return { state: 'missing' };
  if (text.trim() === '') return { state: 'empty' };
  const content = readPem(text);
  return 'problem' in content
    ? { state: 'invalid', problem: content.problem.message }
    : { state: 'valid', certificates: content.certificates };
}

/** Compares the root certificates that a mesh has of its peer with those that the peer publishes. */
export function rootFindings(direction: PeerDirection): readonly StatusFinding[] {
  const { cluster, mesh, peer, other } = direction;
  const root = storedRootOf(direction);
  const place = `ConfigMap "${peer.rootCertificate.configMap}" of "${mesh.name}"`;
  const apply = `${FETCH} "${cluster.name}/40-federation"`;
  switch (root.state) {
    case 'unread': {
      const unread = unreadFinding(cluster, 'ConfigMap', mesh.namespace);
      return unread === undefined ? [] : [unread];
    }
    case 'missing': {
      if (ownPeer(direction) === undefined) return [];
      const cause = `"${mesh.name}" waits for the root certificate of "${other.name}": ${place} lacks the key "${ROOT_KEY}"`;
      return [finding('progressing', 'STA040', cause, apply)];
    }
    case 'empty': {
      const cause = `"${mesh.name}" waits for the root certificate of "${other.name}": the key "${ROOT_KEY}" in ${place} is empty, which freezes the control plane`;
      return [finding('degraded', 'STA041', cause, apply)];
    }
    case 'invalid': {
      const cause = `danger for all of "${mesh.name}": "${ROOT_KEY}" in ${place} is invalid (${root.problem}), so new pods may never become ready and proxies learn no new services`;
      return [finding('degraded', 'STA042', cause, `remove the key now, or ${apply}`)];
    }
    case 'valid':
      return certificateFindings(direction, root.certificates, apply);
  }
}

/** The days until the last root certificate of a peer expires; undefined if none is valid. */
export function rootDaysOf(direction: PeerDirection): number | undefined {
  const root = storedRootOf(direction);
  if (root.state !== 'valid') return undefined;
  const days = Math.max(...root.certificates.map(({ notAfter }) => daysUntil(notAfter, direction)));
  return days < 0 ? undefined : days;
}

function daysUntil(date: Date, { now }: PeerDirection): number {
  return Math.floor((date.getTime() - now) / DAY);
}

function certificateFindings(
  direction: PeerDirection,
  stored: readonly CaCertificate[],
  apply: string,
): readonly StatusFinding[] {
  const { mesh, other, otherCluster } = direction;
  const published = publishedRoots(direction);
  if (published === undefined) {
    const unread = unreadFinding(otherCluster, 'ConfigMap', other.namespace);
    const cause = `the root certificate that "${other.name}" publishes is unknown: no valid ConfigMap "${PUBLISHED_ROOT.name}" in namespace "${other.namespace}" of cluster "${otherCluster.name}"`;
    return [unread ?? finding('unknown', 'STA046', cause, `check istiod of "${other.name}"`)];
  }
  const real = new Set(published.map(({ fingerprint }) => fingerprint));
  const matching = stored.filter(({ fingerprint }) => real.has(fingerprint));
  if (matching.length === 0) {
    const names = (all: readonly CaCertificate[]) =>
      all.map(({ fingerprint }) => shortFingerprint(fingerprint)).join(', ');
    const cause = `the root certificate that "${mesh.name}" has of "${other.name}" (${names(stored)}) is not the one that it publishes (${names(published)})`;
    return [finding('degraded', 'STA043', cause, apply)];
  }
  const days = Math.max(...matching.map(({ notAfter }) => daysUntil(notAfter, direction)));
  const rotate = `rotate the root certificate of "${other.name}", then ${apply}`;
  if (days < 0) {
    const cause = `the root certificate of "${other.name}" expired ${count(-days, 'day')} before it was read`;
    return [finding('degraded', 'STA044', cause, rotate)];
  }
  if (days >= EXPIRY_DAYS) return [];
  return [
    finding('healthy', 'STA045', `the root certificate of "${other.name}" expires in ${count(days, 'day')}`, rotate),
  ];
}

/** The root certificates that the other mesh publishes; undefined if they are unknown. */
function publishedRoots({ other, otherCluster }: PeerDirection): readonly CaCertificate[] | undefined {
  const object = otherCluster.find('ConfigMap', other.namespace, PUBLISHED_ROOT.name);
  const content = readPem(textAt(object, ['data', PUBLISHED_ROOT.key]));
  return 'problem' in content ? undefined : content.certificates;
}
