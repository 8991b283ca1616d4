import { type Edit, remove, set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';

/** The gateway of `east-mesh` for `north-mesh`, and the other way round: the paths in their control planes. */
export const EAST_INGRESS = 'spec.gateways.additionalIngress.west-mesh-ingress';
export const NORTH_INGRESS = 'spec.gateways.additionalIngress.west-ingress';

/** Two meshes of one cluster that are peers of each other: `east-mesh` and `north-mesh`, by the names of Services. */
export const TWO_MESHES: readonly Edit[] = [
  ...NORTH,
  set('east', 'ServiceMeshPeer west', 'spec.security.trustDomain', 'east-mesh.local'),
  set('east', 'ServiceMeshPeer west', 'spec.remote.addresses', ['west-mesh-ingress.east-mesh.svc.cluster.local']),
  set('east', 'ServiceMeshPeer west-mesh', 'spec.security.trustDomain', 'north-mesh.local'),
  set('east', 'ServiceMeshPeer west-mesh', 'spec.remote.addresses', ['west-ingress.north-mesh.svc']),
  set('east', 'ServiceMeshControlPlane east-mesh', `${EAST_INGRESS}.service.type`, 'ClusterIP'),
  set('east', 'ServiceMeshControlPlane north-mesh', `${NORTH_INGRESS}.service.type`, 'ClusterIP'),
];

/** Every object of east removed, so that the manifests are those of one cluster. */
export const WITHOUT_EAST: readonly Edit[] = [
  'Subscription servicemeshoperator',
  'Namespace east-mesh',
  'Namespace stock',
  'ServiceMeshControlPlane east-mesh',
  'ServiceMeshMemberRoll default',
  'ConfigMap west-mesh-ca-root-cert',
  'ServiceMeshPeer west-mesh',
  'ExportedServiceSet west-mesh',
  'Service ratings',
  'Service prices',
  'AuthorizationPolicy ratings',
].map((object) => remove('east', object));
