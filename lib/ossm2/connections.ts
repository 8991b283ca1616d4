import type { Connection } from '../generation';
import type { Ossm2Plan } from './model';

/** The peers of a cluster: istiod connects to the other mesh as soon as it has the object. */
export function connectionsOf({ meshes }: Ossm2Plan): readonly Connection[] {
  return meshes.flatMap(({ name: mesh, namespace, peers }) =>
    peers.map((peer) => ({ kind: 'ServiceMeshPeer', namespace, name: peer.name, mesh, peer: peer.mesh })),
  );
}

/** What is deleted before everything else of its stage: first what uses a peer, then the peer. */
export const DELETED_FIRST: readonly string[] = ['ImportedServiceSet', 'ExportedServiceSet', 'ServiceMeshPeer'];
