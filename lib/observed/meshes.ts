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
  const services = (cluster.byKind.get('Service') ?? []).filter(
    ({ group, namespace }) => group === '' && namespace !== undefined,
  );
  const rolls = cluster.byKind.get('ServiceMeshMemberRoll') ?? [];
  const related: RelatedObjects = {
    rolls: byNamespace(rolls),
    unplacedRolls: planes.length === 1 ? rolls.filter(({ namespace }) => namespace === undefined) : [],
    members: cluster.byKind.get('ServiceMeshMember') ?? [],
    services: byNamespace(services),
    claimed: new Set([...planes.flatMap(({ namespace }) => namespace ?? []), ...rolls.flatMap(listedIn)]),
  };
  return [...planes]
    .sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1))
    .map((object) => meshOf(cluster, object, namespaceOf(object, planes, cluster), related));
}

/** Kinds of objects in the namespace of a control plane. */
const BESIDE_PLANES = ['ServiceMeshMemberRoll', 'ServiceMeshPeer', 'ExportedServiceSet', 'ImportedServiceSet'];

/**
 * The namespace of a control plane; of one without a namespace that of the objects beside it, if the cluster has no other
 * control plane and they agree; otherwise empty.
 */
function namespaceOf(object: ManifestObject, planes: readonly ManifestObject[], { byKind }: ObservedCluster): string {
  if (object.namespace !== undefined) return object.namespace;
  if (planes.length > 1) return '';
  const beside = BESIDE_PLANES.flatMap((kind) => byKind.get(kind) ?? []);
  const [found = '', ...others] = new Set(beside.flatMap(({ namespace }) => namespace ?? []));
  return others.length === 0 ? found : '';
}

function byNamespace(objects: readonly ManifestObject[]): ReadonlyMap<string, readonly ManifestObject[]> {
  return groupBy(objects, ({ namespace }) => namespace ?? '');
}

/** The objects of a cluster that belong to its meshes. */
interface RelatedObjects {
  /** The ServiceMeshMemberRolls by namespace. */
  readonly rolls: ReadonlyMap<string, readonly ManifestObject[]>;
  /** The ServiceMeshMemberRolls without a namespace, if they can only be those of one control plane. */
  readonly unplacedRolls: readonly ManifestObject[];
  /** The ServiceMeshMembers. */
  readonly members: readonly ManifestObject[];
  /** The Services by namespace. */
  readonly services: ReadonlyMap<string, readonly ManifestObject[]>;
  /** The namespaces of control planes, and those that rolls list. */
  readonly claimed: ReadonlySet<string>;
}

function meshOf(
  cluster: ObservedCluster,
  object: ManifestObject,
  namespace: string,
  related: RelatedObjects,
): MeshDraft {
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
    services: servicesOf(namespace, membership, related),
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
  { rolls, unplacedRolls, members }: RelatedObjects,
): Pick<ObservedMesh, 'memberRolls' | 'members' | 'membersUnknown'> {
  const own = (namespace !== '' && rolls.get(namespace)) || [];
  const memberRolls = [...own, ...unplacedRolls];
  const joined = members.filter(({ value }) => textAt(value, ['spec', 'controlPlaneRef', 'namespace']) === namespace);
  const hasUnplaced = joined.some((member) => member.namespace === undefined);
  return {
    memberRolls,
    members: new Set([...memberRolls.flatMap(listedIn), ...joined.flatMap((member) => member.namespace ?? [])]),
    membersUnknown:
      (memberRolls.length === 0 && joined.length === 0) || hasUnplaced || memberRolls.some(selectsMembers),
  };
}

function listedIn({ value }: ManifestObject): readonly string[] {
  return listAt(value, ['spec', 'members']).flatMap((name) => plainText(name) ?? []);
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
 * The Services of the control plane's namespace and of members that can be exported, sorted by namespace and name. If the
 * members are not known, the Services of each namespace that no other mesh claims.
 * Source: maistra/istio pkg/servicemesh/federation/common/exports.go.
 */
function servicesOf(
  controlPlaneNamespace: string,
  { members, membersUnknown }: Pick<ObservedMesh, 'members' | 'membersUnknown'>,
  { services, claimed }: RelatedObjects,
): readonly ObservedService[] {
  // Which annotations hide Services is open without the namespace of the control plane.
  const isPlaced = controlPlaneNamespace !== '';
  const known = new Set([controlPlaneNamespace, ...members]);
  const isOpen = (namespace: string) => members.has('*') || (membersUnknown && !claimed.has(namespace));
  const namespaces = [...services.keys()].filter((namespace) => known.has(namespace) || isOpen(namespace));
  const scope = { controlPlaneNamespace, members: membersUnknown ? namespaces : [...members] };
  return namespaces
    .flatMap((namespace) => services.get(namespace) ?? [])
    .map(toService)
    .filter((service) =>
      isOffered({ ...service, external: isExternal(service), ...(isPlaced && exportToOf(service)) }, scope),
    )
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
