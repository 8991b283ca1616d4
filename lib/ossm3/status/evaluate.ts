import type { Federation } from '../../federation/model';
import { ObservedClusters } from '../../status/clusters';
import { clusterStatus, edgeItem } from '../../status/items';
import type { Observation } from '../../status/observation';
import type { EdgeStatus, ServiceStatus, StatusParts } from '../../status/report';
import type { Ossm3Plan } from '../model';
import { partsOf } from './control-plane';
import { directionsOf, type ImportDirection } from './edges';
import { gatewayFindings } from './gateways';
import { rootDaysOf, rootFindings } from './root';
import { serviceStatuses } from './services';

/** Compares what was read of clusters with what the plans expect. */
export function evaluateOssm3(plans: readonly Ossm3Plan[], _: Federation, observation: Observation): StatusParts {
  const observed = new ObservedClusters(observation);
  const directions = directionsOf(plans, observation, observed).map(directionStatus);
  return {
    clusters: plans.map((plan) => clusterStatus(observed.of(plan.cluster), (cluster) => partsOf(cluster, plan))),
    edges: directions.map(({ edge }) => edge),
    services: directions.flatMap(({ services }) => services),
  };
}

function directionStatus(direction: ImportDirection): {
  readonly edge: EdgeStatus;
  readonly services: readonly ServiceStatus[];
} {
  const { importer, exporter } = direction;
  const connection = edgeItem(importer.cluster, [...rootFindings(direction), ...gatewayFindings(direction)]);
  const rootDays = rootDaysOf(direction);
  const edge = {
    mesh: importer.mesh.name,
    peer: exporter.mesh.name,
    ...(rootDays !== undefined && { rootDays }),
    ...connection,
  };
  return { edge, services: serviceStatuses(direction, connection) };
}
