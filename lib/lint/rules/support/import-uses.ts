import type { ObservedCluster, ObservedImport, ObservedMesh } from '../../../observed/model';
import type { Subject } from '../../diagnostic';
import { isKnownOutside } from './namespaces';
import { trafficOf } from './traffic';

/** A place from which follows that the workloads of a namespace call an imported service. */
export interface ImportUse extends Subject {
  /** The importing mesh. */
  readonly mesh: ObservedMesh;
  /** The import. */
  readonly import: ObservedImport;
  /** The namespace of the callers. */
  readonly namespace: string;
}

/**
 * Where the callers of imported services follow from the manifests of a cluster: VirtualServices that name one, in the
 * namespace of its callers, and rules that import one as a local service of a namespace. Who calls a host without any
 * of these is not known. Namespaces outside the mesh, and objects without a namespace, are left out.
 */
export function importUses(cluster: ObservedCluster): readonly ImportUse[] {
  return [...routedUses(cluster), ...cluster.meshes.flatMap(localUses)].filter(
    ({ mesh, namespace }) => namespace !== '' && !isKnownOutside(mesh, namespace),
  );
}

function routedUses(cluster: ObservedCluster): readonly ImportUse[] {
  return trafficOf(cluster).flatMap(({ mesh, uses }) =>
    uses.flatMap(({ object, path, fullHost }) => {
      const [found] = mesh.importsByHost.get(fullHost) ?? [];
      return found === undefined ? [] : [{ mesh, import: found, namespace: object.namespace ?? '', object, path }];
    }),
  );
}

function localUses(mesh: ObservedMesh): readonly ImportUse[] {
  return mesh.imports.flatMap((found) => {
    const { peer, rule, isLocal, namespace } = found;
    if (!isLocal || peer.imports === undefined) return [];
    return [{ mesh, import: found, namespace, object: peer.imports.object, path: [...peer.imports.path, rule] }];
  });
}
