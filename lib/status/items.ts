import { clusterFinding } from './clusters';
import type { ClusterObjects } from './observation';
import { type ClusterStatus, itemOf, type PartStatus, type StatusFinding, type StatusItem, worstOf } from './report';

/**
 * The status of a cluster.
 *
 * @param partsOf its parts, if it was read
 */
export function clusterStatus(
  cluster: ClusterObjects,
  partsOf: (cluster: ClusterObjects) => readonly PartStatus[],
): ClusterStatus {
  const unread = clusterFinding(cluster);
  if (unread !== undefined) return { cluster: cluster.name, isRead: false, ...itemOf([unread]), parts: [] };
  const parts = partsOf(cluster);
  const health = worstOf(parts.map((part) => part.health));
  return { cluster: cluster.name, isRead: true, health, findings: [], parts };
}

/**
 * The item of a direction between two meshes. A cluster that was skipped leaves the mesh on it as skipped; for a mesh whose own cluster was
 * read it is a remark: what is known of the edge is all from one side.
 *
 * @param cluster the cluster of the mesh that imports
 */
export function edgeItem(cluster: ClusterObjects, findings: readonly StatusFinding[]): StatusItem {
  const isRemark = ({ health }: StatusFinding) => health === 'skipped' && !cluster.isSkipped;
  return itemOf(distinct(findings.map((one) => (isRemark(one) ? { ...one, health: 'healthy' as const } : one))));
}

/** Findings without repetitions: several checks need a cluster that could not be read. */
export function distinct<T extends { readonly cause: string }>(findings: readonly T[]): readonly T[] {
  return [...new Map(findings.map((one) => [one.cause, one])).values()];
}
