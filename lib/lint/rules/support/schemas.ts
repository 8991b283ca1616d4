import authorizationPolicy from '../../../../imports/schemas/AuthorizationPolicy.json';
import configMap from '../../../../imports/schemas/ConfigMap.json';
import deployment from '../../../../imports/schemas/Deployment.json';
import destinationRule from '../../../../imports/schemas/DestinationRule.json';
import destinationRuleV1 from '../../../../imports/schemas/DestinationRule.v1.json';
import exportedServiceSet from '../../../../imports/schemas/ExportedServiceSet.json';
import gateway from '../../../../imports/schemas/Gateway.json';
import gatewayV1 from '../../../../imports/schemas/Gateway.v1.json';
import importedServiceSet from '../../../../imports/schemas/ImportedServiceSet.json';
import istio from '../../../../imports/schemas/Istio.json';
import istioCni from '../../../../imports/schemas/IstioCNI.json';
import kubernetesGateway from '../../../../imports/schemas/KubernetesGateway.json';
import namespace from '../../../../imports/schemas/Namespace.json';
import operatorGroup from '../../../../imports/schemas/OperatorGroup.json';
import peerAuthentication from '../../../../imports/schemas/PeerAuthentication.json';
import peerAuthenticationV1 from '../../../../imports/schemas/PeerAuthentication.v1.json';
import service from '../../../../imports/schemas/Service.json';
import serviceAccount from '../../../../imports/schemas/ServiceAccount.json';
import serviceEntry from '../../../../imports/schemas/ServiceEntry.json';
import serviceEntryV1 from '../../../../imports/schemas/ServiceEntry.v1.json';
import serviceMeshControlPlane from '../../../../imports/schemas/ServiceMeshControlPlane.json';
import serviceMeshMember from '../../../../imports/schemas/ServiceMeshMember.json';
import serviceMeshMemberRoll from '../../../../imports/schemas/ServiceMeshMemberRoll.json';
import serviceMeshPeer from '../../../../imports/schemas/ServiceMeshPeer.json';
import sidecar from '../../../../imports/schemas/Sidecar.json';
import subscription from '../../../../imports/schemas/Subscription.json';
import virtualService from '../../../../imports/schemas/VirtualService.json';
import virtualServiceV1 from '../../../../imports/schemas/VirtualService.v1.json';
import workloadEntry from '../../../../imports/schemas/WorkloadEntry.json';
import type { ManifestObject } from '../../../manifests/object';
import type { SchemaFile } from '../../../structural/schema';
import { groupBy } from '../../../values';

const FILES: readonly SchemaFile[] = [
  authorizationPolicy,
  configMap,
  deployment,
  destinationRule,
  exportedServiceSet,
  gateway,
  importedServiceSet,
  namespace,
  operatorGroup,
  peerAuthentication,
  service,
  serviceAccount,
  serviceEntry,
  serviceMeshControlPlane,
  serviceMeshMember,
  serviceMeshMemberRoll,
  serviceMeshPeer,
  sidecar,
  subscription,
  virtualService,
  destinationRuleV1,
  gatewayV1,
  istio,
  istioCni,
  kubernetesGateway,
  peerAuthenticationV1,
  serviceEntryV1,
  virtualServiceV1,
  workloadEntry,
];

const BY_GROUP_AND_KIND = groupBy(FILES, ({ apiVersions, kind }) => `${groupOf(apiVersions[0] ?? '')} ${kind}`);

/**
 * The schema of an object's kind in its API version; of an unknown version the oldest one, with the versions of all.
 * Undefined for kinds without a schema, also where a known kind of another group has the same name.
 */
export function schemaOf({ apiVersion, group, kind }: ManifestObject): SchemaFile | undefined {
  const files = BY_GROUP_AND_KIND.get(`${group} ${kind}`) ?? [];
  const [first] = files;
  const found = files.find(({ apiVersions }) => apiVersions.includes(apiVersion ?? ''));
  return found ?? (first && { ...first, apiVersions: files.flatMap(({ apiVersions }) => apiVersions) });
}

/** The schemas of the kinds of an API group. */
export function filesOf(group: string): readonly SchemaFile[] {
  return FILES.filter(({ apiVersions }) => groupOf(apiVersions[0] ?? '') === group);
}

/** The schemas of the kinds of a name, in any API group. */
export function filesOfKind(kind: string): readonly SchemaFile[] {
  return FILES.filter((file) => file.kind === kind);
}

/** The kinds of an API group that have a schema. */
export function kindsOf(group: string): readonly string[] {
  return filesOf(group).map(({ kind }) => kind);
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}
