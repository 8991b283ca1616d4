import { FederationAccessPolicy } from '../charts/access-policy';
import { addSharedNamespace } from '../charts/namespaces';
import { addTraffic, filesOfRoutesTo } from '../charts/traffic';
import type { Generation, StageFiles } from '../generation';
import { OSSM2_CHANGES } from './changes/kinds';
import { FederationPeer } from './charts/federation';
import { ServiceMesh } from './charts/mesh';
import { connectionsOf, DELETED_FIRST } from './connections';
import { factsOf, OSSM2_FACT_KINDS } from './facts';
import { OSSM2_HEALTH_CHECKS } from './health/all';
import type { MeshPlan, Ossm2Plan } from './model';
import { planOssm2 } from './plan';
import { STAGES } from './stages';
import { evaluateOssm2 } from './status/evaluate';
import { listsOf } from './status/lists';

/** OpenShift Service Mesh 2, whose federation is an API of the control plane: peers, exports and imports. */
export const OSSM2: Generation<Ossm2Plan> = {
  name: 'ossm2',
  title: 'OpenShift Service Mesh 2',
  versions: ['v2.3', 'v2.4', 'v2.5', 'v2.6'],
  stages: STAGES,
  factKinds: OSSM2_FACT_KINDS,
  factsOf,
  filesWithCallsTo: ({ meshes: own }, meshes) =>
    filesOfRoutesTo(
      meshes,
      own.flatMap(({ routes }) => routes),
      STAGES,
    ),
  plan: planOssm2,
  kinds: [
    { group: '', kind: 'ConfigMap' },
    { group: 'security.istio.io', kind: 'AuthorizationPolicy' },
    { group: 'networking.istio.io', kind: 'DestinationRule' },
    { group: 'networking.istio.io', kind: 'VirtualService' },
    { group: 'operators.coreos.com', kind: 'OperatorGroup' },
    ...OSSM2_HEALTH_CHECKS.map(({ group, kind }) => ({ group, kind })),
  ],
  lastKinds: ['ExportedServiceSet', 'ImportedServiceSet', 'ServiceMeshPeer'].map((kind) => ({
    group: 'federation.maistra.io',
    kind,
  })),
  healthChecks: OSSM2_HEALTH_CHECKS,
  connectionsOf,
  deletedFirst: DELETED_FIRST,
  status: { lists: listsOf, evaluate: evaluateOssm2 },
  changes: OSSM2_CHANGES,
  addObjects: (stageOf, { meshes }) => {
    for (const mesh of meshes) {
      for (const namespace of mesh.memberNamespaces) {
        addSharedNamespace(stageOf('namespaces').file(`${mesh.name}.members`), namespace);
      }
      new ServiceMesh(stageOf('mesh').file(mesh.name), 'mesh', mesh);
      addPeers(stageOf('federation'), mesh);
      addTraffic(stageOf('traffic'), mesh.routes);
    }
  },
};

/** The peers of a mesh, a file each, and the access policies for what it exports. */
function addPeers(stage: StageFiles, { name, namespace, peers, accessPolicies }: MeshPlan): void {
  for (const peer of peers) new FederationPeer(stage, `${name}.${peer.name}`, { namespace, ...peer });
  // A policy comes before what it guards: files are applied in the order of their names.
  for (const policy of accessPolicies) {
    const file = stage.file(`00-access.${name}`);
    new FederationAccessPolicy(file, `access.${policy.namespace}.${policy.name}`, policy);
  }
}
