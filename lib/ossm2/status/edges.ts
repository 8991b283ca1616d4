import type { Federation } from '../../federation/model';
import type { ObservedClusters } from '../../status/clusters';
import type { ClusterObjects, Observation } from '../../status/observation';
import type { Fields } from '../../values';
import type { MeshPlan, Ossm2Plan, Peer } from '../model';

/** One direction between two meshes: `mesh` imports from `other`, with what the clusters of both have. */
export interface PeerDirection {
  /** The mesh that connects and imports. */
  readonly mesh: MeshPlan;
  /** The other mesh as this one is to see it. */
  readonly peer: Peer;
  /** The cluster of the mesh. */
  readonly cluster: ClusterObjects;
  /** The DNS domain of that cluster. */
  readonly domain: string;
  /** The mesh that it imports from. */
  readonly other: MeshPlan;
  /** This mesh as the other one is to see it. */
  readonly opposite: Peer;
  /** The cluster of the other mesh. */
  readonly otherCluster: ClusterObjects;
  /** The time of the observation in milliseconds. */
  readonly now: number;
}

/** Both directions of all pairs of peers, sorted by mesh and peer. */
export function directionsOf(
  plans: readonly Ossm2Plan[],
  { clusters }: Federation,
  { time }: Observation,
  observed: ObservedClusters,
): readonly PeerDirection[] {
  const meshes = new Map(plans.flatMap((plan) => plan.meshes.map((mesh) => [mesh.name, mesh] as const)));
  const domains = new Map(clusters.map(({ name, domain }) => [name, domain]));
  return [...meshes.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((mesh) =>
      mesh.peers.flatMap((peer): readonly PeerDirection[] => {
        const other = meshes.get(peer.mesh);
        const opposite = other?.peers.find((each) => each.mesh === mesh.name);
        if (other === undefined || opposite === undefined) return [];
        const [cluster, otherCluster] = [observed.of(mesh.cluster), observed.of(other.cluster)];
        const domain = domains.get(mesh.cluster) ?? 'cluster.local';
        return [{ mesh, peer, cluster, domain, other, opposite, otherCluster, now: time.getTime() }];
      }),
    );
}

/** The ServiceMeshPeer of a mesh for another one; undefined if there is none. */
export function ownPeer({ cluster, mesh, peer }: PeerDirection): Fields | undefined {
  return cluster.find('ServiceMeshPeer', mesh.namespace, peer.name);
}

/** The same pair of meshes in the other direction. */
export function reverse({
  mesh,
  peer,
  cluster,
  other,
  opposite,
  otherCluster,
  domain,
  now,
}: PeerDirection): PeerDirection {
  return {
    mesh: other,
    peer: opposite,
    cluster: otherCluster,
    other: mesh,
    opposite: peer,
    otherCluster: cluster,
    domain,
    now,
  };
}
