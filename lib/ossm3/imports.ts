import type { Mesh } from '../federation/model';
import { serviceAccountIdentity, serviceHost } from '../federation/names';
import type { LocalityProps, NamedService } from '../topology/model';
import { groupBy } from '../values';
import type { ExportedHostPlan, ImportedHostPlan, RemoteEndpoint } from './model';
import { remoteNetwork, shortName, spiffeID, withHash } from './names';
import type { PeerNames } from './peers';
import type { ServiceShare, ServiceShares } from './service-shares';

/** The SPIFFE IDs of those who serve an import, sorted. */
export function serversOf({ share: { exporter }, service }: ServiceShare): readonly string[] {
  const { namespace, serviceAccounts } = service;
  return serviceAccounts
    .map((account) => spiffeID(serviceAccountIdentity(exporter.trustDomain, namespace, account)))
    .sort();
}

/** The hosts that a mesh imports, sorted by name. */
export function importedHosts(mesh: Mesh, shared: ServiceShares, peers: PeerNames): readonly ImportedHostPlan[] {
  const own = shared.to(mesh.name).filter(({ mergedWith }) => mergedWith === undefined);
  return withDistinctNames(
    own.map((one): ImportedHostPlan => {
      const { share, service, imported, host } = one;
      return {
        name: shortName([imported.name, imported.namespace, share.exporter.name]),
        mesh: share.exporter.name,
        service: { namespace: service.namespace, name: service.name },
        host,
        exportTo: clientsOf(mesh, share.stated.clients),
        ports: service.ports,
        subjectAltNames: serversOf(one),
        ...placeOf(mesh, one, peers),
      };
    }),
  );
}

/** What a mesh imports as endpoints of its own Services, sorted by namespace and name. */
export function remoteEndpoints(mesh: Mesh, shared: ServiceShares, peers: PeerNames): readonly RemoteEndpoint[] {
  const own = shared.to(mesh.name).flatMap((one): readonly RemoteEndpoint[] => {
    const { share, service, imported, host, mergedWith: labels } = one;
    if (labels === undefined) return [];
    return [
      {
        name: shortName([imported.name, share.exporter.name]),
        namespace: imported.namespace,
        mesh: share.exporter.name,
        service: { namespace: service.namespace, name: service.name },
        host,
        labels,
        ...placeOf(mesh, one, peers),
      },
    ];
  });
  return [...own].sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1));
}

/** The hosts of a mesh that are not the names of its Services, sorted by namespace and name; one for several importers. */
export function exportedHosts(mesh: Mesh, shared: ServiceShares): readonly ExportedHostPlan[] {
  const { domain } = mesh.cluster;
  const foreign = shared
    .from(mesh.name)
    .filter(({ service, host }) => host !== serviceHost(service.name, service.namespace, domain));
  const hosts = [...groupBy(foreign, ({ host }) => host)].flatMap(([host, [first]]): readonly ExportedHostPlan[] => {
    if (first === undefined) return [];
    const { service, imported, share } = first;
    const name = shortName([imported.name, imported.namespace, share.importer.name]);
    return [{ name, namespace: service.namespace, host, ports: service.ports, podLabels: service.podLabels }];
  });
  return withDistinctNames(hosts);
}

/** The Services that a mesh exports, each once, sorted by namespace and name. */
export function exportedServices(mesh: Mesh, shared: ServiceShares): readonly NamedService[] {
  const all = groupBy(shared.from(mesh.name), ({ service: { namespace, name } }) => `${namespace}/${name}`);
  return [...all]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, own]) => own.slice(0, 1).map(({ service: { namespace, name } }) => ({ namespace, name })));
}

/** The hosts that the gateway of a mesh exposes, sorted. */
export function exposedHosts(mesh: Mesh, shared: ServiceShares): readonly string[] {
  return [...new Set(shared.from(mesh.name).map(({ host }) => host))].sort();
}

/** The namespaces that see an import: those stated, or the members of the mesh. */
function clientsOf({ members }: Mesh, stated: readonly string[] | undefined): readonly string[] {
  const clients = stated ?? members;
  return clients.length === 0 || clients.includes('*') ? ['*'] : [...new Set(clients)].sort();
}

function placeOf(mesh: Mesh, { share: { exporter } }: ServiceShare, peers: PeerNames) {
  const { locality } = exporter.cluster.props;
  return {
    network: remoteNetwork(peers.nameOf(mesh.name, exporter.name)),
    ...(locality !== undefined && { locality: localityText(locality) }),
  };
}

function localityText({ region, zone, subzone }: LocalityProps): string {
  return [region, zone, subzone].filter((part) => part !== undefined).join('/');
}

/** Objects whose names differ in each namespace: hosts may differ by their suffix alone. */
function withDistinctNames<T extends { readonly name: string; readonly namespace?: string; readonly host: string }>(
  objects: readonly T[],
): readonly T[] {
  const keyOf = ({ namespace = '', name }: T) => `${namespace}/${name}`;
  const named = [...groupBy(objects, keyOf).values()].flatMap(([first, ...others]) => [
    ...(first === undefined ? [] : [first]),
    ...others.map((one) => ({ ...one, name: withHash(one.name, one.host) })),
  ]);
  return named.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
