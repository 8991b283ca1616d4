import type { ClusterStatus, EdgeStatus, FederationStatus, ServiceStatus, StatusItem } from '../../status/report';

/** Something that a report has a line for. */
export interface StatusSubject extends StatusItem {
  /** The group: `clusters`, `edges` or `services`. */
  readonly group: string;
  /** Its name in reports. */
  readonly title: string;
  /** The cluster, for parts of one. */
  readonly cluster?: string;
}

/** All subjects of a status in the order of the report. */
export function subjectsOf({ clusters, edges, services }: FederationStatus): readonly StatusSubject[] {
  return [
    ...clusters.flatMap(clusterSubjects),
    ...edges.map((edge) => ({ ...edge, group: 'edges', title: edgeTitle(edge) })),
    ...services.map((service) => ({ ...service, group: 'services', title: serviceTitle(service) })),
  ];
}

function clusterSubjects({ cluster, parts, ...item }: ClusterStatus): readonly StatusSubject[] {
  const shared = { group: 'clusters', cluster };
  if (parts.length === 0) return [{ ...shared, ...item, title: cluster }];
  return parts.map(({ part, name, ...own }) => ({ ...shared, ...own, title: `${cluster}: ${part} ${name}` }));
}

/** The name of a direction in reports. */
export function edgeTitle({ mesh, peer }: EdgeStatus): string {
  return `${mesh} -> ${peer}`;
}

/** The name of a shared service in reports. */
export function serviceTitle({ exporter, importer, service }: ServiceStatus): string {
  return `${importer} -> ${exporter} ${service}`;
}
