import { add, type Edit, remove, set } from '../../../lib/lint/examples/edit';
import { oneControlPlane } from '../../../lib/lint/rules/fed037-one-control-plane';
import type { RuleCases } from './case';

const { given = [], fault } = oneControlPlane.example;
const PLANE = 'ServiceMeshControlPlane west-mesh';

/** A control plane of west; the kind and the name are the key of an edit. */
function controlPlane(name: string, namespace: string, key = name): Edit {
  const yaml = `{ apiVersion: maistra.io/v2, kind: ServiceMeshControlPlane,
    metadata: { name: ${name}, namespace: ${namespace} },
    spec: { version: v2.6, cluster: { name: ${name} }, tracing: { type: None },
      security: { identity: { type: ThirdParty }, trust: { domain: ${name}.local } },
      addons: { kiali: { enabled: false }, grafana: { enabled: false }, prometheus: { enabled: true } } } }`;
  return { ...add('west', yaml), object: `ServiceMeshControlPlane ${key}` };
}

const CLUSTER_WIDE = set('west', PLANE, 'spec.mode', 'ClusterWide');

/** FED037: several control planes. */
export const cases: RuleCases = {
  rule: 'FED037',
  findings: {
    clusterWideBesideOthers: [
      {
        what: 'the field of 2.3',
        edits: [...given, set('west', PLANE, 'spec.techPreview', { controlPlaneMode: 'ClusterScoped' })],
      },
      { what: 'two others', edits: [...given, controlPlane('third', 'third'), ...fault] },
      {
        what: 'both are cluster-wide',
        edits: [...given, ...fault, set('west', 'ServiceMeshControlPlane other-mesh', 'spec.mode', 'ClusterWide')],
      },
      {
        what: 'one in the same namespace, and one in another',
        edits: [...given, controlPlane('second', 'west-mesh'), CLUSTER_WIDE],
      },
    ],
    sharedNamespace: [
      { what: 'the second one by name', edits: [controlPlane('x-mesh', 'west-mesh')] },
      { what: 'the first one by name', edits: [controlPlane('a-mesh', 'west-mesh')] },
      { what: 'three', edits: [controlPlane('x-mesh', 'west-mesh'), controlPlane('y-mesh', 'west-mesh')] },
      { what: 'one of two is cluster-wide', edits: [controlPlane('x-mesh', 'west-mesh'), CLUSTER_WIDE] },
    ],
  },
  nearMisses: [
    { what: 'two control planes in two namespaces', edits: given },
    { what: 'both have the mode MultiTenant', edits: [...given, set('west', PLANE, 'spec.mode', 'MultiTenant')] },
    {
      what: 'the cluster has no other one',
      edits: [CLUSTER_WIDE, remove('west', PLANE, 'spec.techPreview')],
    },
    { what: 'the other one is in another cluster', edits: [...fault] },
    { what: 'the same object twice', edits: [controlPlane('west-mesh', 'west-mesh', 'again')] },
  ],
};
