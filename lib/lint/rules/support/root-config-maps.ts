import type { ManifestObject } from '../../../manifests/object';
import { group } from '../../../observed/clusters';
import type { Fleet, ObservedCluster, ObservedPeer } from '../../../observed/model';

/** A ConfigMap with the name that a peer looks for, in a namespace where nobody looks. */
export interface StrayRoot {
  readonly peer: ObservedPeer;
  readonly configMap: ManifestObject;
}

/** The stray root certificates of peers that have none where they look for them, by peer. */
export function strayRoots(fleet: Fleet): ReadonlyMap<ObservedPeer, StrayRoot> {
  const missing = fleet.peers.filter(({ mesh, rootConfigMap }) => mesh !== undefined && rootConfigMap === undefined);
  const found = [...group(missing, ({ cluster }) => cluster.name).values()].flatMap((peers) => {
    const byName = outsideOfMeshes(peers[0]?.cluster);
    return peers.flatMap((peer) => {
      const configMap = byName.get(peer.rootConfigMapName);
      return configMap === undefined ? [] : [{ peer, configMap }];
    });
  });
  return new Map(found.map((stray) => [stray.peer, stray]));
}

/** The ConfigMaps that are in no control plane's namespace, by name. */
function outsideOfMeshes(cluster: ObservedCluster | undefined): ReadonlyMap<string, ManifestObject> {
  const namespaces = new Set(cluster?.meshes.map(({ namespace }) => namespace));
  const outside = (cluster?.byKind.get('ConfigMap') ?? []).filter(({ namespace }) => !namespaces.has(namespace ?? ''));
  return new Map(outside.map((configMap) => [configMap.name, configMap]));
}
