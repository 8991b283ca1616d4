import { parseToken } from '../federation/tokens';
import type { MeshPlan, Ossm2Plan, Peer } from '../ossm2/model';

/** What the manifests of a federation take from the lock. */
export interface LockScope {
  /** By the mesh's name, sorted: all meshes of the federation, those that need nothing as well. */
  readonly meshes: { readonly [mesh: string]: MeshScope };
}

/** What peers take from the lock about one mesh, and what is known of the mesh beforehand. */
export interface MeshScope {
  readonly trustDomain: string;
  /** Whether somebody else made the key that the mesh signs with. */
  readonly customCA: boolean;
  /** The name of the root certificate that the mesh shares with others. */
  readonly commonRoot?: string;
  /** Whether peers wait for its root certificates. */
  readonly needsRoot: boolean;
  /** The ingress gateways whose addresses peers wait for, sorted. */
  readonly gateways: readonly string[];
}

/** What the manifests of a federation take from the lock: a value for each token that they hold, and no other. */
export function scopeOf(clusters: readonly Ossm2Plan[]): LockScope {
  const meshes = clusters.flatMap((cluster) => cluster.meshes);
  const awaited = new Map(meshes.map(({ name }) => [name, { root: false, gateways: new Set<string>() }]));
  for (const subject of meshes.flatMap(({ peers }) => peers.flatMap(subjectsOf))) {
    const wanted = awaited.get(subject.mesh);
    if (subject.kind === 'root' && wanted !== undefined) wanted.root = true;
    if (subject.kind === 'address') wanted?.gateways.add(subject.gateway);
  }
  const sorted = [...meshes].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { meshes: Object.fromEntries(sorted.map((mesh) => [mesh.name, meshScope(mesh, awaited.get(mesh.name))])) };
}

function subjectsOf({ rootCertificate, remote }: Peer) {
  return [rootCertificate.pem, ...remote.addresses].flatMap((text) => parseToken(text) ?? []);
}

function meshScope(
  { trustDomain, controlPlane, commonRoot }: MeshPlan,
  wanted: { readonly root: boolean; readonly gateways: ReadonlySet<string> } | undefined,
): MeshScope {
  return {
    trustDomain,
    customCA: controlPlane.customCA,
    ...(commonRoot !== undefined && { commonRoot }),
    needsRoot: wanted?.root ?? false,
    gateways: [...(wanted?.gateways ?? [])].sort(),
  };
}
