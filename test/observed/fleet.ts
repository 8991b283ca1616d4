import { readManifests } from '../../lib/manifests/read';
import { buildFleet } from '../../lib/observed/build';
import type { PlatformsByCluster } from '../../lib/observed/clusters';
import type { Fleet, ObservedMesh, ObservedPeer } from '../../lib/observed/model';

/** The index of YAML by cluster. */
export function fleetOf(
  texts: { readonly [cluster: string]: string },
  platforms?: PlatformsByCluster,
  options?: { readonly now?: Date },
): Fleet {
  const objects = Object.entries(texts).flatMap(([cluster, text]) => {
    const { manifests, problem } = readManifests(cluster, `${cluster}.yaml`, text);
    expect(problem).toBeUndefined();
    return manifests;
  });
  return buildFleet(objects, platforms, options);
}

/** A ServiceMeshControlPlane `<name>` in the namespace `<name>` with a spec in YAML flow style. */
export function controlPlane(name: string, spec = '{}', namespace = name): string {
  return `apiVersion: maistra.io/v2
kind: ServiceMeshControlPlane
metadata: { name: ${name}, namespace: ${namespace} }
spec: ${spec}
---
`;
}

/** The spec of a control plane with a trust domain. */
export function trusting(domain: string): string {
  return `{ security: { trust: { domain: ${domain} } } }`;
}

/** A ServiceMeshPeer with a spec in YAML flow style. */
export function peer(name: string, namespace: string, spec = '{}'): string {
  return `apiVersion: federation.maistra.io/v1
kind: ServiceMeshPeer
metadata: { name: ${name}, namespace: ${namespace} }
spec: ${spec}
---
`;
}

/** A ServiceMeshPeer of a mesh with a trust domain. */
export function peerOf(domain: string, namespace: string, name = 'peer'): string {
  return peer(name, namespace, `{ security: { trustDomain: ${domain} } }`);
}

/** An object of any kind with more fields in YAML flow style. */
export function object(apiVersion: string, kind: string, namespace: string, name: string, more = ''): string {
  return `{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: ${name}, namespace: ${namespace} }${more && `, ${more}`} }
---
`;
}

/** The only mesh of a fleet. */
export function onlyMesh({ meshes }: Fleet): ObservedMesh {
  expect(meshes).toHaveLength(1);
  return meshes[0] as ObservedMesh;
}

/** The only peer of a fleet. */
export function onlyPeer({ peers }: Fleet): ObservedPeer {
  expect(peers).toHaveLength(1);
  return peers[0] as ObservedPeer;
}
