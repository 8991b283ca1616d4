import { fitsHost, isWildcard, serviceOfHost } from '../../../observed/ossm3/hosts';
import type { EntryPort, ExposedHost, IstioMesh, MeshEntry, MeshService } from '../../../observed/ossm3/model';
import type { ManifestPlace } from '../../rules/support/places';

/** What an exposed host leads to in its mesh. */
export interface ExportTargets {
  /** The Service of the host; a ServiceEntry of the same host is then without effect. */
  readonly service?: MeshService;
  /** The ServiceEntries of the host; empty where there is a Service. */
  readonly entries: readonly MeshEntry[];
}

/** The hosts of gateways by which a mesh exposes a host; empty where it does not. */
export function exposuresOf({ exposed }: IstioMesh, host: string): readonly ExposedHost[] {
  return exposed.filter((one) => fitsHost(one.host, host));
}

/** What a host leads to in a mesh that exports it. */
export function targetsOf({ servicesByHost, entriesByHost }: IstioMesh, host: string): ExportTargets {
  const service = servicesByHost.get(host);
  return service === undefined ? { entries: entriesByHost.get(host) ?? [] } : { service, entries: [] };
}

/** Whether a host leads to nothing in a mesh, as far as its manifests can tell: Services may be created elsewhere. */
export function isUnknownTarget(mesh: IstioMesh, host: string): boolean {
  const { service, entries } = targetsOf(mesh, host);
  if (service !== undefined || entries.length > 0) return false;
  const named = serviceOfHost(host);
  return named === undefined || mesh.services.some(({ namespace }) => namespace === named.namespace);
}

/** Whether a wildcard fits no Service and no ServiceEntry of a mesh. */
export function fitsNothing({ services, entriesByHost }: IstioMesh, pattern: string): boolean {
  return ![...services.map(({ host }) => host), ...entriesByHost.keys()].some((host) => fitsHost(pattern, host));
}

/** The ports of what a host leads to, each with its object. */
export function targetPorts({ service, entries }: ExportTargets): readonly (EntryPort & ManifestPlace)[] {
  const owners = service === undefined ? entries : [service];
  return owners.flatMap(({ object, ports }) => ports.map((port) => ({ ...port, object })));
}

/** The hosts that a mesh exposes by name. */
export function exposedNames({ exposed }: IstioMesh): readonly string[] {
  return [
    ...new Set(exposed.flatMap(({ host, selector }) => (selector === undefined || isWildcard(host) ? [] : host))),
  ];
}
