import { group } from '../../../observed/clusters';
import type { Fleet, ObservedPeer } from '../../../observed/model';

/** The peers of each cluster that are outside of its control planes' namespaces, by the name of the cluster. */
export function misplacedPeers({ peers }: Fleet): ReadonlyMap<string, readonly ObservedPeer[]> {
  // Without a control plane among the manifests, its namespace is not known.
  const misplaced = peers.filter(({ mesh, cluster }) => mesh === undefined && cluster.meshes.length > 0);
  return group(misplaced, ({ cluster }) => cluster.name);
}
