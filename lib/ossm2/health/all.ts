import type { HealthCheck } from '../../generation';
import { SUBSCRIPTION_CHECK } from '../../health/subscription';
import { CONTROL_PLANE_HEALTH, MEMBER_ROLL_HEALTH } from './conditions';
import { PEER_HEALTH } from './peer';
import { EXPORTS_HEALTH, IMPORTS_HEALTH } from './service-sets';

const FEDERATION = 'federation.maistra.io';

/** The health checks of the kinds that Service Mesh 2 and its operators write statuses of. */
export const OSSM2_HEALTH_CHECKS: readonly HealthCheck[] = [
  { group: FEDERATION, kind: 'ExportedServiceSet', lua: EXPORTS_HEALTH },
  { group: FEDERATION, kind: 'ImportedServiceSet', lua: IMPORTS_HEALTH },
  { group: FEDERATION, kind: 'ServiceMeshPeer', lua: PEER_HEALTH },
  { group: 'maistra.io', kind: 'ServiceMeshControlPlane', lua: CONTROL_PLANE_HEALTH },
  { group: 'maistra.io', kind: 'ServiceMeshMemberRoll', lua: MEMBER_ROLL_HEALTH },
  SUBSCRIPTION_CHECK,
];
