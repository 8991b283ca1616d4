import type { ObservedCluster, ObservedMesh } from '../../../observed/model';

/** Which mesh of a cluster a namespace belongs to. */
export interface NamespaceOwners {
  /** The mesh of a namespace: by its members, or the only one that it can be; undefined where that is open. */
  readonly meshOf: (namespace: string | undefined) => ObservedMesh | undefined;
  /** Whether it follows from the manifests that no mesh has the namespace. */
  readonly isOutside: (namespace: string | undefined) => boolean;
}

/** Finds the owners of the namespaces of a cluster. */
export function namespaceOwners({ meshes }: ObservedCluster): NamespaceOwners {
  const owners = new Map<string, ObservedMesh>();
  for (const mesh of meshes) {
    for (const namespace of [mesh.namespace, ...mesh.members]) {
      if (!owners.has(namespace)) owners.set(namespace, mesh);
    }
  }
  const open = meshes.filter(seesAnything);
  const only = meshes.length === 1 ? meshes[0] : open.length === 1 ? open[0] : undefined;
  return {
    meshOf: (namespace = '') => owners.get(namespace) ?? only,
    isOutside: (namespace) =>
      namespace !== undefined && meshes.length > 0 && open.length === 0 && !owners.has(namespace),
  };
}

/** Whether a namespace is known to be none of a mesh; its control plane sees its own without a membership. */
export function isKnownOutside(mesh: ObservedMesh, namespace: string): boolean {
  return !seesAnything(mesh) && namespace !== mesh.namespace && !mesh.members.has(namespace);
}

function seesAnything({ members, membersUnknown }: ObservedMesh): boolean {
  return membersUnknown || members.has('*');
}
