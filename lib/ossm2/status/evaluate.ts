import type { Federation } from '../../federation/model';
import { ObservedClusters } from '../../status/clusters';
import { clusterStatus, edgeItem } from '../../status/items';
import type { Observation } from '../../status/observation';
import { type EdgeStatus, isGood, type ServiceStatus, type StatusParts } from '../../status/report';
import type { Ossm2Plan } from '../model';
import { addressFindings } from './address';
import { partsOf } from './control-plane';
import { directionsOf, type PeerDirection } from './edges';
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
    clusters: plans.map((plan) => clusterStatus(observed.of(plan.cluster), (cluster) => partsOf(cluster, plan))),
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
  const settle = isGood(edgeItem(direction.cluster, found)) ? settleFindings(direction) : [];
  const connection = edgeItem(direction.cluster, [...found, ...settle]);
  const [sync, rootDays] = [lastFullSyncOf(direction), rootDaysOf(direction)];
  const edge = {
    mesh: direction.mesh.name,
    peer: direction.other.name,
    ...(sync !== undefined && { lastFullSync: new Date(sync).toISOString() }),
    ...(rootDays !== undefined && { rootDays }),
    ...edgeItem(direction.cluster, [...connection.findings, ...exchangeFindings(direction)]),
  };
  return { edge, services: serviceStatuses(direction, connection) };
}
