import type { Fleet, ObservedPeer } from '../../../observed/model';

/** The peers that are outside of the namespaces of their cluster's control planes. */
export function misplacedPeers({ peers }: Fleet): readonly ObservedPeer[] {
  // Without a control plane among the manifests, its namespace is not known.
  return peers.filter(({ mesh, cluster }) => mesh === undefined && cluster.meshes.length > 0);
}
