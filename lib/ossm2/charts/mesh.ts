import { ServiceMeshMemberRoll } from '../../../imports/maistra.io';
import { addNamespace } from '../../charts/namespaces';
import type { StageFiles } from '../../generation';
import type { MeshPlan } from '../model';
import { FederatedControlPlane } from './control-plane';

/** A mesh: its namespaces, its control plane, and its members. */
export function addMesh(stage: StageFiles, mesh: MeshPlan): void {
  const file = stage.file(mesh.name);
  for (const namespace of mesh.namespaces) addNamespace(file, namespace);
  new FederatedControlPlane(file, mesh);
  // The operator itself makes the roll of a cluster-wide mesh; one without members would take all of them away.
  if (mesh.members.length === 0 && mesh.controlPlane.mode === 'ClusterWide') return;
  new ServiceMeshMemberRoll(file, 'members', {
    metadata: { name: 'default', namespace: mesh.namespace },
    spec: { members: [...mesh.members] },
  });
}
