import type { Federation, Mesh, Workload } from '../federation/model';
import type { IssueList, Path } from '../issues/issue';
import { checkOverride } from '../override';
import type { CreateNamespacesProps } from '../topology/model';
import { groupBy, isFields, ownEntry, plainText, valueAt } from '../values';
import type { EastWestGateway, NamespacePlan } from './model';
import { LABEL_LENGTH, MESH_LABEL, networkName, REVISION_LABEL, revisionOf } from './names';
import { istioVersion } from './versions';

/** The name of the Istio resource of a mesh. */
export function istioName({ name, props }: Mesh): string {
  return props.controlPlane ?? name;
}

/** The revision of a mesh. */
export function revision(mesh: Mesh): string {
  return revisionOf(istioName(mesh), istioVersion(mesh));
}

/** The network of a mesh. */
export function network({ name, props }: Mesh): string {
  return props.istio?.network ?? networkName(name);
}

/** Whether the control plane of a mesh reads only the namespaces of the mesh. */
export function selectsNamespaces({ props }: Mesh): boolean {
  return props.mode !== 'ClusterWide';
}

/** Settings of OpenShift Service Mesh 2 that 3 does not have, with what to do instead. */
const UNSUPPORTED = [
  ['tracing', 'configure tracing with "override: { values: { meshConfig: ... } }" and a Telemetry resource'],
  ['addons', 'install the operators of Kiali and of monitoring, which are not part of the mesh'],
  ['identity', 'remove it'],
  ['egress', 'remove it: workloads call the gateway of the peer without an egress gateway'],
] as const;

/** Checks the settings of each mesh, and meshes that share a cluster. */
export function checkMeshes(meshes: readonly Mesh[], issues: IssueList): void {
  for (const mesh of meshes) {
    checkOverride(mesh, 'Istio', issues);
    checkNames(mesh, issues);
    checkMembers(mesh, issues);
    for (const [key, fix] of UNSUPPORTED) {
      if (mesh.props[key] === undefined) continue;
      const message = `"${key}" of the mesh "${mesh.name}" has no effect in OpenShift Service Mesh 3`;
      issues.warn('TOP204', [...mesh.path, key], message, fix);
    }
  }
  for (const onCluster of groupBy(meshes, ({ cluster }) => cluster.name).values()) checkNeighbors(onCluster, issues);
}

function checkNames(mesh: Mesh, issues: IssueList): void {
  const service = `istiod-${revision(mesh)}`;
  if (service.length > LABEL_LENGTH) {
    const message = `the Service "${service}" of the control plane has ${service.length} characters, the maximum is ${LABEL_LENGTH}`;
    issues.add('TOP102', mesh.path, message, 'set a shorter "controlPlane" of the mesh');
  }
  if (network(mesh).length > LABEL_LENGTH) {
    const message = `the network "${network(mesh)}" has ${network(mesh).length} characters, the maximum is ${LABEL_LENGTH}`;
    issues.add('TOP102', mesh.path, message, 'set a shorter "istio.network" of the mesh');
  }
}

function checkMembers({ path, members, namespace, props }: Mesh, issues: IssueList): void {
  const at = (member: string): Path => [...path, 'members', Math.max(0, (props.members ?? []).indexOf(member))];
  if (members.includes('*') && (members.length > 1 || props.mode !== 'ClusterWide')) {
    issues.add(
      'TOP114',
      [...path, 'members'],
      '"*" requires "mode: ClusterWide", and no other members',
      'list the namespaces',
    );
  }
  if (!members.includes(namespace)) return;
  const message = `"${namespace}" is the mesh's own control-plane namespace and cannot be a member`;
  issues.add('TOP114', at(namespace), message, 'remove it');
}

/** Meshes of one cluster must not read the namespaces of each other. */
function checkNeighbors(meshes: readonly Mesh[], issues: IssueList): void {
  const wide = meshes.find((mesh) => !selectsNamespaces(mesh));
  if (wide !== undefined && meshes.length > 1) {
    const message = `the cluster-wide mesh "${wide.name}" shares the cluster "${wide.cluster.name}" with other meshes`;
    issues.add(
      'TOP111',
      [...wide.path, 'mode'],
      message,
      'write "mode: MultiTenant", or move the mesh to its own cluster',
    );
  }
  const owners = new Map<string, Mesh>();
  for (const mesh of meshes) {
    for (const name of [mesh.namespace, ...mesh.members]) {
      const owner = owners.get(name);
      if (owner !== undefined && owner !== mesh) reportShared(name, mesh, owner, issues);
      owners.set(name, mesh);
    }
  }
  for (const [name, [first, ...others]] of groupBy(meshes, istioName)) {
    for (const mesh of others) {
      const message = `duplicate Istio resource "${name}" in the cluster "${mesh.cluster.name}", already used by the mesh "${first?.name}"`;
      issues.add('TOP111', [...mesh.path, 'controlPlane'], message, 'use another name');
    }
  }
}

function reportShared(name: string, mesh: Mesh, owner: Mesh, issues: IssueList): void {
  const index = (mesh.props.members ?? []).indexOf(name);
  const path = index < 0 ? [...mesh.path, 'namespace'] : [...mesh.path, 'members', index];
  const message = `duplicate namespace "${name}", already used by the mesh "${owner.name}" in the same cluster`;
  issues.add(index < 0 ? 'TOP111' : 'TOP114', path, message, 'keep it in one of the two meshes');
}

/**
 * The Namespaces of a mesh with the labels that it needs. Reports members whose Namespaces are written elsewhere without them.
 */
export function namespacesOf(
  mesh: Mesh,
  gateway: EastWestGateway | undefined,
  workloads: Federation['workloads'],
  issues: IssueList,
): readonly NamespacePlan[] {
  const inMesh = { [MESH_LABEL]: mesh.name };
  const member = { ...inMesh, [REVISION_LABEL]: revision(mesh) };
  const written = userNamespaces(ownEntry(workloads, mesh.name) ?? []);
  for (const name of mesh.members) {
    const labels = written.get(name);
    if (labels !== undefined) checkLabels(mesh, name, labels, member, issues);
  }
  const isCreated = createsMembers(mesh);
  const members = isCreated ? mesh.members.filter((name) => name !== '*' && !written.has(name)) : [];
  if (!isCreated && mesh.members.length > 0) noteUnwritten(mesh, member, issues);
  const isAlien = gateway !== undefined && ![mesh.namespace, ...mesh.members].includes(gateway.namespace);
  return [
    ...(mesh.createsNamespace ? [{ name: mesh.namespace, labels: inMesh, isShared: false }] : []),
    ...(isAlien ? [{ name: gateway.namespace, labels: inMesh, isShared: false }] : []),
    ...members.map((name) => ({ name, labels: member, isShared: true })),
  ];
}

function createsMembers({ props: { createNamespaces = true } }: Mesh): boolean {
  const { members = true }: CreateNamespacesProps =
    typeof createNamespaces === 'object' ? createNamespaces : { members: createNamespaces };
  return members;
}

function noteUnwritten({ name, path }: Mesh, labels: NamespacePlan['labels'], issues: IssueList): void {
  const message = `the Namespaces of the members of the mesh "${name}" are not written, and need labels: ${labelText(labels)}`;
  issues.warn('TOP208', [...path, 'createNamespaces'], message, 'remove "createNamespaces", or label them');
}

function labelText(labels: NamespacePlan['labels']): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}

/** The labels of the Namespaces among the manifests of the user, by their names. */
function userNamespaces(workloads: readonly Workload[]): ReadonlyMap<string, unknown> {
  const objects = workloads.flatMap((one) => (one.kind === 'manifests' ? one.objects : []));
  const found = objects.filter(({ apiVersion, kind }) => apiVersion === 'v1' && kind === 'Namespace');
  return new Map(
    found.map((object) => [`${valueAt(object, ['metadata', 'name'])}`, valueAt(object, ['metadata', 'labels']) ?? {}]),
  );
}

function checkLabels(
  mesh: Mesh,
  name: string,
  found: unknown,
  labels: NamespacePlan['labels'],
  issues: IssueList,
): void {
  const missing = Object.entries(labels).filter(([key, value]) => !isFields(found) || plainText(found[key]) !== value);
  if (missing.length === 0) return;
  const message = `missing labels of the Namespace "${name}" in the manifests of the mesh "${mesh.name}": ${labelText(Object.fromEntries(missing))}`;
  issues.add(
    'TOP208',
    [...mesh.path, 'workloads'],
    message,
    'add them to the Namespace, or remove it from the manifests',
  );
}
