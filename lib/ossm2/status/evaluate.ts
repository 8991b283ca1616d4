import type { Federation } from '../../federation/model';
import type { Observation } from '../../status/observation';
import { type EdgeStatus, finding, itemOf, type ServiceStatus, type StatusParts, worstOf } from '../../status/report';
import type { Ossm2Plan } from '../model';
import { addressFindings } from './address';
import { partsOf } from './control-plane';
import { directionsOf, ObservedClusters, type PeerDirection } from './edges';
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
      const { failure } = cluster;
      if (failure === undefined) return { cluster: plan.cluster, isRead: true, health, findings: [], parts };
      const cause = `cluster "${plan.cluster}" could not be read: ${failure}`;
      const item = itemOf([finding('unknown', 'STA001', cause, 'read the cluster again')]);
      return { cluster: plan.cluster, isRead: false, ...item, parts: [] };
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
  const settle = worstOf(found.map(({ health }) => health)) === 'healthy' ? settleFindings(direction) : [];
  const connection = itemOf(distinct([...found, ...settle]));
  const [sync, rootDays] = [lastFullSyncOf(direction), rootDaysOf(direction)];
  const edge = {
    mesh: direction.mesh.name,
    peer: direction.other.name,
    ...(sync !== undefined && { lastFullSync: new Date(sync).toISOString() }),
    ...(rootDays !== undefined && { rootDays }),
    ...itemOf(distinct([...connection.findings, ...exchangeFindings(direction)])),
  };
  return { edge, services: serviceStatuses(direction, connection) };
}

/** Findings without repetitions: several checks need a cluster that could not be read. */
function distinct<T extends { readonly cause: string }>(findings: readonly T[]): readonly T[] {
  return [...new Map(findings.map((one) => [one.cause, one])).values()];
}
