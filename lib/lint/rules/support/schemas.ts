import authorizationPolicy from '../../../../imports/schemas/AuthorizationPolicy.json';
import configMap from '../../../../imports/schemas/ConfigMap.json';
import deployment from '../../../../imports/schemas/Deployment.json';
import destinationRule from '../../../../imports/schemas/DestinationRule.json';
import exportedServiceSet from '../../../../imports/schemas/ExportedServiceSet.json';
import gateway from '../../../../imports/schemas/Gateway.json';
import importedServiceSet from '../../../../imports/schemas/ImportedServiceSet.json';
import namespace from '../../../../imports/schemas/Namespace.json';
import operatorGroup from '../../../../imports/schemas/OperatorGroup.json';
import peerAuthentication from '../../../../imports/schemas/PeerAuthentication.json';
import service from '../../../../imports/schemas/Service.json';
import serviceAccount from '../../../../imports/schemas/ServiceAccount.json';
import serviceEntry from '../../../../imports/schemas/ServiceEntry.json';
import serviceMeshControlPlane from '../../../../imports/schemas/ServiceMeshControlPlane.json';
import serviceMeshMember from '../../../../imports/schemas/ServiceMeshMember.json';
import serviceMeshMemberRoll from '../../../../imports/schemas/ServiceMeshMemberRoll.json';
import serviceMeshPeer from '../../../../imports/schemas/ServiceMeshPeer.json';
import sidecar from '../../../../imports/schemas/Sidecar.json';
import subscription from '../../../../imports/schemas/Subscription.json';
import virtualService from '../../../../imports/schemas/VirtualService.json';
import type { ManifestObject } from '../../../manifests/object';
import type { SchemaFile } from '../../../structural/schema';

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
];

const BY_GROUP_AND_KIND = new Map(
  FILES.map((file) => [`${groupOf(file.apiVersions[0] ?? '')} ${file.kind}`, file] as const),
);

/** The schema of an object's kind; undefined for kinds without a schema, also where a known kind of another group has the same name. */
export function schemaOf({ group, kind }: ManifestObject): SchemaFile | undefined {
  return BY_GROUP_AND_KIND.get(`${group} ${kind}`);
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
