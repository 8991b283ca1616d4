import type { ManifestObject } from '../../manifests/object';
import type { ObservedCluster } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { add } from '../examples/edit';
import type { Rule } from '../rule';
import { type StrayRoot, strayRoots } from './support/root-config-maps';

const KINDS = ['ServiceMeshPeer', 'ExportedServiceSet', 'ImportedServiceSet'];

/** FED003: istiod watches one namespace. */
export const namespace: Rule = {
  id: 'FED003',
  severity: 'error',
  title: "peers, their sets and their root certificates are in a control plane's namespace",
  cause: "The object was put beside the application that it is about, or has the name of another mesh's namespace.",
  effect:
    'istiod watches the namespace of its control plane alone and never sees the object; no status and no log says so',
  fix: 'Put the object in the namespace of the ServiceMeshControlPlane.',
  source: 'fact sheet 0 and 1.1',
  example: {
    fault: [
      add(
        'west',
        `apiVersion: federation.maistra.io/v1
kind: ExportedServiceSet
metadata: { name: east-mesh, namespace: shop }
spec: { exportRules: [{ type: NameSelector, nameSelector: { namespace: shop, name: ratings } }] }`,
      ),
    ],
  },
  check: (fleet, report) => {
    for (const cluster of fleet.clusters) {
      for (const finding of misplaced(cluster)) report(finding);
    }
    for (const stray of strayRoots(fleet).values()) report(strayRoot(stray));
  },
};

function misplaced(cluster: ObservedCluster): readonly Finding[] {
  // Without a control plane among the manifests nobody knows its namespace.
  if (cluster.meshes.length === 0) return [];
  const namespaces = new Set(cluster.meshes.map((mesh) => mesh.namespace));
  return KINDS.flatMap((kind) => cluster.byKind.get(kind) ?? [])
    .filter((object) => !namespaces.has(object.namespace ?? ''))
    .map((object) => finding(object, cluster));
}

function finding(object: ManifestObject, cluster: ObservedCluster): Finding {
  const [mesh, ...others] = cluster.meshes;
  const isStated = object.namespace !== undefined;
  return {
    object,
    path: ['metadata', 'namespace'],
    // Without a namespace the object goes where the client stands, which may be the right one.
    ...(!isStated && { severity: 'warning' as const }),
    message: isStated
      ? `the namespace "${object.namespace}" has no ServiceMeshControlPlane`
      : "no namespace is stated, while the control plane's is",
    fix:
      mesh !== undefined && others.length === 0
        ? `write "${mesh.namespace}"`
        : "write the namespace of the mesh's ServiceMeshControlPlane",
    ...(mesh !== undefined &&
      others.length === 0 && {
        related: [{ object: mesh.object, path: ['metadata', 'namespace'], text: 'the control plane is here' }],
      }),
  };
}

function strayRoot({ peer, configMap }: StrayRoot): Finding {
  return {
    object: configMap,
    path: ['metadata', 'namespace'],
    message: `the root certificates for the peer "${peer.name}" are in the namespace "${configMap.namespace ?? ''}" instead of "${peer.namespace ?? ''}"`,
    effect: 'istiod finds no root certificates and sets nothing up for the peer, whose status stays empty',
    fix: `write "${peer.namespace ?? ''}"`,
    related: [
      {
        object: peer.object,
        path: ['spec', 'security', 'certificateChain', 'name'],
        text: 'the peer looks for them in its own namespace',
      },
    ],
  };
}
