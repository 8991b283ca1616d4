import { type ServiceMeshControlPlaneSpec, toJson_ServiceMeshControlPlaneSpec } from '../../../imports/maistra.io';
import type { ControlPlaneOverride } from '../../topology/model';

/** An override of a mesh's control plane from typed fields, for topologies that are made in code. */
export function controlPlaneOverride(spec: ServiceMeshControlPlaneSpec): ControlPlaneOverride {
  return toJson_ServiceMeshControlPlaneSpec(spec) as ControlPlaneOverride;
}
