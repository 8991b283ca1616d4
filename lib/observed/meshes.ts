import type { Path } from '../issues/issue';
import type { ManifestObject } from '../manifests/object';
import { isOffered } from '../matching/service';
import { type Fields, groupBy, plainText } from '../values';
import { labelsAt, listAt, mapAt, numberAt, textAt } from './fields';
import type { ObservedCluster, ObservedGateway, ObservedMesh, ObservedPort, ObservedService } from './model';

/** A mesh whose peers and imports are set when all meshes are known. */
export type MeshDraft = { -readonly [K in keyof ObservedMesh]: ObservedMesh[K] };

/** The meshes of a cluster: one per ServiceMeshControlPlane, sorted by namespace and name. */
export function findMeshes(cluster: ObservedCluster): readonly MeshDraft[] {
  const planes = cluster.byKind.get('ServiceMeshControlPlane') ?? [];
  const related: RelatedObjects = {
    rolls: byNamespace(cluster.byKind.get('ServiceMeshMemberRoll') ?? []),
    members: cluster.byKind.get('ServiceMeshMember') ?? [],
    services: byNamespace(cluster.byKind.get('Service') ?? []),
  };
  return [...planes]
    .sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1))
    .map((object) => meshOf(cluster, object, related));
}

function byNamespace(objects: readonly ManifestObject[]): ReadonlyMap<string, readonly ManifestObject[]> {
  return groupBy(objects, ({ namespace }) => namespace ?? '');
}

/** The objects of a cluster that belong to its meshes. */
interface RelatedObjects {
  /** The ServiceMeshMemberRolls by namespace. */
  readonly rolls: ReadonlyMap<string, readonly ManifestObject[]>;
  /** The ServiceMeshMembers. */
  readonly members: readonly ManifestObject[];
  /** The Services by namespace. */
  readonly services: ReadonlyMap<string, readonly ManifestObject[]>;
}

function meshOf(cluster: ObservedCluster, object: ManifestObject, related: RelatedObjects): MeshDraft {
  const namespace = object.namespace ?? '';
  const spec = mapAt(object.value, ['spec']);
  const version = textAt(spec, ['version']);
  const membership = membershipOf(namespace, related);
  const isClusterWide =
    textAt(spec, ['mode']) === 'ClusterWide' || textAt(spec, ['techPreview', 'controlPlaneMode']) === 'ClusterScoped';
  const draft: MeshDraft = {
    cluster,
    object,
    name: object.name,
    namespace,
    spec,
    ...(version !== undefined && { version }),
    trustDomain: textAt(spec, ['security', 'trust', 'domain']) ?? 'cluster.local',
    clusterName: textAt(spec, ['cluster', 'name']) ?? 'Kubernetes',
    isClusterWide,
    ...membership,
    ingress: new Map(),
    egress: new Map(),
    peers: [],
    services: servicesOf(namespace, membership.members, related.services),
    imports: [],
    importsByHost: new Map(),
  };
  draft.ingress = gatewaysOf(draft, 'ingress', 'additionalIngress');
  draft.egress = gatewaysOf(draft, 'egress', 'additionalEgress');
  return draft;
}

/** The members of the mesh with a control plane namespace. */
function membershipOf(
  namespace: string,
  { rolls, members }: RelatedObjects,
): Pick<ObservedMesh, 'memberRolls' | 'members' | 'membersUnknown'> {
  const memberRolls = rolls.get(namespace) ?? [];
  const joined = members.filter(({ value }) => textAt(value, ['spec', 'controlPlaneRef', 'namespace']) === namespace);
  const listed = memberRolls.flatMap(({ value }) =>
    listAt(value, ['spec', 'members']).flatMap((name) => plainText(name) ?? []),
  );
  return {
    memberRolls,
    members: new Set([...listed, ...joined.flatMap((member) => member.namespace ?? [])]),
    membersUnknown: (memberRolls.length === 0 && joined.length === 0) || memberRolls.some(selectsMembers),
  };
}

function selectsMembers({ value }: ManifestObject): boolean {
  return listAt(value, ['spec', 'memberSelectors']).length > 0;
}

function gatewaysOf(
  mesh: ObservedMesh,
  kind: ObservedGateway['kind'],
  field: string,
): ReadonlyMap<string, ObservedGateway> {
  const path: Path = ['spec', 'gateways', field];
  const entries = Object.keys(mapAt(mesh.object.value, path)).map((name): [string, ObservedGateway] => {
    const own: Path = [...path, name];
    const value = mapAt(mesh.object.value, own);
    return [name, { mesh, kind, name, path: own, value, ...gatewayFields(value, own) }];
  });
  return new Map(entries);
}

function gatewayFields(value: Fields, path: Path): Pick<ObservedGateway, 'enabled' | 'type' | 'ports' | 'annotations'> {
  return {
    enabled: value.enabled,
    type: textAt(value, ['service', 'type']) ?? 'ClusterIP',
    ports: listAt(value, ['service', 'ports']).map((port, i) => gatewayPort(port, [...path, 'service', 'ports', i])),
    annotations: mapAt(value, ['service', 'metadata', 'annotations']),
  };
}

function gatewayPort(value: unknown, path: Path): ObservedPort {
  const name = textAt(value, ['name']);
  const port = numberAt(value, ['port']);
  const targetPort = numberAt(value, ['targetPort']) ?? textAt(value, ['targetPort']);
  const nodePort = numberAt(value, ['nodePort']);
  return {
    path,
    ...(name !== undefined && { name }),
    ...(port !== undefined && { port }),
    ...(targetPort !== undefined && { targetPort }),
    ...(nodePort !== undefined && { nodePort }),
  };
}

/**
 * The Services of the control plane's namespace and of members that can be exported, sorted by namespace and name.
 * Source: maistra/istio pkg/servicemesh/federation/common/exports.go.
 */
function servicesOf(
  controlPlaneNamespace: string,
  members: ReadonlySet<string>,
  services: ReadonlyMap<string, readonly ManifestObject[]>,
): readonly ObservedService[] {
  const namespaces = members.has('*') ? [...services.keys()] : [controlPlaneNamespace, ...members];
  const scope = { controlPlaneNamespace, members: [...members] };
  return namespaces
    .flatMap((namespace) => services.get(namespace) ?? [])
    .map(toService)
    .filter((service) => isOffered({ ...service, external: isExternal(service), ...exportToOf(service) }, scope))
    .sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1));
}

function toService(object: ManifestObject): ObservedService {
  return {
    object,
    name: object.name,
    namespace: object.namespace ?? '',
    labels: labelsAt(object.value, ['metadata', 'labels']),
    ports: listAt(object.value, ['spec', 'ports']).map((port) => mapAt(port)),
  };
}

function isExternal({ object }: ObservedService): boolean {
  return textAt(object.value, ['spec', 'type']) === 'ExternalName';
}

function exportToOf({ object }: ObservedService): { exportTo?: readonly string[] } {
  const text = textAt(object.value, ['metadata', 'annotations', 'networking.istio.io/exportTo']);
  return text === undefined ? {} : { exportTo: text.split(',').map((part) => part.trim()) };
}
