import type { Issue } from '../../issues/issue';
import { ownEntry } from '../../values';
import { type MeshValues, meshPath } from '../kind';
import type { MeshIdentities, MeshIdentity } from '../model';
import type { LockedRoot } from './locked-root';

/** A mesh whose cluster was probably mistaken for that of another mesh. */
export interface MistakenMesh {
  /** The name of the mesh. */
  readonly mesh: string;
  /** The name of the mesh to whose trust domain its root certificate belongs. */
  readonly other: string;
}

/**
 * Finds meshes that publish a root certificate of the trust domain of another mesh, which itself publishes none of its
 * own: their kubeconfig contexts are swapped. Where the other mesh publishes its own, this mesh may just be older than its
 * trust domain, because istiod keeps a root certificate for ten years.
 */
export function mistakenMeshes(
  roots: MeshValues<readonly LockedRoot[]>,
  meshes: MeshIdentities,
): readonly MistakenMesh[] {
  return Object.keys(roots).flatMap((mesh) => {
    const own = ownEntry(meshes, mesh);
    if (own === undefined || own.customCA || own.commonRoot !== undefined || publishes(roots, mesh, own)) return [];
    const other = Object.keys(meshes).find((name) => {
      const theirs = ownEntry(meshes, name);
      return theirs !== undefined && publishes(roots, mesh, theirs) && !publishes(roots, name, theirs);
    });
    return other === undefined ? [] : [{ mesh, other }];
  });
}

/** Whether a mesh publishes a root certificate that istiod made for the trust domain of a mesh. */
function publishes(
  roots: MeshValues<readonly LockedRoot[]>,
  mesh: string,
  { trustDomain }: Pick<MeshIdentity, 'trustDomain'>,
): boolean {
  const all = ownEntry(roots, mesh) ?? [];
  return all.some(({ retired, subject }) => !retired && subject.split(', ').includes(`O=${trustDomain}`));
}

/** The issue for a mesh whose cluster was mistaken. */
export function mistakenIssue({ mesh, other }: MistakenMesh): Issue {
  const message = `the cluster of mesh "${mesh}" publishes a root certificate of the trust domain of mesh "${other}"; the lock keeps what it has of mesh "${mesh}"`;
  const fix = `check whether the kubeconfig contexts of "${mesh}" and "${other}" are swapped`;
  return { code: 'LCK031', path: meshPath(mesh), message, fix };
}
