import type { IssueList, Path } from '../issues/issue';
import { suggestName } from '../issues/suggest';
import type { ArgoCdProps, DestinationProps, Topology } from '../topology/model';
import { checkLabels } from './metadata';
import type { ArgoCd, ArgoCdDestination } from './model';

/** The directory of the output with the objects of Argo CD itself, which no cluster can have. */
export const ARGOCD_DIRECTORY = 'argocd';

const PLACE: Path = ['gitops', 'argocd'];

/** The namespace of the Argo CD that applies the output; undefined without one. */
export function argocdNamespace({ gitops }: Pick<Topology, 'gitops'>): string | undefined {
  return gitops?.argocd && (gitops.argocd.namespace ?? 'openshift-gitops');
}

/**
 * Resolves the settings of Argo CD. Reports unknown and ambiguous clusters, and names that Argo CD cannot have.
 *
 * @param clusters the names of all clusters, sorted
 */
export function resolveArgoCd(
  topology: Pick<Topology, 'gitops'>,
  clusters: readonly string[],
  issues: IssueList,
): ArgoCd | undefined {
  const props = topology.gitops?.argocd;
  const namespace = argocdNamespace(topology);
  if (props === undefined || namespace === undefined) return undefined;
  checkURL(props, issues);
  checkPath(props, issues);
  checkSelector(props, issues);
  for (const cluster of clusters) checkClusterName(cluster, issues);
  const { repoURL, revision = 'HEAD', path = 'dist', project = 'service-mesh-federation', automated = true } = props;
  return {
    repoURL,
    revision,
    path,
    project,
    namespace,
    isAutomated: automated,
    destinations: destinationsOf(props, clusters, issues),
    ...(props.clusterSelector !== undefined && { clusterSelector: props.clusterSelector }),
  };
}

/** A password in the URL would be in the repository and in every Application. */
function checkURL({ repoURL }: ArgoCdProps, issues: IssueList): void {
  if (!/^[a-z]+:\/\/[^/@]*:[^/@]*@/.test(repoURL) && !/^https?:\/\/[^/]*@/.test(repoURL)) return;
  const fix = 'remove it from the URL, and add it to a repository Secret of Argo CD';
  issues.add('TOP190', [...PLACE, 'repoURL'], 'the URL of the repository contains a user name or password', fix);
}

function checkPath({ path = '' }: ArgoCdProps, issues: IssueList): void {
  if (!path.split('/').includes('..')) return;
  const message = `invalid path "${path}", must be a directory of the repository`;
  issues.add(
    'TOP190',
    [...PLACE, 'path'],
    message,
    'write a path relative to the root of the repository, without ".."',
  );
}

function checkSelector({ clusterSelector, destinations }: ArgoCdProps, issues: IssueList): void {
  if (clusterSelector === undefined) return;
  const path = [...PLACE, 'clusterSelector'];
  checkLabels(path, clusterSelector, issues);
  if (Object.keys(clusterSelector).length === 0) {
    const fix = 'write a label, such as "federation: prod", or remove the key';
    issues.add('TOP190', path, 'the selector has no label, so it would select all clusters of Argo CD', fix);
  }
  if (destinations === undefined) return;
  const message =
    '"clusterSelector" and "destinations" exclude each other: selected clusters have their names in Argo CD';
  issues.addAtKey('TOP190', path, message, 'remove one of the two');
}

/** The name of a cluster is part of the name of its Application, and its directory in the output. */
function checkClusterName(name: string, issues: IssueList): void {
  const path = ['clusters', name];
  if (name.toLowerCase() === ARGOCD_DIRECTORY) {
    const message = `reserved cluster name "${name}": with "gitops.argocd" the output has a directory of this name`;
    issues.addAtKey('TOP103', path, message, 'rename the cluster, and set "context" to the kubeconfig context');
  } else if (!/^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/.test(name) || name.includes('..')) {
    const message = `invalid cluster name "${name}" for the name of an Application of Argo CD`;
    const fix = 'use lowercase letters, digits, "-" and ".", and set "context" to the kubeconfig context';
    issues.addAtKey('TOP101', path, message, fix);
  }
}

function destinationsOf(
  { destinations = {} }: ArgoCdProps,
  clusters: readonly string[],
  issues: IssueList,
): readonly ArgoCdDestination[] {
  const path = [...PLACE, 'destinations'];
  for (const name of Object.keys(destinations)) {
    if (clusters.includes(name)) continue;
    issues.addAtKey('TOP110', [...path, name], `unknown cluster "${name}"`, suggestName(name, clusters));
  }
  const resolved = clusters.map((cluster) => {
    const stated = Object.hasOwn(destinations, cluster) ? destinations[cluster] : undefined;
    return destinationOf(cluster, stated ?? { name: cluster }, [...path, cluster], issues);
  });
  checkDuplicates(resolved, path, issues);
  return resolved;
}

function destinationOf(
  cluster: string,
  { name, server }: DestinationProps,
  path: Path,
  issues: IssueList,
): ArgoCdDestination {
  if ((name === undefined) === (server === undefined)) {
    const message = `the destination of the cluster "${cluster}" must have exactly one of "name" and "server"`;
    issues.add('TOP190', path, message, 'write the name of the cluster in Argo CD, or the URL of its API server');
  }
  if (server !== undefined) return { cluster, by: 'server', value: server };
  return { cluster, by: 'name', value: name ?? cluster };
}

function checkDuplicates(destinations: readonly ArgoCdDestination[], path: Path, issues: IssueList): void {
  const owners = new Map<string, string>();
  for (const { cluster, by, value } of destinations) {
    const key = `${by} ${value.replace(/\/$/, '')}`;
    const owner = owners.get(key);
    if (owner !== undefined) {
      const message = `duplicate destination ${value} of the clusters "${owner}" and "${cluster}"`;
      issues.add('TOP190', [...path, cluster], message, 'write another destination for one of the two');
    }
    owners.set(key, cluster);
  }
}
