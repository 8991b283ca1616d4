import type { ManifestObject } from '../manifests/object';
import { groupBy } from '../values';
import { indexClusters, type PlatformsByCluster } from './clusters';
import { importsOf, offersOf } from './exchange';
import { findMeshes, type MeshDraft } from './meshes';
import type { Fleet } from './model';
import { buildOssm3 } from './ossm3/build';
import { findPeers, type PeerDraft } from './peers';

/** Options of the index. */
export interface FleetOptions {
  /**
   * The time at which certificates are valid or expired.
   *
   * @default the time of the call
   */
  readonly now?: Date;
}

/**
 * Indexes the manifests of all clusters: meshes, their peers on both sides, gateways, exports and imports.
 *
 * @param objects the objects of all clusters, in any order
 * @param platforms the configured platforms by the name of the cluster; others are guessed from the names
 */
export function buildFleet(
  objects: readonly ManifestObject[],
  platforms: PlatformsByCluster = new Map(),
  { now = new Date() }: FleetOptions = {},
): Fleet {
  const meshes: MeshDraft[] = [];
  const clusters = indexClusters(objects, platforms, (cluster) => {
    const own = findMeshes(cluster);
    meshes.push(...own);
    return own;
  });
  const peers = clusters.flatMap(findPeers);
  const meshesByTrustDomain = groupBy(meshes, ({ trustDomain }) => trustDomain);
  linkPeers(peers, meshes, meshesByTrustDomain);
  for (const peer of peers) peer.offers = offersOf(peer);
  for (const mesh of meshes) {
    mesh.imports = importsOf(mesh);
    mesh.importsByHost = groupBy(mesh.imports, ({ host }) => host);
  }
  return { now, clusters, meshes, peers, meshesByTrustDomain, ossm3: buildOssm3(clusters) };
}

/**
 * Finds the other side of each peer by trust domain, as names of peers are free: the mesh with the peer's trust domain,
 * and its only peer with the trust domain of this mesh.
 */
function linkPeers(
  peers: readonly PeerDraft[],
  meshes: readonly MeshDraft[],
  byTrustDomain: ReadonlyMap<string, readonly MeshDraft[]>,
): void {
  const own = new Map<MeshDraft, PeerDraft[]>(meshes.map((mesh) => [mesh, []]));
  for (const peer of peers) own.get(peer.mesh as MeshDraft)?.push(peer);
  for (const [mesh, list] of own) mesh.peers = list;
  // A hub has a peer for each of its spokes.
  const byOther = new Map(
    [...own].map(([mesh, list]) => [mesh, groupBy(list, ({ trustDomain }) => trustDomain ?? '')]),
  );
  for (const peer of peers) {
    const [remote, ...others] = byTrustDomain.get(peer.trustDomain ?? '') ?? [];
    if (remote === undefined || others.length > 0 || remote === peer.mesh) continue;
    peer.remote = remote;
    const { mesh } = peer;
    if (mesh === undefined) continue;
    const [counterpart, ...rest] = byOther.get(remote)?.get(mesh.trustDomain) ?? [];
    if (counterpart !== undefined && rest.length === 0) peer.counterpart = counterpart;
  }
}
