import { type CaCertificate, readPem } from '../../certificates/pem';
import { unreadFinding } from '../../status/clusters';
import { finding, type StatusFinding } from '../../status/report';
import { comparedRoots, rootDays } from '../../status/roots';
import { valueAt } from '../../values';
import { ROOT_KEY } from '../names';
import { ownPeer, type PeerDirection } from './edges';

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
      return comparedRoots(
        { holder: mesh.name, owner: { ...other, cluster: direction.otherCluster } },
        root.certificates,
        {
          now: direction.now,
          apply,
        },
      );
  }
}

/** The days until the last root certificate of a peer expires; undefined if none is valid. */
export function rootDaysOf(direction: PeerDirection): number | undefined {
  const root = storedRootOf(direction);
  return root.state === 'valid' ? rootDays(root.certificates, direction.now) : undefined;
}
