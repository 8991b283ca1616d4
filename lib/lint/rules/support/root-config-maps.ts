import type { ManifestObject } from '../../../manifests/object';
import { textAt } from '../../../observed/fields';
import type { Fleet, ObservedCluster, ObservedPeer } from '../../../observed/model';
import { ROOT_KEY } from './certificates';

/** A ConfigMap with the name of a peer's root certificates, in a namespace without a control plane. */
export interface StrayRoot {
  /** The peer whose root certificates it has. */
  readonly peer: ObservedPeer;
  /** The namespace of the peer, where istiod reads root certificates. */
  readonly expected: string;
  /** The ConfigMap. */
  readonly configMap: ManifestObject;
}

/**
 * Whether istiod accepts a peer, as far as the manifests say: its ConfigMap has the key, whatever the text is. Source:
 * maistra/istio `pkg/servicemesh/federation/discovery/controller.go`.
 */
export function isAccepted({ rootConfigMap }: ObservedPeer): boolean {
  return textAt(rootConfigMap?.value, ['data', ROOT_KEY]) !== undefined;
}

/** The stray root certificates of peers that have none in their own namespace, by peer. */
export function strayRoots(fleet: Fleet): ReadonlyMap<ObservedPeer, StrayRoot> {
  const found = fleet.clusters.flatMap((cluster) => {
    const missing = cluster.meshes.flatMap(({ peers, namespace: expected }) =>
      peers.filter((peer) => peer.rootConfigMap === undefined && expected !== '').map((peer) => ({ peer, expected })),
    );
    // Most clusters miss none, and may have thousands of ConfigMaps.
    const outside = missing.length > 0 ? outsideOfMeshes(cluster) : undefined;
    return missing.flatMap((one) => {
      const configMap = outside?.get(one.peer.rootConfigMapName);
      return configMap === undefined ? [] : [{ ...one, configMap }];
    });
  });
  return new Map(found.map((stray) => [stray.peer, stray]));
}

/** The ConfigMaps that are in no control plane's namespace, by name. */
function outsideOfMeshes(cluster: ObservedCluster): ReadonlyMap<string, ManifestObject> {
  const namespaces = new Set(cluster.meshes.map(({ namespace }) => namespace));
  const outside = (cluster.byKind.get('ConfigMap') ?? []).filter(
    ({ namespace }) => namespace !== undefined && !namespaces.has(namespace),
  );
  return new Map(outside.map((configMap) => [configMap.name, configMap]));
}
