import { listNames } from '../../issues/suggest';
import { absence, clusterFinding, unreadFinding } from '../../status/clusters';
import { distinct } from '../../status/items';
import { mapsAt, textAt, textsAt } from '../../status/observation';
import { runningPods } from '../../status/pods';
import { finding, itemOf, type ServiceStatus, type StatusFinding, type StatusItem } from '../../status/report';
import type { NamedService } from '../../topology/model';
import { type Fields, valueAt } from '../../values';
import type { ExportedHostPlan, ImportedHostPlan, RemoteEndpoint } from '../model';
import { EXPOSURE_NAME, IMPORT_LABEL, TLS_MODE_LABEL } from '../names';
import type { ImportDirection, MeshSide } from './edges';
import { sidecarFindings } from './members';
import { findGateway, hasLabels, ISTIO_API } from './objects';

const STAGE = '40-federation';

/**
 * The status of each service that is imported in a direction.
 *
 * @param connection the health of the direction
 */
export function serviceStatuses(direction: ImportDirection, connection: StatusItem): readonly ServiceStatus[] {
  const { importer, exporter } = direction;
  const isMeant = ({ mesh }: { readonly mesh: string }) => mesh === exporter.mesh.name;
  const imports = importer.mesh.imports.filter(isMeant);
  const endpoints = importer.mesh.endpoints.filter(isMeant);
  return [
    ...imports.map((one) => statusOf(direction, connection, one, importFindings(importer, one))),
    ...endpoints.map((one) => statusOf(direction, connection, one, endpointFindings(importer, one))),
  ].sort((a, b) => (`${a.service} ${a.host}` < `${b.service} ${b.host}` ? -1 : 1));
}

function statusOf(
  direction: ImportDirection,
  connection: StatusItem,
  { service, host }: ImportedHostPlan | RemoteEndpoint,
  imported: readonly StatusFinding[],
): ServiceStatus {
  const { importer, exporter } = direction;
  const findings = [...exportFindings(exporter, service, host), ...imported];
  const isConnected = connection.health === 'healthy';
  return {
    exporter: exporter.mesh.name,
    importer: importer.mesh.name,
    service: `${service.namespace}/${service.name}`,
    host,
    ...itemOf(distinct([...findings, ...(isConnected ? [] : [connectionFinding(direction, connection)])])),
  };
}

function connectionFinding({ importer, exporter }: ImportDirection, { health }: StatusItem): StatusFinding {
  const skipped = importer.cluster.isSkipped ? clusterFinding(importer.cluster) : undefined;
  if (skipped !== undefined) return skipped;
  const cause = `the connection from "${importer.mesh.name}" to "${exporter.mesh.name}" is ${health}, so calls may fail`;
  return finding(health, 'STA067', cause, 'repair the connection first');
}

/** Whether the exporter exposes a host, has a service for it, and pods that peers can call. */
function exportFindings(exporter: MeshSide, service: NamedService, host: string): readonly StatusFinding[] {
  const { mesh, cluster } = exporter;
  const exported = mesh.exports.find((one) => one.host === host);
  const kind = exported === undefined ? 'Service' : 'ServiceEntry';
  const { namespace, name } = exported ?? service;
  const object = cluster.find(kind, namespace, name);
  if (object === undefined) {
    return [...exposureFindings(exporter, host), missingService(exporter, exported, service)];
  }
  const selector = valueAt(object, [
    'spec',
    ...(exported === undefined ? ['selector'] : ['workloadSelector', 'labels']),
  ]);
  return [
    ...exposureFindings(exporter, host),
    ...(exported === undefined ? [] : differences(exporter, object, hostDifferences(object, exported))),
    ...podFindings(exporter, service, selector),
  ];
}

function missingService(
  { mesh, cluster }: MeshSide,
  exported: ExportedHostPlan | undefined,
  { namespace, name }: NamedService,
): StatusFinding {
  if (exported !== undefined) {
    return absence(cluster, { kind: 'ServiceEntry', namespace: exported.namespace, name: exported.name, stage: STAGE });
  }
  const cause = `"${mesh.name}" has no Service "${name}" in namespace "${namespace}" that it could export`;
  const fix = 'create the Service, or correct its name in "shares"';
  return unreadFinding(cluster, 'Service', namespace) ?? finding('degraded', 'STA060', cause, fix);
}

/** Whether the gateway of the exporter exposes a host; the finding of a missing object is that of the direction. */
function exposureFindings({ mesh, cluster }: MeshSide, host: string): readonly StatusFinding[] {
  const { namespace = '' } = mesh.gateway ?? {};
  const object = findGateway(cluster, ISTIO_API, namespace, EXPOSURE_NAME);
  if (object === undefined) return [];
  const exposed = mapsAt(object, ['spec', 'servers']).flatMap((server) => textsAt(server, ['hosts']));
  if (exposed.some((pattern) => covers(pattern, host))) return [];
  const cause = `the gateway of "${mesh.name}" does not expose the host "${host}", so requests are answered with 503`;
  return [finding('degraded', 'STA068', cause, `apply "${cluster.name}/${STAGE}"`)];
}

/** Whether a host of a Gateway, of one namespace or of all, covers another host. */
function covers(pattern: string, host: string): boolean {
  const name = pattern.slice(pattern.indexOf('/') + 1);
  return name === host || (name.startsWith('*') && host.endsWith(name.slice(1)));
}

function podFindings({ mesh, cluster }: MeshSide, { namespace, name }: NamedService, selector: unknown) {
  const unread = unreadFinding(cluster, 'Pod', namespace);
  if (unread !== undefined) return [unread];
  const pods = runningPods(cluster, namespace).filter((pod) => hasLabels(pod, selector));
  if (pods.length === 0) {
    const cause = `no pod of the service "${namespace}/${name}" of "${mesh.name}" runs, so requests are answered with 503`;
    return [finding('degraded', 'STA070', cause, 'start its pods, or correct "podLabels" of the share')];
  }
  return sidecarFindings(mesh, pods, `restart them: "oc -n ${namespace} rollout restart deployment"`);
}

/** Whether the importer has the host and its endpoint. */
function importFindings(importer: MeshSide, imported: ImportedHostPlan): readonly StatusFinding[] {
  const { mesh, cluster } = importer;
  const { name } = imported;
  const { namespace } = mesh;
  const entry = cluster.find('ServiceEntry', namespace, name);
  const own =
    entry === undefined
      ? [absence(cluster, { kind: 'ServiceEntry', namespace, name, stage: STAGE })]
      : differences(importer, entry, [
          ...hostDifferences(entry, imported),
          ...listDifference('subjectAltNames', textsAt(entry, ['spec', 'subjectAltNames']), imported.subjectAltNames),
        ]);
  return [...own, ...workloadFindings(importer, { ...imported, namespace, labels: { [IMPORT_LABEL]: name } })];
}

/** Whether the importer has the endpoint, and accepts the identities of both sides. */
function endpointFindings(importer: MeshSide, endpoint: RemoteEndpoint): readonly StatusFinding[] {
  const { mesh, cluster } = importer;
  const findings = workloadFindings(importer, endpoint);
  const route = mesh.routes.find(({ host }) => host === endpoint.host);
  if (route?.subjectAltNames === undefined) return findings;
  const { namespace, name } = route;
  const rule = cluster.find('DestinationRule', namespace, name);
  if (rule === undefined) {
    return [...findings, absence(cluster, { kind: 'DestinationRule', namespace, name, stage: '50-traffic' })];
  }
  const accepted = textsAt(rule, ['spec', 'trafficPolicy', 'tls', 'subjectAltNames']);
  const missing = route.subjectAltNames.filter((identity) => !accepted.includes(identity));
  if (missing.length === 0) return findings;
  const cause = `DestinationRule "${name}" in namespace "${namespace}" of "${mesh.name}" does not accept ${listNames(missing)}, which retries hide`;
  return [...findings, finding('degraded', 'STA071', cause, `apply "${cluster.name}/50-traffic"`)];
}

type ExpectedWorkload = Pick<RemoteEndpoint, 'namespace' | 'name' | 'labels' | 'network'>;

function workloadFindings(importer: MeshSide, expected: ExpectedWorkload): readonly StatusFinding[] {
  const { namespace, name, labels, network } = expected;
  const entry = importer.cluster.find('WorkloadEntry', namespace, name);
  if (entry === undefined) {
    return [absence(importer.cluster, { kind: 'WorkloadEntry', namespace, name, stage: STAGE })];
  }
  return differences(importer, entry, [
    ...(textAt(entry, ['spec', 'network']) === network ? [] : ['network']),
    ...(hasLabels(entry, { ...labels, [TLS_MODE_LABEL]: 'istio' }) ? [] : ['labels']),
  ]);
}

/** What both sides of a host have to have in common. */
function hostDifferences(entry: Fields, { host, ports }: Pick<ImportedHostPlan, 'host' | 'ports'>): readonly string[] {
  const numbers = mapsAt(entry, ['spec', 'ports']).map(({ number }) => String(number));
  return [
    ...(textsAt(entry, ['spec', 'hosts']).includes(host) ? [] : ['hosts']),
    ...listDifference(
      'ports',
      numbers,
      ports.map(({ number }) => String(number)),
    ),
  ];
}

function listDifference(field: string, found: readonly string[], wanted: readonly string[]): readonly string[] {
  return [...found].sort().join() === [...wanted].sort().join() ? [] : [field];
}

function differences({ mesh, cluster }: MeshSide, object: Fields, fields: readonly string[]): readonly StatusFinding[] {
  if (fields.length === 0) return [];
  const [kind, name, namespace] = ['kind', 'name', 'namespace'].map((key) =>
    textAt(object, key === 'kind' ? [key] : ['metadata', key]),
  );
  const cause = `${kind} "${name}" in namespace "${namespace}" of "${mesh.name}" differs from the topology: ${fields.join(', ')}`;
  return [finding('degraded', 'STA069', cause, `apply "${cluster.name}/${STAGE}"`)];
}
