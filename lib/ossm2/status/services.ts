import { listNames } from '../../issues/suggest';
import { absence, clusterFinding, unreadFinding } from '../../status/clusters';
import { mapsAt } from '../../status/observation';
import { finding, itemOf, type ServiceStatus, type StatusFinding, type StatusItem } from '../../status/report';
import type { PeerDirection } from './edges';
import {
  duplicateExports,
  exportSet,
  hasExpectedRules,
  importSet,
  listedHosts,
  type SharedService,
  sharedServices,
} from './exchange';

/** How many unexpected exports a finding names. */
const MAX_NAMED = 5;

/** Compares the sets of a direction with the topology: their existence, their rules, and names that they export. */
export function exchangeFindings(direction: PeerDirection): readonly StatusFinding[] {
  const { mesh, peer, cluster, other, opposite, otherCluster } = direction;
  if (opposite.exports.length === 0 && peer.imports.length === 0) return [];
  const stage = '40-federation';
  const sets = [
    { kind: 'export', set: exportSet(direction), owner: other, name: opposite.name, where: otherCluster },
    { kind: 'import', set: importSet(direction), owner: mesh, name: peer.name, where: cluster },
  ] as const;
  return sets.flatMap(({ kind, set, owner: { name: owner, namespace }, name, where }) => {
    const object = { kind: kind === 'export' ? 'ExportedServiceSet' : 'ImportedServiceSet', namespace, name, stage };
    if (set === undefined) return [absence(where, object)];
    const cause = `the rules of ${object.kind} "${name}" of "${owner}" differ from the topology`;
    const wrong = hasExpectedRules(direction, set, kind)
      ? []
      : [finding('degraded', 'STA061', cause, `apply "${where.name}/${stage}"`)];
    return kind === 'import' ? wrong : [...wrong, ...duplicateFindings(direction, set), ...extraFindings(direction)];
  });
}

function duplicateFindings(direction: PeerDirection, set: NonNullable<ReturnType<typeof exportSet>>) {
  return [...duplicateExports(direction, set)].map(([host, services]) => {
    const cause = `"${direction.other.name}" exports ${listNames(services)} under one name, "${host}", so the status of its exports is stale`;
    return finding('degraded', 'STA065', cause, 'give each service a name of its own with "exportAs"');
  });
}

/** A remark about exports that the topology does not have. */
function extraFindings(direction: PeerDirection): readonly StatusFinding[] {
  const expected = new Set(sharedServices(direction).map(({ exportedHost }) => exportedHost));
  const extra = [...listedHosts(exportSet(direction), 'exportedServices').keys()].filter((host) => !expected.has(host));
  if (extra.length === 0) return [];
  const { mesh, other, otherCluster } = direction;
  const more = extra.length > MAX_NAMED ? ` and ${extra.length - MAX_NAMED} more` : '';
  const cause = `"${other.name}" lists exports for "${mesh.name}" that the topology does not have: ${extra.slice(0, MAX_NAMED).join(', ')}${more}`;
  return [finding('healthy', 'STA066', cause, `apply "${otherCluster.name}/40-federation"`)];
}

/**
 * The status of each shared service of a direction.
 *
 * @param connection the health of the connection; unless it is healthy, the statuses of sets count for nothing
 */
export function serviceStatuses(direction: PeerDirection, connection: StatusItem): readonly ServiceStatus[] {
  const [exported, imported] = [
    listedHosts(exportSet(direction), 'exportedServices'),
    listedHosts(importSet(direction), 'importedServices'),
  ];
  return sharedServices(direction).map((service) => {
    const own = objectFindings(direction, service);
    const rest =
      connection.health === 'healthy'
        ? listFindings(direction, service, exported, imported)
        : [connectionFinding(direction, connection)];
    const host = service.imported?.host;
    return {
      exporter: direction.other.name,
      importer: direction.mesh.name,
      service: `${service.namespace}/${service.name}`,
      ...(host !== undefined && { host }),
      ...itemOf([...own, ...(service.object === undefined ? [] : rest)]),
    };
  });
}

function objectFindings(
  direction: PeerDirection,
  { name, namespace, object }: SharedService,
): readonly StatusFinding[] {
  const { other, otherCluster } = direction;
  if (object === undefined) {
    const unread = unreadFinding(otherCluster, 'Service', namespace);
    if (unread !== undefined) return [unread];
    const cause = `"${other.name}" has no Service "${name}" in a member namespace "${namespace}" that it could export`;
    return [finding('degraded', 'STA060', cause, 'create the Service, or correct its name in "shares"')];
  }
  const { length } = mapsAt(object, ['spec', 'ports']);
  if (length <= 1) return [];
  const cause = `Service "${name}" in namespace "${namespace}" of "${other.name}" has ${length} ports, so requests to the import are answered with 503`;
  return [finding('degraded', 'STA064', cause, 'export a Service with one port (FED015)')];
}

function connectionFinding({ mesh, other, cluster }: PeerDirection, { health }: StatusItem): StatusFinding {
  const skipped = cluster.isSkipped ? clusterFinding(cluster) : undefined;
  if (skipped !== undefined) return skipped;
  const cause = `the connection from "${mesh.name}" to "${other.name}" is ${health}, so its status is of no value`;
  return finding(health, 'STA067', cause, 'repair the connection first');
}

type ListedHosts = ReturnType<typeof listedHosts>;

function listFindings(
  { mesh, other, domain }: PeerDirection,
  { name, namespace, exportedHost = '', imported: expected }: SharedService,
  exported: ListedHosts,
  imported: ListedHosts,
): readonly StatusFinding[] {
  const service = `"${namespace}/${name}"`;
  const local = exported.get(exportedHost);
  if (local === undefined || !local.startsWith(`${name}.${namespace}.svc.`)) {
    const instead = local === undefined ? '' : `, but ${local}`;
    const cause = `"${other.name}" does not list ${service} as "${exportedHost}"${instead}, so its status differs from its rules`;
    return [
      finding('degraded', 'STA062', cause, 'check "exportTo" of the Service, and names that the rules use twice'),
    ];
  }
  if (expected === undefined) return [];
  const host = imported.get(exportedHost);
  if (host === expected.host) return [];
  const found =
    host === undefined ? 'does not list it' : host === '' ? 'lists it without a host' : `has it as "${host}"`;
  const cause = `"${mesh.name}" does not import ${service} of "${other.name}" as "${expected.host}": its ImportedServiceSet ${found}`;
  const fix = `wait for up to six minutes after an edit, then compare its rules; the domain of the cluster is "${domain}"`;
  return [finding('degraded', 'STA063', cause, fix)];
}
