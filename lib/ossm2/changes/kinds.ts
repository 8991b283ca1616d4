import type { GeneratedKind, GenerationChanges } from '../../generation';
import { ossm2Judge } from './judge';

const FEDERATION = 'federation.maistra.io/v1';

const KINDS: readonly GeneratedKind[] = [
  { apiVersion: 'v1', kind: 'ConfigMap', plural: 'configmaps' },
  { apiVersion: FEDERATION, kind: 'ExportedServiceSet', plural: 'exportedservicesets' },
  { apiVersion: FEDERATION, kind: 'ImportedServiceSet', plural: 'importedservicesets' },
  { apiVersion: FEDERATION, kind: 'ServiceMeshPeer', plural: 'servicemeshpeers' },
  { apiVersion: 'maistra.io/v2', kind: 'ServiceMeshControlPlane', plural: 'servicemeshcontrolplanes' },
  { apiVersion: 'maistra.io/v1', kind: 'ServiceMeshMemberRoll', plural: 'servicemeshmemberrolls' },
  { apiVersion: 'networking.istio.io/v1beta1', kind: 'DestinationRule', plural: 'destinationrules' },
  { apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualService', plural: 'virtualservices' },
  { apiVersion: 'security.istio.io/v1beta1', kind: 'AuthorizationPolicy', plural: 'authorizationpolicies' },
];

const WARNED_KINDS = ['ConfigMap', 'ServiceMeshControlPlane', 'ServiceMeshPeer'];

/** What changes of the objects of OpenShift Service Mesh 2 mean. */
export const OSSM2_CHANGES: GenerationChanges = { kinds: KINDS, warnedKinds: WARNED_KINDS, judge: ossm2Judge };
