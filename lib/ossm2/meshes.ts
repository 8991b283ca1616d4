import type { Mesh } from '../federation/model';
import { isMember } from '../federation/sites';
import type { IssueList, Path } from '../issues/issue';
import { OPERATORS_NAMESPACE } from '../operators';
import { checkOverride } from '../override';
import { groupBy } from '../values';

/** Checks the settings of each mesh, and meshes that share a cluster. */
export function checkMeshes(meshes: readonly Mesh[], issues: IssueList): void {
  for (const mesh of meshes) {
    checkMembers(mesh, issues);
    checkAddons(mesh, issues);
    checkOverride(mesh, 'ServiceMeshControlPlane', issues);
    checkIdentity(mesh, issues);
  }
  for (const onCluster of groupBy(meshes, (mesh) => mesh.cluster.name).values()) checkNeighbours(onCluster, issues);
}

/** On ROSA, service-account tokens have another issuer than istiod expects by default (lint rule FED028). */
function checkIdentity({ path, cluster, props }: Mesh, issues: IssueList): void {
  if (cluster.props.platform !== 'rosa' || props.identity !== 'Kubernetes') return;
  const message = 'unsupported identity type "Kubernetes" on ROSA, where proxies would get no certificates';
  const fix = 'write "ThirdParty", or set "platform: aws" if the cluster is not ROSA';
  issues.add('TOP154', [...path, 'identity'], message, fix);
}

function checkMembers(mesh: Mesh, issues: IssueList): void {
  const { path, members, namespace, props } = mesh;
  if (members.includes('*') && (members.length > 1 || props.mode !== 'ClusterWide')) {
    const message = '"*" requires "mode: ClusterWide", and no other members';
    issues.add('TOP114', [...path, 'members'], message, 'list the namespaces');
  }
  for (const member of new Set([namespace, OPERATORS_NAMESPACE, operatorNamespace(mesh)])) {
    if (!members.includes(member)) continue;
    const what = member === namespace ? "the mesh's own control-plane namespace" : 'the namespace of the operators';
    issues.add('TOP114', memberPath(mesh, member), `"${member}" is ${what} and cannot be a member`, 'remove it');
  }
  if (namespace === OPERATORS_NAMESPACE || namespace === operatorNamespace(mesh)) {
    const message = `the operator rejects a control plane in its own namespace "${namespace}"`;
    issues.add('TOP119', [...path, 'namespace'], message, 'use another namespace');
  }
}

/** The namespace of the mesh operator on the cluster of a mesh. */
function operatorNamespace({ cluster }: Mesh): string {
  const operator = cluster.props.operators?.servicemeshoperator;
  return (typeof operator === 'object' ? operator.namespace : undefined) ?? OPERATORS_NAMESPACE;
}

/** Where a member is listed. */
function memberPath({ path, props }: Mesh, member: string): Path {
  const index = (props.members ?? []).indexOf(member);
  return index < 0 ? [...path, 'workloads'] : [...path, 'members', index];
}

function checkAddons({ path, props: { addons } }: Mesh, issues: IssueList): void {
  if (addons?.kiali !== true || addons.prometheus !== false) return;
  issues.add(
    'TOP115',
    [...path, 'addons', 'kiali'],
    'Kiali requires Prometheus, which is disabled',
    'write "prometheus: true", or disable Kiali',
  );
}

/**
 * Validates meshes that share a cluster: some combinations are rejected by the operator, others conflict at run time.
 */
function checkNeighbours(meshes: readonly Mesh[], issues: IssueList): void {
  for (const mesh of meshes) {
    const others = meshes.filter((other) => other !== mesh && other.name < mesh.name);
    for (const other of others) checkPairOnCluster(mesh, other, issues);
  }
  const wide = meshes.find(({ props }) => props.mode === 'ClusterWide');
  if (wide === undefined || meshes.length === 1) return;
  const message = `the cluster-wide mesh "${wide.name}" shares the cluster "${wide.cluster.name}" with other meshes`;
  issues.add(
    'TOP111',
    [...wide.path, 'mode'],
    message,
    'write "mode: MultiTenant", or move the mesh to its own cluster',
  );
}

function checkPairOnCluster(mesh: Mesh, other: Mesh, issues: IssueList): void {
  if (mesh.namespace === other.namespace) {
    const message = `duplicate control-plane namespace "${mesh.namespace}", already used by the mesh "${other.name}"`;
    issues.add('TOP111', [...mesh.path, 'namespace'], message, 'use another namespace');
  }
  for (const member of mesh.members) {
    if (member === '*' || !isMember(other, member)) continue;
    const message = `duplicate member "${member}", already a member of the mesh "${other.name}" in the same cluster`;
    issues.add('TOP114', memberPath(mesh, member), message, 'keep it in one of the two meshes');
  }
  if (mesh.members.includes(other.namespace) || !other.members.includes(mesh.namespace)) return;
  const message = `"${mesh.namespace}" is the control-plane namespace of the mesh "${mesh.name}"`;
  issues.add('TOP114', memberPath(other, mesh.namespace), message, 'remove it');
}
