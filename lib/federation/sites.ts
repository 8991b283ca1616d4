import type { IssueList, Path } from '../issues/issue';
import { suggestName } from '../issues/suggest';
import type { ClusterProps, MeshProps, Topology } from '../topology/model';
import { expandRange, MOST_NAMES_IN_RANGE } from '../topology/ranges';
import { mergeDeep } from './merge';
import { trustDomain } from './names';

/** A cluster of the topology after ranges and defaults. */
export interface ClusterSite {
  readonly name: string;
  readonly path: Path;
  readonly props: ClusterProps;
  /** The DNS domain of Services. */
  readonly domain: string;
}

/** A mesh of the topology after ranges and defaults, with the names that do not depend on peers. */
export interface MeshSite {
  readonly name: string;
  readonly path: Path;
  readonly props: MeshProps;
  readonly cluster: ClusterSite;
  readonly namespace: string;
  readonly trustDomain: string;
  /** The cluster's name as the control plane knows it. */
  readonly clusterName: string;
  /** What the gateways of this mesh's peers are named after. */
  readonly peerPrefix: string;
  /** The member namespaces, sorted. */
  readonly members: readonly string[];
}

/** All clusters and meshes, sorted by name. An unknown cluster of a mesh is none of the clusters. */
export interface Sites {
  readonly clusters: ReadonlyMap<string, ClusterSite>;
  readonly meshes: ReadonlyMap<string, MeshSite>;
}

/** Expands ranges and defaults. Notes names that are no names, and meshes on unknown clusters. */
export function findSites(topology: Topology, issues: IssueList): Sites {
  const clusters = new Map<string, ClusterSite>();
  for (const [name, props] of expand('clusters', topology.clusters, issues)) {
    const merged = mergeDeep(topology.defaults?.clusters, props) as ClusterProps;
    checkClusterName(name, issues);
    clusters.set(name, { name, path: ['clusters', name], props: merged, domain: merged.domain ?? 'cluster.local' });
  }
  const meshes = new Map<string, MeshSite>();
  for (const [name, props] of expand('meshes', topology.meshes, issues)) {
    const site = meshSite(name, mergeDeep(topology.defaults?.meshes, props) as MeshProps, clusters, issues);
    if (site !== undefined) meshes.set(name, site);
  }
  return { clusters, meshes };
}

/** Whether the sidecars of a namespace belong to the mesh; the control plane sees its own namespace as well. */
export function isMember(mesh: MeshSite, namespace: string): boolean {
  return mesh.members.includes(namespace) || mesh.members.includes('*') || namespace === mesh.namespace;
}

/** Whether two meshes run on one cluster. */
export function shareCluster(a: MeshSite, b: MeshSite): boolean {
  return a.cluster.name === b.cluster.name;
}

function meshSite(
  name: string,
  props: MeshProps,
  clusters: ReadonlyMap<string, ClusterSite>,
  issues: IssueList,
): MeshSite | undefined {
  const path: Path = ['meshes', name];
  if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name) || name.length > 63) {
    issues.addAtKey(
      'TOP101',
      path,
      `the mesh name "${name}" is not a DNS label`,
      'use small letters, digits and "-", 63 at most',
    );
    return undefined;
  }
  const cluster = clusters.get(props.cluster ?? name) ?? unknownCluster(name, props, clusters, issues);
  return {
    name,
    path,
    props,
    cluster,
    namespace: props.namespace ?? name,
    trustDomain: props.trustDomain ?? trustDomain(name),
    clusterName: props.clusterName ?? cluster.name,
    peerPrefix: props.peerPrefix ?? name,
    members: membersOf(props),
  };
}

/** A stand-in for a cluster that is not there, so that what else the topology says of its mesh can be judged. */
function unknownCluster(
  name: string,
  { cluster }: MeshProps,
  clusters: ReadonlyMap<string, ClusterSite>,
  issues: IssueList,
): ClusterSite {
  const message =
    cluster === undefined
      ? `the mesh "${name}" names no cluster, and none has the mesh's name`
      : `the mesh "${name}" is on the cluster "${cluster}", which is not under "clusters"`;
  issues.add('TOP110', ['meshes', name, 'cluster'], message, suggestName(cluster ?? name, clusters.keys()));
  const standIn = cluster ?? name;
  return { name: standIn, path: ['clusters', standIn], props: {}, domain: 'cluster.local' };
}

/** The namespaces of the mesh's bookinfo applications. */
export function bookinfoNamespaces({ workloads = [] }: MeshProps): readonly string[] {
  return workloads.flatMap((workload) => workload.bookinfo?.namespace ?? []);
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
      const fix = `write it as "spoke-{01..20}", with ${MOST_NAMES_IN_RANGE} names at most`;
      issues.addAtKey('TOP104', [section, key], `"${key}" is not a name range`, fix);
    }
    for (const name of names ?? []) {
      if (found.has(name))
        issues.addAtKey('TOP103', [section, key], `the name "${name}" is there twice`, 'rename one of the two');
      found.set(name, value);
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A cluster's name becomes a directory, so it must be safe as one on every file system. */
function checkClusterName(name: string, issues: IssueList): void {
  if (/^[A-Za-z0-9]([-_.A-Za-z0-9]*[A-Za-z0-9])?$/.test(name) && name.length <= 63) return;
  const message = `the cluster name "${name}" cannot be a directory of the output`;
  issues.addAtKey(
    'TOP101',
    ['clusters', name],
    message,
    'use letters, digits, "-", "_" and ".", and set "context" to the kubeconfig context',
  );
}
