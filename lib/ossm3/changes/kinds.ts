import type { GeneratedKind, GenerationChanges } from '../../generation';
import { ossm3Judge } from './judge';

const ISTIO = 'networking.istio.io';

const KINDS: readonly GeneratedKind[] = [
  { apiVersion: 'v1', kind: 'ConfigMap', plural: 'configmaps' },
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', plural: 'gateways' },
  { apiVersion: `${ISTIO}/v1beta1`, kind: 'DestinationRule', plural: 'destinationrules' },
  { apiVersion: `${ISTIO}/v1beta1`, kind: 'Gateway', plural: 'gateways' },
  { apiVersion: `${ISTIO}/v1`, kind: 'ServiceEntry', plural: 'serviceentries' },
  { apiVersion: `${ISTIO}/v1beta1`, kind: 'VirtualService', plural: 'virtualservices' },
  { apiVersion: `${ISTIO}/v1`, kind: 'WorkloadEntry', plural: 'workloadentries' },
  { apiVersion: 'security.istio.io/v1beta1', kind: 'AuthorizationPolicy', plural: 'authorizationpolicies' },
  { apiVersion: 'security.istio.io/v1beta1', kind: 'PeerAuthentication', plural: 'peerauthentications' },
];

/** The kinds whose changes can have warnings. */
const WARNED_KINDS = ['Gateway', 'Istio', 'ServiceEntry', 'WorkloadEntry'];

/** What changes of the objects of OpenShift Service Mesh 3 mean. */
export const OSSM3_CHANGES: GenerationChanges = { kinds: KINDS, warnedKinds: WARNED_KINDS, judge: ossm3Judge };
