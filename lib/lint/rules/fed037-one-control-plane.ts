import { listNames } from '../../issues/suggest';
import type { ObservedCluster, ObservedMesh } from '../../observed/model';
import { groupBy } from '../../values';
import type { Finding } from '../diagnostic';
import { add, set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';

const REJECTED = 'the operator rejects the control plane that is applied second, and its mesh is not installed';

const FINDINGS = {
  clusterWideBesideOthers: {
    severity: 'error',
    message: 'the control plane "{name}" is cluster-wide, and its cluster also has {others}',
    effect: REJECTED,
    fix: 'write "MultiTenant", or remove the other control planes',
    related: ['another control plane of the cluster'],
  },
  sharedNamespace: {
    severity: 'error',
    message: 'the namespace "{namespace}" has two control planes, "{first}" and "{name}"',
    effect: REJECTED,
    fix: 'write a namespace of its own',
    related: ['the first control plane is here'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED037: control planes do not conflict. */
export const oneControlPlane: Rule = {
  id: 'FED037',
  generations: ['ossm2'],
  title: 'a namespace has at most one control plane, and a cluster with a cluster-wide control plane has no other one',
  cause: 'A control plane was added or made cluster-wide in a cluster that has another one.',
  fix: 'Put each control plane into its own namespace, and use the mode MultiTenant in a cluster with several.',
  sources: [
    'maistra/istio-operator pkg/controller/servicemesh/webhooks/validation/controlplane.go',
    'maistra/istio-operator pkg/controller/versions (validation of the mode)',
  ],
  findings: FINDINGS,
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
      for (const found of [...sharedNamespaces(cluster), ...clusterWide(cluster)]) report(found);
    }
  },
};

function sharedNamespaces({ meshes }: ObservedCluster): readonly Finding[] {
  const placed = meshes.filter(({ namespace }) => namespace !== '');
  return [...groupBy(placed, ({ namespace }) => namespace).values()].flatMap(([first, ...others]) =>
    others.flatMap((mesh) => (first === undefined || first.name === mesh.name ? [] : [sharedNamespace(mesh, first)])),
  );
}

function sharedNamespace({ object, name, namespace }: ObservedMesh, first: ObservedMesh): Finding {
  const path = ['metadata', 'namespace'];
  const place = { object, path, related: [{ object: first.object, path }] };
  return finding('sharedNamespace', place, { name, namespace, first: first.name });
}

function clusterWide({ meshes }: ObservedCluster): readonly Finding[] {
  return meshes.filter(({ isClusterWide }) => isClusterWide).flatMap((mesh) => checkOthers(mesh, meshes));
}

function checkOthers(
  { object, name, namespace, spec }: ObservedMesh,
  meshes: readonly ObservedMesh[],
): readonly Finding[] {
  // One in the same namespace is reported as such.
  const others = meshes.filter((other) => other.namespace !== namespace);
  const [other] = others;
  if (other === undefined) return [];
  const path = spec.mode === 'ClusterWide' ? ['spec', 'mode'] : ['spec', 'techPreview', 'controlPlaneMode'];
  const place = { object, path, related: [{ object: other.object }] };
  return [finding('clusterWideBesideOthers', place, { name, others: listNames(others.map((one) => one.name)) })];
}
