import { Construct } from 'constructs';
import { ServiceMeshMemberRoll } from '../../../imports/maistra.io';
import { addNamespace } from '../../charts/namespaces';
import { type ControlPlaneProps, FederatedControlPlane } from './control-plane';

/** A mesh: its namespaces, its control plane, and its members. */
export class ServiceMesh extends Construct {
  /** The control plane. */
  readonly controlPlane: FederatedControlPlane;
  /** The member roll; undefined for a cluster-wide mesh without listed members. */
  readonly members?: MemberRoll;

  /** @param mesh the namespaces, the settings of the control plane, and the gateways for each peer */
  constructor(scope: Construct, id: string, mesh: ServiceMeshProps) {
    super(scope, id);
    for (const namespace of mesh.namespaces) addNamespace(this, namespace);
    this.controlPlane = new FederatedControlPlane(this, 'control-plane', mesh);
    // The operator itself creates the roll of a cluster-wide mesh; one without members would remove all of them.
    if (mesh.members.length === 0 && mesh.controlPlane.mode === 'ClusterWide') return;
    this.members = new MemberRoll(this, 'members', mesh);
  }
}

/** A mesh with the gateways for its peers. */
export interface ServiceMeshProps extends ControlPlaneProps {
  /** The Namespaces to create. */
  readonly namespaces: readonly string[];
  /** The member namespaces, or just `*`. */
  readonly members: readonly string[];
}

/** The namespaces that belong to a mesh; the operator reads only the member roll with the name `default`. */
export class MemberRoll extends ServiceMeshMemberRoll {
  constructor(scope: Construct, id: string, { namespace, members }: MemberRollProps) {
    super(scope, id, { metadata: { name: 'default', namespace }, spec: { members: [...members] } });
  }
}

/** The namespaces that belong to a mesh. */
export interface MemberRollProps {
  /** The control plane namespace. */
  readonly namespace: string;
  /** The member namespaces, or just `*`. */
  readonly members: readonly string[];
}
