import { Construct } from 'constructs';
import { ServiceMeshMemberRoll } from '../../../imports/maistra.io';
import { addNamespace } from '../../charts/namespaces';
import { type ControlPlaneProps, FederatedControlPlane } from './control-plane';

/** A mesh: the namespace of its control plane, the control plane, and its members. */
export class ServiceMesh extends Construct {
  /** The control plane. */
  readonly controlPlane: FederatedControlPlane;
  /** The member roll; undefined for a cluster-wide mesh without listed members. */
  readonly members?: MemberRoll;

  /** @param mesh whether its namespace is created, the settings of the control plane, and the gateways for each peer */
  constructor(scope: Construct, id: string, mesh: ServiceMeshProps) {
    super(scope, id);
    if (mesh.createsNamespace) addNamespace(this, mesh.namespace);
    this.controlPlane = new FederatedControlPlane(this, 'control-plane', mesh);
    // The operator itself creates the roll of a cluster-wide mesh; one without members would remove all of them.
    if (mesh.members.length === 0 && mesh.controlPlane.mode === 'ClusterWide') return;
    this.members = new MemberRoll(this, 'members', mesh);
  }
}

/** A mesh with the gateways for its peers. */
export interface ServiceMeshProps extends ControlPlaneProps {
  /** Whether the Namespace of the control plane is created. */
  readonly createsNamespace: boolean;
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
