import { MAX_FURTHER_WORKLOADS, MAX_MESHES_ON_CLUSTER, MAX_NAMES_IN_RANGE, MAX_SITES } from '../bounds';
import type { IssueList, Path } from '../issues/issue';
import { nearest, suggestName } from '../issues/suggest';
import type { ClusterProps, CreateNamespacesProps, MeshProps, Topology } from '../topology/model';
import { expandRange } from '../topology/ranges';
import { isDeviceName } from '../values';
import { statedRoot } from './certificates';
import type { TopologyFiles } from './files';
import { argocdNamespace } from './gitops';
import { mergeDeep } from './merge';
import { checkMetadata } from './metadata';
import type { Cluster, Mesh } from './model';
import { trustDomain } from './names';

/** The default version of a mesh. */
const DEFAULT_VERSION = 'v2.6';

/** Why a name of a device is invalid. */
const DEVICE = 'Windows reserves it for a device and has no file of that name';

/** All clusters and meshes, sorted by name. Unknown clusters of meshes are not included. */
export interface Sites {
  /** The clusters by name, sorted. */
  readonly clusters: ReadonlyMap<string, Cluster>;
  /** The meshes by name, sorted. */
  readonly meshes: ReadonlyMap<string, Mesh>;
}

/** Expands ranges and defaults. Reports invalid names, and meshes on unknown clusters. */
export function findSites(topology: Topology, files: TopologyFiles, issues: IssueList): Sites {
  checkMetadata(['defaults', 'clusters'], topology.defaults?.clusters ?? {}, issues);
  for (const [name, props] of Object.entries(topology.clusters)) checkMetadata(['clusters', name], props, issues);
  const clusters = new Map<string, Cluster>();
  const names = new Map<string, string>();
  for (const [name, props] of expand('clusters', topology.clusters, issues)) {
    const merged = mergeDeep(topology.defaults?.clusters, props) as ClusterProps;
    checkClusterName(name, issues);
    checkCase(name, names, issues);
    clusters.set(name, toCluster(name, merged, argocdNamespace(topology)));
  }
  const meshes = new Map<string, Mesh>();
  const amounts = new MeshAmounts(issues);
  for (const [name, props] of expand('meshes', topology.meshes, issues)) {
    const merged = mergeDeep(topology.defaults?.meshes, props) as MeshProps;
    if (!isMeshName(name, issues)) continue;
    const mesh = toMesh(name, merged, clusters, files, issues);
    amounts.add(mesh);
    if (issues.isExceeded) break;
    meshes.set(name, mesh);
  }
  return { clusters, meshes };
}

/** Counts what costs more time than the text of a topology suggests, and reports too much of it. */
class MeshAmounts {
  private readonly onCluster = new Map<string, number>();
  private furtherWorkloads = 0;

  constructor(private readonly issues: IssueList) {}

  add({ path, cluster, props: { workloads = [] } }: Mesh): void {
    const meshes = (this.onCluster.get(cluster.name) ?? 0) + 1;
    this.onCluster.set(cluster.name, meshes);
    if (meshes > MAX_MESHES_ON_CLUSTER) {
      const message = `more than ${MAX_MESHES_ON_CLUSTER} meshes on the cluster "${cluster.name}"`;
      this.issues.exceed([...path, 'cluster'], message, 'use several clusters');
    }
    this.furtherWorkloads += Math.max(0, workloads.length - 1);
    if (this.furtherWorkloads > MAX_FURTHER_WORKLOADS) {
      const message = `more than ${MAX_FURTHER_WORKLOADS} workloads beside the first of each mesh`;
      this.issues.exceed([...path, 'workloads'], message, 'put several manifests into one file');
    }
  }
}

/** Whether a namespace belongs to the mesh, as a member or as the namespace of its control plane. */
export function isMember(mesh: Mesh, namespace: string): boolean {
  return mesh.members.includes(namespace) || mesh.members.includes('*') || namespace === mesh.namespace;
}

/** Whether two meshes run on one cluster. */
export function shareCluster(a: Mesh, b: Mesh): boolean {
  return a.cluster.name === b.cluster.name;
}

function toCluster(name: string, props: ClusterProps, argocd?: string): Cluster {
  const { context = name, domain = 'cluster.local', labels = {}, annotations = {} } = props;
  const path: Path = ['clusters', name];
  return {
    name,
    path,
    context,
    domain,
    labels,
    annotations,
    ...(argocd !== undefined && { argocdNamespace: argocd }),
    props,
  };
}

/** Whether a mesh can have a name; reported if not. */
function isMeshName(name: string, issues: IssueList): boolean {
  if (isDeviceName(name)) {
    issues.addAtKey('TOP101', ['meshes', name], `invalid mesh name "${name}", ${DEVICE}`, 'rename the mesh');
    return false;
  }
  if (/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name) && name.length <= 63) return true;
  const message = `invalid mesh name "${name}", must be a DNS label`;
  const fix = 'use lowercase letters, digits and "-", at most 63 characters';
  issues.addAtKey('TOP101', ['meshes', name], message, fix);
  return false;
}

function toMesh(
  name: string,
  props: MeshProps,
  clusters: ReadonlyMap<string, Cluster>,
  files: TopologyFiles,
  issues: IssueList,
): Mesh {
  const path: Path = ['meshes', name];
  const cluster = clusters.get(props.cluster ?? name) ?? unknownCluster(name, props, clusters, issues);
  const namespace = props.namespace ?? name;
  const members = membersOf(props);
  const rootCertificate = statedRoot(props.rootCertificate, [...path, 'rootCertificate'], files, issues);
  return {
    name,
    path,
    cluster,
    version: props.version ?? DEFAULT_VERSION,
    namespace,
    trustDomain: props.trustDomain ?? trustDomain(name),
    clusterName: props.clusterName ?? cluster.name,
    peerPrefix: props.peerPrefix ?? name,
    members,
    createsNamespace: createNamespacesOf(props).controlPlane ?? true,
    memberNamespaces: memberNamespacesOf(props, members),
    ...(rootCertificate !== undefined && { rootCertificate }),
    props,
  };
}

/** Replaces an unknown cluster, so that the other settings of the mesh can be validated. */
function unknownCluster(
  name: string,
  { cluster }: MeshProps,
  clusters: ReadonlyMap<string, Cluster>,
  issues: IssueList,
): Cluster {
  const message =
    cluster === undefined
      ? `the mesh "${name}" has no "cluster", and no cluster has its name`
      : `unknown cluster "${cluster}" of the mesh "${name}"`;
  issues.add('TOP110', ['meshes', name, 'cluster'], message, clusterFix(name, cluster, clusters));
  return toCluster(cluster ?? name, {});
}

/** What to write for a mesh whose cluster does not exist. */
function clusterFix(mesh: string, cluster: string | undefined, clusters: ReadonlyMap<string, unknown>): string {
  const only = clusters.size === 1 ? [...clusters.keys()][0] : undefined;
  const near = cluster === undefined ? (nearest(mesh, clusters.keys()) ?? only) : undefined;
  return near === undefined ? suggestName(cluster ?? mesh, clusters.keys()) : `add "cluster: ${near}"`;
}

/** The namespaces of the mesh's bookinfo applications. */
function bookinfoNamespaces({ workloads = [] }: MeshProps): readonly string[] {
  return workloads.flatMap((workload) => workload.bookinfo?.namespace ?? []);
}

/** Which Namespaces of a mesh are created, as far as it is stated. */
function createNamespacesOf({ createNamespaces = {} }: MeshProps): CreateNamespacesProps {
  if (typeof createNamespaces === 'object') return createNamespaces;
  return { controlPlane: createNamespaces, members: createNamespaces };
}

/**
 * The Namespaces of members to create, sorted. Those of applications that the topology does not deploy exist already,
 * so they are created only with `createNamespaces`.
 */
function memberNamespacesOf(props: MeshProps, members: readonly string[]): readonly string[] {
  const { members: isCreated } = createNamespacesOf(props);
  if (isCreated === false) return [];
  if (isCreated === true && !members.includes('*')) return members;
  return [...new Set(bookinfoNamespaces(props))].sort();
}

/** The listed members and the namespaces of bookinfo, each once. */
function membersOf(props: MeshProps): readonly string[] {
  const members = new Set([...(props.members ?? []), ...bookinfoNamespaces(props)]);
  return members.has('*') ? (props.members ?? []) : [...members].sort();
}

/** The entries of a section by name, ranges expanded, sorted by name. */
function expand<T>(
  section: 'clusters' | 'meshes',
  entries: { readonly [name: string]: T },
  issues: IssueList,
): readonly (readonly [string, T])[] {
  const found = new Map<string, T>();
  for (const [key, value] of Object.entries(entries)) {
    const names = expandRange(key);
    if (names === undefined) {
      const fix = `write a range such as "spoke-{01..20}", with at most ${MAX_NAMES_IN_RANGE} names`;
      issues.addAtKey('TOP104', [section, key], `invalid name range "${key}"`, fix);
    }
    if (found.size + (names?.length ?? 0) > MAX_SITES) {
      const message = `more than ${MAX_SITES} ${section}`;
      issues.exceed([section, key], message, 'write fewer or smaller ranges, or split the federation');
      break;
    }
    for (const name of names ?? []) {
      if (found.has(name))
        issues.addAtKey('TOP103', [section, key], `duplicate name "${name}"`, 'rename one of the two');
      found.set(name, value);
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A cluster's name becomes a directory, so it must be safe as one on every file system. */
function checkClusterName(name: string, issues: IssueList): void {
  if (isDeviceName(name)) {
    const fix = 'rename the cluster, and set "context" to the kubeconfig context';
    issues.addAtKey('TOP101', ['clusters', name], `invalid cluster name "${name}", ${DEVICE}`, fix);
    return;
  }
  if (/^[A-Za-z0-9]([-_.A-Za-z0-9]*[A-Za-z0-9])?$/.test(name) && name.length <= 63) return;
  const message = `invalid cluster name "${name}", must be usable as a directory name`;
  issues.addAtKey(
    'TOP101',
    ['clusters', name],
    message,
    'use letters, digits, "-", "_" and ".", at most 63 characters, and set "context" to the kubeconfig context',
  );
}

/**
 * Reports a name that differs from an earlier one only in case: on macOS and Windows both are the same directory.
 *
 * @param names the names so far, by what they are in lower case; the name is added
 */
function checkCase(name: string, names: Map<string, string>, issues: IssueList): void {
  const key = name.toLowerCase();
  const other = names.get(key);
  if (other === undefined) {
    names.set(key, name);
    return;
  }
  const message = `the cluster names "${other}" and "${name}" differ only in case, and are one directory on macOS and Windows`;
  issues.addAtKey('TOP103', ['clusters', name], message, 'rename one of the two');
}
