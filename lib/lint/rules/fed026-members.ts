import type { Path } from '../../issues/issue';
import { listNames } from '../../issues/suggest';
import type { ManifestObject } from '../../manifests/object';
import { listAt, textAt } from '../../observed/fields';
import type { ObservedCluster, ObservedMesh } from '../../observed/model';
import { groupBy } from '../../values';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { namespaceOwners } from './support/namespaces';
import { subscriptionsOf } from './support/subscriptions';
import { isOfIstio } from './support/traffic';
import { alternatives } from './support/words';

const MEMBERS = ['spec', 'members'];

const MEMBER = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** How many control planes and rolls a finding names. */
const MAX_RELATED = 5;

const REJECTED = 'the operator rejects the roll';

const FINDINGS = {
  duplicateMember: {
    severity: 'error',
    message: 'duplicate member "{name}"',
    effect: REJECTED,
    fix: 'remove one of the two',
    related: ['the first occurrence'],
  },
  wrongName: {
    severity: 'error',
    message: 'the {kind} is named "{name}" instead of "default"',
    effect: 'the operator rejects it',
    fix: 'write "default"',
  },
  noControlPlane: {
    severity: 'error',
    message: 'the namespace "{namespace}" of the member roll has no ServiceMeshControlPlane',
    effect: 'the roll does not become ready, and its namespaces are not in a mesh',
    fix: 'write the namespace of the control plane: {known}',
    related: ['a control plane'],
  },
  wildcardBesideMembers: {
    severity: 'error',
    message: 'the member "*" is listed together with other members',
    effect: REJECTED,
    fix: 'keep only "*", or list the namespaces',
  },
  wildcardWithoutClusterWide: {
    severity: 'error',
    message: 'the member "*" requires a cluster-wide control plane',
    effect: REJECTED,
    fix: 'list the namespaces, or write spec.mode: ClusterWide in the control plane',
  },
  invalidMember: {
    severity: 'error',
    message: 'invalid member "{name}": it is not a valid name of a namespace',
    effect: REJECTED,
    fix: 'write lower-case letters, digits and "-"',
  },
  controlPlaneNamespace: {
    severity: 'error',
    message: 'the member "{name}" is the namespace of the control plane itself',
    effect: REJECTED,
    fix: 'remove it',
  },
  operatorNamespace: {
    severity: 'error',
    message: 'the member "{name}" is the namespace of the operator',
    effect: REJECTED,
    fix: 'remove it',
  },
  twoMeshes: {
    severity: 'error',
    message: 'the namespace "{name}" is a member of the mesh in "{mesh}" and of the mesh in "{other}"',
    effect: 'the namespace is in only one of the two meshes, and the other member roll does not become ready',
    fix: 'keep it in one of the two',
    related: ['it is a member of the other mesh here'],
  },
  unknownControlPlane: {
    severity: 'error',
    message: 'unknown control plane "{controlPlane}"',
    effect: 'the namespace is not in a mesh',
    fix: 'write {known}',
  },
  notMember: {
    severity: 'warning',
    message: 'the namespace "{namespace}" of {objects} is not a member of a mesh of the cluster',
    effect: 'no control plane reads these objects, so they have no effect',
    fix: 'add "{namespace}" to the members of a mesh',
    related: ['the members of a mesh'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** What is known of a cluster while its member rolls are read. */
interface Scope {
  readonly cluster: ObservedCluster;
  /** The meshes by namespace. */
  readonly meshes: ReadonlyMap<string, ObservedMesh>;
  /** The mesh of each roll that has one. */
  readonly meshOfRoll: ReadonlyMap<ManifestObject, ObservedMesh>;
  readonly operatorNamespaces: ReadonlySet<string>;
  /** Where each namespace becomes a member first. */
  readonly joined: Map<string, { readonly object: ManifestObject; readonly path: Path; readonly mesh: string }>;
}

/** FED026: each mesh has a member roll that the operator accepts, and no namespace is in two meshes. */
export const members: Rule = {
  id: 'FED026',
  generations: ['ossm2'],
  title: 'member rolls are named "default", list valid namespaces once, and no namespace is in two meshes',
  cause: 'The operator reads one member roll with a fixed name per control plane, and a namespace can be in one mesh.',
  fix: 'Write one ServiceMeshMemberRoll "default" in the namespace of the control plane, with each application namespace once.',
  sources: [
    'OpenShift Service Mesh 2 documentation, Adding services to a service mesh',
    'maistra/istio-operator pkg/controller/servicemesh/webhooks/validation/memberroll.go',
  ],
  findings: FINDINGS,
  example: { fault: [set('west', 'ServiceMeshMemberRoll default', 'spec.members', ['shop', 'shop'])] },
  check: (fleet, report) => {
    for (const cluster of fleet.clusters) for (const found of checkCluster(cluster)) report(found);
  },
};

function checkCluster(cluster: ObservedCluster): readonly Finding[] {
  const operators = subscriptionsOf(cluster).filter((one) => one.package === 'servicemeshoperator');
  const scope: Scope = {
    cluster,
    meshes: new Map(cluster.meshes.map((mesh) => [mesh.namespace, mesh])),
    meshOfRoll: new Map(cluster.meshes.flatMap((mesh) => mesh.memberRolls.map((roll) => [roll, mesh] as const))),
    operatorNamespaces: new Set(['openshift-operators', ...operators.flatMap(({ object }) => object.namespace ?? [])]),
    joined: new Map(),
  };
  return [
    ...ofMaistra(cluster, 'ServiceMeshMemberRoll').flatMap((roll) => checkRoll(roll, scope)),
    ...ofMaistra(cluster, 'ServiceMeshMember').flatMap((member) => checkMember(member, scope)),
    ...checkTraffic(cluster),
  ];
}

function ofMaistra(cluster: ObservedCluster, kind: string): readonly ManifestObject[] {
  return (cluster.byKind.get(kind) ?? []).filter((object) => object.group === 'maistra.io');
}

function checkRoll(roll: ManifestObject, scope: Scope): readonly Finding[] {
  const names = listAt(roll.value, MEMBERS);
  const seen = new Map<string, number>();
  const entries = names.flatMap((name, i): readonly Finding[] => {
    if (typeof name !== 'string') return [];
    const first = seen.get(name);
    if (first === undefined) {
      seen.set(name, i);
      return checkEntry(roll, name, i, names.length, scope);
    }
    const place = { object: roll, path: [...MEMBERS, i], related: [{ object: roll, path: [...MEMBERS, first] }] };
    return [finding('duplicateMember', place, { name })];
  });
  return [...checkName(roll), ...checkPlace(roll, scope), ...entries];
}

function checkName(object: ManifestObject): readonly Finding[] {
  const { kind, name } = object;
  return name === 'default' ? [] : [finding('wrongName', { object, path: ['metadata', 'name'] }, { kind, name })];
}

function checkPlace(roll: ManifestObject, { meshes, cluster }: Scope): readonly Finding[] {
  const { namespace } = roll;
  if (namespace === undefined || meshes.size === 0 || meshes.has('') || meshes.has(namespace)) return [];
  const path = ['metadata', 'namespace'];
  const related = cluster.meshes.slice(0, MAX_RELATED).map(({ object }) => ({ object, path }));
  const known = alternatives([...meshes.keys()].slice(0, MAX_RELATED));
  return [finding('noControlPlane', { object: roll, path, related }, { namespace, known })];
}

function checkEntry(
  roll: ManifestObject,
  name: string,
  index: number,
  count: number,
  scope: Scope,
): readonly Finding[] {
  const path = [...MEMBERS, index];
  const place = { object: roll, path };
  const mesh = scope.meshOfRoll.get(roll);
  const { namespace = mesh?.namespace ?? '' } = roll;
  if (name === '*') {
    if (count > 1) return [finding('wildcardBesideMembers', place, {})];
    return mesh?.isClusterWide === false ? [finding('wildcardWithoutClusterWide', place, {})] : [];
  }
  if (!MEMBER.test(name)) return [finding('invalidMember', place, { name })];
  if (name === namespace) return [finding('controlPlaneNamespace', place, { name })];
  if (scope.operatorNamespaces.has(name)) return [finding('operatorNamespace', place, { name })];
  return join(roll, path, name, namespace, scope);
}

/** Notes that a namespace joins a mesh; a finding where it has joined another one before. Both must be known. */
function join(object: ManifestObject, path: Path, name: string, mesh: string, { joined }: Scope): readonly Finding[] {
  if (name === '' || mesh === '') return [];
  const first = joined.get(name);
  joined.set(name, first ?? { object, path, mesh });
  if (first === undefined || first.mesh === mesh) return [];
  const place = { object, path, related: [{ object: first.object, path: first.path }] };
  return [finding('twoMeshes', place, { name, mesh, other: first.mesh })];
}

function checkMember(member: ManifestObject, scope: Scope): readonly Finding[] {
  const reference = ['spec', 'controlPlaneRef'];
  const namespace = textAt(member.value, [...reference, 'namespace']);
  if (namespace === undefined) return checkName(member);
  const joins = join(member, [...reference, 'namespace'], member.namespace ?? '', namespace, scope);
  const name = textAt(member.value, [...reference, 'name']);
  const mesh = scope.meshes.get(namespace);
  const isKnown = mesh !== undefined && (name ?? mesh.name) === mesh.name;
  // A control plane without a namespace may be in any.
  if (scope.meshes.size === 0 || scope.meshes.has('') || isKnown) return [...checkName(member), ...joins];
  const known = alternatives(scope.cluster.meshes.slice(0, MAX_RELATED).map((one) => `${one.namespace}/${one.name}`));
  const controlPlane = name === undefined ? namespace : `${namespace}/${name}`;
  const slots = { controlPlane, known };
  return [...checkName(member), finding('unknownControlPlane', { object: member, path: reference }, slots), ...joins];
}

/** Reports traffic objects in namespaces that are in no mesh, once for each namespace. */
function checkTraffic(cluster: ObservedCluster): readonly Finding[] {
  const { isOutside } = namespaceOwners(cluster);
  const objects = ['VirtualService', 'DestinationRule'].flatMap((kind) => cluster.byKind.get(kind) ?? []);
  const outside = objects.filter((object) => isOfIstio(object) && isOutside(object.namespace));
  const rolls = cluster.meshes.flatMap(({ memberRolls }) => memberRolls).slice(0, MAX_RELATED);
  const related = rolls.map((object) => ({ object, path: MEMBERS }));
  return [...groupBy(outside, ({ namespace }) => namespace ?? '')].flatMap(([namespace, own]) => {
    const [object] = own;
    if (object === undefined) return [];
    const names = listNames(own.map(({ kind, name }) => `${kind} ${name}`));
    const place = { object, path: ['metadata', 'namespace'], related };
    return [finding('notMember', place, { namespace, objects: names })];
  });
}
