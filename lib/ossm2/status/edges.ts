import type { Federation } from '../../federation/model';
import { ClusterObjects, type Observation } from '../../status/observation';
import { finding, permissionFix, READ_AGAIN, type StatusFinding } from '../../status/report';
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

/** An object that the topology requires. */
export interface RequiredObject {
  /** The kind. */
  readonly kind: string;
  /** The namespace. */
  readonly namespace: string;
  /** The name. */
  readonly name: string;
  /** The stage that has it, such as `20-mesh`. */
  readonly stage: string;
}

/** The clusters of an observation by name, indexed once. */
export class ObservedClusters {
  private readonly clusters = new Map<string, ClusterObjects>();

  constructor(private readonly observation: Observation) {}

  /** A cluster; without objects if the observation does not contain it. */
  of(name: string): ClusterObjects {
    const { clusters } = this.observation;
    const reading = Object.hasOwn(clusters, name) ? clusters[name] : undefined;
    const objects = this.clusters.get(name) ?? new ClusterObjects(name, reading);
    this.clusters.set(name, objects);
    return objects;
  }
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

/** Why a required object was not found: the cluster or its kind could not be read, or it does not exist. */
export function absence(cluster: ClusterObjects, { kind, namespace, name, stage }: RequiredObject): StatusFinding {
  const unread = unreadFinding(cluster, kind, namespace);
  if (unread !== undefined) return unread;
  const cause = `cluster "${cluster.name}" has no ${kind} "${name}" in namespace "${namespace}"`;
  return finding('degraded', 'STA003', cause, `apply "${cluster.name}/${stage}"`);
}

/** Why a kind could not be listed; undefined if it was. */
export function unreadFinding(cluster: ClusterObjects, kind: string, namespace: string): StatusFinding | undefined {
  const whole = clusterFinding(cluster);
  if (whole !== undefined) return whole;
  const unread = cluster.unreadKind(kind, namespace);
  if (unread === undefined) return undefined;
  const { reason, isForbidden = false } = unread;
  const cause = `objects of kind ${kind} in namespace "${namespace}" of cluster "${cluster.name}" could not be read: ${reason}`;
  return finding('unknown', 'STA002', cause, isForbidden ? permissionFix(cluster.name, kind) : READ_AGAIN);
}

/** Why nothing of a cluster was read; undefined if it was read. */
export function clusterFinding({ name, failure, fix, isSkipped }: ClusterObjects): StatusFinding | undefined {
  if (isSkipped) {
    const cause = `cluster "${name}" was not read, because "--cluster" does not name it`;
    return finding('skipped', 'STA006', cause, `read it too with "--cluster ${name}"`);
  }
  if (failure === undefined) return undefined;
  return finding('unknown', 'STA001', `cluster "${name}" could not be read: ${failure}`, fix);
}
