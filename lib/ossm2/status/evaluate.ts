import type { Federation } from '../../federation/model';
import type { Observation } from '../../status/observation';
import {
  type EdgeStatus,
  isGood,
  itemOf,
  type ServiceStatus,
  type StatusFinding,
  type StatusItem,
  type StatusParts,
  worstOf,
} from '../../status/report';
import type { Ossm2Plan } from '../model';
import { addressFindings } from './address';
import { partsOf } from './control-plane';
import { clusterFinding, directionsOf, ObservedClusters, type PeerDirection } from './edges';
import { connectionFindings } from './identity';
import { lastFullSyncOf, peerFindings, settleFindings } from './peer';
import { rootDaysOf, rootFindings } from './root';
import { exchangeFindings, serviceStatuses } from './services';

/** Compares what was read of clusters with what the plans and the federation expect. */
export function evaluateOssm2(
  plans: readonly Ossm2Plan[],
  federation: Federation,
  observation: Observation,
): StatusParts {
  const observed = new ObservedClusters(observation);
  const directions = directionsOf(plans, federation, observation, observed).map(directionStatus);
  return {
    clusters: plans.map((plan) => {
      const cluster = observed.of(plan.cluster);
      const parts = partsOf(cluster, plan);
      const health = worstOf(parts.map((part) => part.health));
      const unread = clusterFinding(cluster);
      if (unread === undefined) return { cluster: plan.cluster, isRead: true, health, findings: [], parts };
      return { cluster: plan.cluster, isRead: false, ...itemOf([unread]), parts: [] };
    }),
    edges: directions.map(({ edge }) => edge),
    services: directions.flatMap(({ services }) => services),
  };
}

function directionStatus(direction: PeerDirection): {
  readonly edge: EdgeStatus;
  readonly services: readonly ServiceStatus[];
} {
  const found = [
    ...rootFindings(direction),
    ...addressFindings(direction),
    ...connectionFindings(direction),
    ...peerFindings(direction),
  ];
  const settle = isGood(edgeItem(direction, found)) ? settleFindings(direction) : [];
  const connection = edgeItem(direction, [...found, ...settle]);
  const [sync, rootDays] = [lastFullSyncOf(direction), rootDaysOf(direction)];
  const edge = {
    mesh: direction.mesh.name,
    peer: direction.other.name,
    ...(sync !== undefined && { lastFullSync: new Date(sync).toISOString() }),
    ...(rootDays !== undefined && { rootDays }),
    ...edgeItem(direction, [...connection.findings, ...exchangeFindings(direction)]),
  };
  return { edge, services: serviceStatuses(direction, connection) };
}

/**
 * The item of a direction. A cluster that was skipped leaves the mesh on it as skipped; for a mesh whose own cluster was
 * read it is a remark: what is known of the edge is all from one side.
 */
function edgeItem({ cluster }: PeerDirection, findings: readonly StatusFinding[]): StatusItem {
  const isRemark = ({ health }: StatusFinding) => health === 'skipped' && !cluster.isSkipped;
  return itemOf(distinct(findings.map((one) => (isRemark(one) ? { ...one, health: 'healthy' as const } : one))));
}

/** Findings without repetitions: several checks need a cluster that could not be read. */
function distinct<T extends { readonly cause: string }>(findings: readonly T[]): readonly T[] {
  return [...new Map(findings.map((one) => [one.cause, one])).values()];
}
