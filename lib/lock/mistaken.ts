import type { Issue } from '../issues/issue';
import { meshPath } from './check-reading';
import { type Kept, keepMeshes } from './keep';
import type { Lock } from './model';
import { ownEntry } from './own';
import type { LockScope, MeshScope } from './scope';

/**
 * Finds meshes that show a root of the trust domain of another mesh, which for its part shows none of its own, and leaves
 * them as they were: their kubeconfig contexts lead to each other's clusters. Where the other one does show its own, this
 * mesh may just be older than its trust domain, as istiod keeps a root for ten years.
 */
export function withoutMistaken(before: Lock | undefined, after: Lock, scope: LockScope): Kept {
  const names = Object.keys(scope.meshes);
  const mistaken = Object.keys(after.meshes).flatMap((mesh) => {
    const own = ownEntry(scope.meshes, mesh);
    if (own === undefined || own.customCA || own.commonRoot !== undefined || shows(after, mesh, own)) return [];
    const other = names.find((name) => {
      const theirs = ownEntry(scope.meshes, name);
      return theirs !== undefined && shows(after, mesh, theirs) && !shows(after, name, theirs);
    });
    return other === undefined ? [] : [{ mesh, other }];
  });
  const kept = mistaken.map(({ mesh }) => mesh);
  return { lock: keepMeshes(before, after, kept), issues: mistaken.map(toIssue) };
}

/** Whether a mesh shows a root that istiod made for the trust domain of a mesh. */
function shows({ meshes }: Lock, mesh: string, { trustDomain }: MeshScope): boolean {
  const roots = ownEntry(meshes, mesh)?.roots ?? [];
  return roots.some(({ retired, subject }) => !retired && subject.split(', ').includes(`O=${trustDomain}`));
}

function toIssue({ mesh, other }: { readonly mesh: string; readonly other: string }): Issue {
  const message = `the cluster that was asked for the mesh "${mesh}" shows a root of the trust domain of "${other}"; the lock keeps what it had of "${mesh}"`;
  const fix = `look whether the kubeconfig contexts of "${mesh}" and "${other}" lead to each other's clusters`;
  return { code: 'LCK031', path: meshPath(mesh), message, fix };
}
