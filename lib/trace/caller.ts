import { nearest, suggestName } from '../issues/suggest';
import { namespaceOwners } from '../lint/rules/support/namespaces';
import type { Fleet, ObservedCluster, ObservedMesh } from '../observed/model';
import { meshOfObject } from '../observed/ossm3/meshes';
import type { TraceCaller, TraceMesh } from './mesh';
import { ossm2Mesh } from './ossm2/mesh';
import { ossm3Mesh } from './ossm3/mesh';
import { workloadsIn } from './workloads';

/** Why a caller is not known: what was found, and what to write. */
export interface UnknownCaller {
  /** What was found and what was expected. */
  readonly message: string;
  /** What to write instead. */
  readonly fix: string;
}

/** A caller in its mesh. */
export interface FoundCaller {
  /** The caller. */
  readonly caller: TraceCaller;
  /** Its mesh. */
  readonly mesh: TraceMesh;
}

/**
 * Finds the caller that a text names, as `CLUSTER/NAMESPACE/WORKLOAD`. A workload of a namespace of which the manifests have
 * none is taken as it is named: applications are often deployed from elsewhere.
 */
export function findCaller(fleet: Fleet, text: string): FoundCaller | UnknownCaller {
  const parts = text.split('/');
  const [clusterName = '', namespace = '', name = ''] = parts;
  if (parts.length !== 3 || parts.some((part) => part === '')) {
    return { message: `invalid caller "${text}"`, fix: 'write CLUSTER/NAMESPACE/WORKLOAD, such as rosa/shop/page' };
  }
  const cluster = fleet.clusters.find((one) => one.name === clusterName);
  if (cluster === undefined) {
    const names = fleet.clusters.map((one) => one.name);
    return { message: `unknown cluster "${clusterName}"`, fix: suggestName(clusterName, names) };
  }
  const mesh = meshOf(fleet, cluster, namespace);
  const workloads = workloadsIn(cluster, namespace);
  const known = namespacesOf(fleet, cluster);
  if (mesh === undefined || (workloads.length === 0 && !known.has(namespace) && !mayHave(cluster, known, namespace))) {
    const message = `unknown namespace "${namespace}": no mesh of the cluster "${clusterName}" has it`;
    return { message, fix: suggestName(namespace, known) };
  }
  const workload = workloads.find(({ object }) => object.name === name) ?? onlyVersion(workloads, name);
  if (workload === undefined && workloads.length > 0) {
    const names = workloads.map(({ object }) => object.name);
    const message = `unknown workload "${name}" in the namespace "${namespace}" of the cluster "${clusterName}"`;
    return { message, fix: suggestName(name, names) };
  }
  const found = { cluster: clusterName, namespace, name: workload?.object.name ?? name };
  return { caller: { ...found, ...(workload && { workload }) }, mesh };
}

/** The workload that has a name followed by a version, such as `page-v1` for `page`, if there is one. */
function onlyVersion(workloads: ReturnType<typeof workloadsIn>, name: string): (typeof workloads)[number] | undefined {
  const [found, ...others] = workloads.filter(
    ({ object }) => /^-v\d+$/.test(object.name.slice(name.length)) && object.name.startsWith(name),
  );
  return others.length === 0 ? found : undefined;
}

/** The mesh of a namespace; that of OpenShift Service Mesh 3 where a cluster has both and the namespace its revision. */
function meshOf(fleet: Fleet, cluster: ObservedCluster, namespace: string): TraceMesh | undefined {
  const own = fleet.ossm3.meshes.filter((mesh) => mesh.cluster === cluster);
  const older = namespaceOwners(cluster).meshOf(namespace);
  const labels = cluster.find('Namespace', undefined, namespace);
  const newer = own.length === 0 ? undefined : newerMesh(cluster, own, namespace);
  const isMoved = labels !== undefined && JSON.stringify(labels.value).includes('"istio.io/rev"');
  if (newer !== undefined && (older === undefined || isMoved)) return ossm3Mesh(newer);
  return older && ossm2Mesh(older);
}

function newerMesh(
  cluster: ObservedCluster,
  meshes: Fleet['ossm3']['meshes'],
  namespace: string,
): Fleet['ossm3']['meshes'][number] | undefined {
  const [first] = meshes;
  if (meshes.length === 1) return first;
  const [object] = cluster.objects.filter((one) => one.namespace === namespace);
  return object && meshOfObject(cluster, meshes)(object);
}

/** Whether a mesh may have a namespace that the manifests do not name, which is not a typo of one that they name. */
function mayHave(cluster: ObservedCluster, known: ReadonlySet<string>, namespace: string): boolean {
  return cluster.meshes.some(isOpen) && nearest(namespace, [...known]) === undefined;
}

function isOpen({ members, membersUnknown }: ObservedMesh): boolean {
  return membersUnknown || members.has('*');
}

/** The namespaces in which callers can be. */
function namespacesOf(fleet: Fleet, cluster: ObservedCluster): ReadonlySet<string> {
  const members = cluster.meshes.flatMap((mesh) => [...mesh.members]);
  const own = fleet.ossm3.meshes.some((mesh) => mesh.cluster === cluster);
  const all =
    own || cluster.meshes.some(isOpen)
      ? cluster.objects.flatMap(({ kind, namespace, name }) => (kind === 'Namespace' ? name : (namespace ?? [])))
      : [];
  return new Set([...members.filter((member) => member !== '*'), ...all]);
}
