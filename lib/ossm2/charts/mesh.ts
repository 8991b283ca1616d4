import { Construct } from 'constructs';
import { ServiceMeshMemberRoll } from '../../../imports/maistra.io';
import { addNamespace } from '../../charts/namespaces';
import type { MeshPlan } from '../model';
import { FederatedControlPlane } from './control-plane';

/** A mesh: its namespaces, its control plane, and its members. */
export class ServiceMesh extends Construct {
  /** The control plane. */
  readonly controlPlane: FederatedControlPlane;
  /** The member roll; undefined for a cluster-wide mesh without listed members. */
  readonly members?: MemberRoll;

  constructor(scope: Construct, id: string, mesh: MeshPlan) {
    super(scope, id);
    for (const namespace of mesh.namespaces) addNamespace(this, namespace);
    this.controlPlane = new FederatedControlPlane(this, 'control-plane', mesh);
    // The operator itself creates the roll of a cluster-wide mesh; one without members would remove all of them.
    if (mesh.members.length === 0 && mesh.controlPlane.mode === 'ClusterWide') return;
    this.members = new MemberRoll(this, 'members', mesh);
  }
}

/** The namespaces that belong to a mesh; the operator reads only the member roll with the name `default`. */
export class MemberRoll extends ServiceMeshMemberRoll {
  constructor(scope: Construct, id: string, { namespace, members }: Pick<MeshPlan, 'namespace' | 'members'>) {
    super(scope, id, { metadata: { name: 'default', namespace }, spec: { members: [...members] } });
  }
}
