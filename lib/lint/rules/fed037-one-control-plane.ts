import { group } from '../../observed/clusters';
import type { ObservedCluster, ObservedMesh } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { add, set } from '../examples/edit';
import type { Rule } from '../rule';

/** FED037: control planes do not get in each other's way. */
export const oneControlPlane: Rule = {
  id: 'FED037',
  severity: 'error',
  title: 'a namespace has one control plane at most, and a cluster-wide one is alone in its cluster',
  cause: 'A second control plane was added, or one was made cluster-wide, without a look at the others of the cluster.',
  effect: 'the operator refuses the control plane that is applied second, and its mesh does not come up',
  fix: 'Put each control plane into a namespace of its own, and use the mode MultiTenant where a cluster has several.',
  source: 'fact sheet 7.1',
  example: {
    given: [
      add('west', '{ apiVersion: v1, kind: Namespace, metadata: { name: other-mesh } }'),
      add(
        'west',
        `{ apiVersion: maistra.io/v2, kind: ServiceMeshControlPlane, metadata: { name: other-mesh, namespace: other-mesh },
          spec: { version: v2.6, cluster: { name: other }, tracing: { type: None },
            security: { identity: { type: ThirdParty }, trust: { domain: other-mesh.local } },
            addons: { kiali: { enabled: false }, grafana: { enabled: false }, prometheus: { enabled: true } } } }`,
      ),
    ],
    fault: [set('west', 'ServiceMeshControlPlane west-mesh', 'spec.mode', 'ClusterWide')],
  },
  check: (fleet, report) => {
    for (const cluster of fleet.clusters) {
      for (const finding of [...sharedNamespaces(cluster), ...clusterWide(cluster)]) report(finding);
    }
  },
};

function sharedNamespaces({ meshes }: ObservedCluster): readonly Finding[] {
  return [...group(meshes, ({ namespace }) => namespace).values()].flatMap(([first, ...others]) =>
    others.flatMap((mesh) => (first === undefined || first.name === mesh.name ? [] : [sharedNamespace(mesh, first)])),
  );
}

function sharedNamespace({ object, name, namespace }: ObservedMesh, first: ObservedMesh): Finding {
  return {
    object,
    path: ['metadata', 'namespace'],
    message: `the control plane "${name}" is in the namespace "${namespace}", which has the control plane "${first.name}" already`,
    fix: 'give it a namespace of its own',
    related: [{ object: first.object, path: ['metadata', 'namespace'], text: 'the other control plane is here' }],
  };
}

function clusterWide({ meshes }: ObservedCluster): readonly Finding[] {
  return meshes
    .filter(({ isClusterWide }) => isClusterWide)
    .flatMap((mesh) => {
      // One of the same namespace is reported as such.
      const other = meshes.find(({ namespace }) => namespace !== mesh.namespace);
      return other === undefined ? [] : [notAlone(mesh, other, meshes.length - 1)];
    });
}

function notAlone({ object, name, spec }: ObservedMesh, other: ObservedMesh, others: number): Finding {
  const rest = others > 1 ? ` and ${others - 1} more` : '';
  return {
    object,
    path: spec.mode === 'ClusterWide' ? ['spec', 'mode'] : ['spec', 'techPreview', 'controlPlaneMode'],
    message: `the control plane "${name}" is cluster-wide, and its cluster has the control plane "${other.name}" as well${rest}`,
    fix: 'write "MultiTenant", or remove the other control plane',
    related: [{ object: other.object, path: [], text: 'the other control plane is this one' }],
  };
}
