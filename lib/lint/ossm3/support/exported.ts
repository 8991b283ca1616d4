import { fitsHost, isWildcard } from '../../../observed/ossm3/hosts';
import type { ExposedHost, IstioMesh, MeshEntry } from '../../../observed/ossm3/model';
import { exposuresOf, targetsOf } from './exports';

/** A host that a mesh exports: exposed by name, or imported by another mesh and exposed by a wildcard. */
export interface ExportedHost {
  /** The host. */
  readonly host: string;
  /** The hosts of gateways by which it is exposed. */
  readonly exposures: readonly ExposedHost[];
}

/** The hosts that a mesh exports, each once, sorted. */
export function exportedHosts(mesh: IstioMesh): readonly ExportedHost[] {
  const named = mesh.exposed.flatMap(({ host }) => (isWildcard(host) ? [] : host));
  const imported = mesh.importedBy
    .map(({ host }) => host)
    .filter((host) => mesh.exposed.some((one) => fitsHost(one.host, host)));
  return [...new Set([...named, ...imported])].sort().map((host) => ({ host, exposures: exposuresOf(mesh, host) }));
}

/** The ServiceEntries by which a mesh exports hosts, each once; those of its own imports are left out. */
export function exportEntries(mesh: IstioMesh): readonly MeshEntry[] {
  const entries = exportedHosts(mesh).flatMap(({ host }) => targetsOf(mesh, host).entries);
  return [...new Set(entries)].filter(({ endpoints }) => !endpoints.some(({ isRemote }) => isRemote));
}
