import type { Path } from '../../issues/issue';
import type { ManifestObject } from '../../manifests/object';
import { group } from '../../observed/clusters';
import { listAt, textAt } from '../../observed/fields';
import type { ObservedCluster, ObservedMesh } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';
import { namespaceOwners } from './support/namespaces';
import { subscriptionsOf } from './support/subscriptions';
import { isOfIstio } from './support/traffic';

const MEMBERS = ['spec', 'members'];

const MEMBER = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** The most places that a finding shows besides its own. */
const MOST_RELATED = 5;

/** What is known of a cluster while its rolls are looked at. */
interface Scope {
  readonly cluster: ObservedCluster;
  readonly meshes: ReadonlyMap<string, ObservedMesh>;
  readonly operatorNamespaces: ReadonlySet<string>;
  /** Where each namespace becomes a member first. */
  readonly joined: Map<string, { readonly object: ManifestObject; readonly path: Path; readonly mesh: string }>;
}

/** FED026: each mesh has a roll that the operator takes, and no namespace is in two meshes. */
export const members: Rule = {
  id: 'FED026',
  severity: 'error',
  title: 'member rolls are called "default", list valid namespaces once, and no namespace is in two meshes',
  cause: 'The operator takes one roll of a fixed name per control plane, and a namespace can be in one mesh.',
  effect: 'the operator refuses the roll, or the roll does not become ready; the namespaces are not in the mesh',
  fix: 'Write one ServiceMeshMemberRoll "default" in the namespace of the control plane, with each application namespace once.',
  source: 'fact sheet 1.4, 7.2 and 8 (F7, F18)',
  example: { fault: [set('west', 'ServiceMeshMemberRoll default', 'spec.members', ['shop', 'shop'])] },
  check: (fleet, report) => {
    for (const cluster of fleet.clusters) for (const finding of checkCluster(cluster)) report(finding);
  },
};

function checkCluster(cluster: ObservedCluster): readonly Finding[] {
  const operators = subscriptionsOf(cluster).filter((one) => one.package === 'servicemeshoperator');
  const scope: Scope = {
    cluster,
    meshes: new Map(cluster.meshes.map((mesh) => [mesh.namespace, mesh])),
    operatorNamespaces: new Set(['openshift-operators', ...operators.flatMap(({ object }) => object.namespace ?? [])]),
    joined: new Map(),
  };
  return [
    ...own(cluster, 'ServiceMeshMemberRoll').flatMap((roll) => checkRoll(roll, scope)),
    ...own(cluster, 'ServiceMeshMember').flatMap((member) => checkMember(member, scope)),
    ...checkTraffic(cluster),
  ];
}

function own(cluster: ObservedCluster, kind: string): readonly ManifestObject[] {
  return (cluster.byKind.get(kind) ?? []).filter((object) => object.group === 'maistra.io');
}

function checkRoll(roll: ManifestObject, scope: Scope): readonly Finding[] {
  const named = checkName(roll);
  const placed = checkPlace(roll, scope);
  const names = listAt(roll.value, MEMBERS);
  const seen = new Map<string, number>();
  const entries = names.flatMap((name, i): readonly Finding[] => {
    if (typeof name !== 'string') return [];
    const first = seen.get(name);
    if (first !== undefined) return [duplicate(roll, name, i, first)];
    seen.set(name, i);
    return [...checkEntry(roll, name, i, names.length, scope)];
  });
  return [...named, ...placed, ...entries];
}

function checkName(object: ManifestObject): readonly Finding[] {
  if (object.name === 'default') return [];
  const message = `the ${object.kind} is called "${object.name}" instead of "default"`;
  return [{ object, path: ['metadata', 'name'], message, effect: 'the operator refuses it', fix: 'write "default"' }];
}

function checkPlace(roll: ManifestObject, { meshes, cluster }: Scope): readonly Finding[] {
  if (meshes.size === 0 || meshes.has(roll.namespace ?? '')) return [];
  const known = [...meshes.keys()].slice(0, MOST_RELATED).map((name) => `"${name}"`);
  return [
    {
      object: roll,
      path: ['metadata', 'namespace'],
      message: `the namespace "${roll.namespace ?? ''}" of the roll has no ServiceMeshControlPlane`,
      effect: 'the roll never becomes ready, and its namespaces are in no mesh',
      fix: `write the namespace of the control plane: ${known.join(' or ')}`,
      related: cluster.meshes
        .slice(0, MOST_RELATED)
        .map(({ object }) => ({ object, path: ['metadata', 'namespace'], text: 'a control plane' })),
    },
  ];
}

function duplicate(object: ManifestObject, name: string, index: number, first: number): Finding {
  return {
    object,
    path: [...MEMBERS, index],
    message: `the member "${name}" is listed twice`,
    effect: 'the operator refuses the roll',
    fix: 'remove one of the two',
    related: [{ object, path: [...MEMBERS, first], text: 'it is listed here first' }],
  };
}

function checkEntry(
  roll: ManifestObject,
  name: string,
  index: number,
  count: number,
  scope: Scope,
): readonly Finding[] {
  const path = [...MEMBERS, index];
  const mesh = scope.meshes.get(roll.namespace ?? '');
  const refused = (message: string, fix: string): readonly Finding[] => [
    { object: roll, path, message, effect: 'the operator refuses the roll', fix },
  ];
  if (name === '*') {
    if (count > 1) return refused('"*" stands beside other members', 'keep "*" alone, or list the namespaces');
    if (mesh === undefined || mesh.isClusterWide) return [];
    return refused(
      '"*" is for cluster-wide control planes alone',
      'list the namespaces, or write spec.mode: ClusterWide',
    );
  }
  if (!MEMBER.test(name))
    return refused(`the member "${name}" is no name of a namespace`, 'write lower-case letters, digits and "-"');
  if (name === roll.namespace)
    return refused(`the member "${name}" is the namespace of the control plane itself`, 'remove it');
  if (scope.operatorNamespaces.has(name))
    return refused(`the member "${name}" is the namespace of the operator`, 'remove it');
  return join(roll, path, name, roll.namespace ?? '', scope);
}

/** Notes that a namespace joins a mesh; a finding where it has joined another one before. */
function join(object: ManifestObject, path: Path, name: string, mesh: string, { joined }: Scope): readonly Finding[] {
  const first = joined.get(name);
  joined.set(name, first ?? { object, path, mesh });
  if (first === undefined || first.mesh === mesh) return [];
  return [
    {
      object,
      path,
      message: `the namespace "${name}" joins the mesh in "${mesh}", and that in "${first.mesh}" as well`,
      effect: 'it is in one of the two, and the other roll does not become ready',
      fix: 'leave it in one of the two',
      related: [{ object: first.object, path: first.path, text: 'it joins the other mesh here' }],
    },
  ];
}

function checkMember(member: ManifestObject, scope: Scope): readonly Finding[] {
  const path = ['spec', 'controlPlaneRef', 'namespace'];
  const namespace = textAt(member.value, path);
  const name = textAt(member.value, ['spec', 'controlPlaneRef', 'name']);
  if (namespace === undefined) return checkName(member);
  const mesh = scope.meshes.get(namespace);
  const isMissing = scope.meshes.size > 0 && (mesh === undefined || (name !== undefined && mesh.name !== name));
  const reference: readonly Finding[] = isMissing
    ? [
        {
          object: member,
          path: ['spec', 'controlPlaneRef'],
          message: `the control plane "${namespace}/${name ?? ''}" is not on the cluster`,
          effect: 'the namespace is in no mesh',
          fix: `write ${scope.cluster.meshes
            .slice(0, MOST_RELATED)
            .map((one) => `"${one.namespace}/${one.name}"`)
            .join(' or ')}`,
        },
      ]
    : [];
  return [...checkName(member), ...reference, ...join(member, path, member.namespace ?? '', namespace, scope)];
}

/** Traffic statements in namespaces that no mesh has, once for each namespace. */
function checkTraffic(cluster: ObservedCluster): readonly Finding[] {
  const { isOutside } = namespaceOwners(cluster);
  const objects = ['VirtualService', 'DestinationRule'].flatMap((kind) => cluster.byKind.get(kind) ?? []);
  const outside = objects.filter((object) => isOfIstio(object) && isOutside(object.namespace));
  return [...group(outside, ({ namespace }) => namespace ?? '')].flatMap(([namespace, [object, ...others]]) => {
    if (object === undefined) return [];
    const rolls = cluster.meshes.flatMap(({ memberRolls }) => memberRolls).slice(0, MOST_RELATED);
    return [
      {
        object,
        path: ['metadata', 'namespace'],
        severity: 'warning' as const,
        message: `the namespace "${namespace}" is no member of a mesh of the cluster`,
        effect: 'no control plane reads the object, so it has no effect',
        fix: `add "${namespace}" to the members of a mesh`,
        related: [
          ...others.slice(0, MOST_RELATED).map((other) => ({ object: other, text: 'it is in the namespace too' })),
          ...rolls.map((roll) => ({ object: roll, path: MEMBERS, text: 'the members of a mesh' })),
        ],
      },
    ];
  });
}
