import { type Issue, printPath } from '../../issues/issue';
import { ownEntry } from '../../values';
import type { FactReview, FactVerdict, MeshValues } from '../kind';
import type { LockedRoot } from './locked-root';
import { mistakenIssue, mistakenMeshes } from './mistaken';
import { commonRootIssues, leftOverIssues, undeclaredIssue, undeclaredRoots } from './shared';

/** Compares the root certificates of all meshes, to find clusters that were mistaken for each other. */
export function reviewRoots({ before, after, meshes, now, issues }: FactReview<readonly LockedRoot[]>): FactVerdict {
  const mistaken = mistakenMeshes(after, meshes);
  const mistakenNames = mistaken.map(({ mesh }) => mesh);
  const plausible = restore(before, after, mistakenNames);
  const shared = undeclaredRoots(plausible, meshes);
  const sharedNames = shared.flatMap(({ owners }) => owners.map(({ mesh }) => mesh));
  const kept = restore(before, plausible, sharedNames);
  const found = mistaken.map(mistakenIssue);
  return {
    keep: [...mistakenNames, ...sharedNames],
    issues: [
      ...withoutDoubt(issues, found),
      ...found,
      ...shared.map(undeclaredIssue),
      ...commonRootIssues(kept, meshes),
      ...leftOverIssues(kept, now),
    ],
  };
}

/** Values in which some meshes are as they were before. */
function restore<V>(before: MeshValues<V>, after: MeshValues<V>, names: readonly string[]): MeshValues<V> {
  const restored = new Set(names);
  const entries = Object.entries(after).flatMap(([mesh, value]) => {
    const kept = restored.has(mesh) ? ownEntry(before, mesh) : value;
    return kept === undefined ? [] : [[mesh, kept] as const];
  });
  return Object.fromEntries(entries);
}

/** Issues without the doubt whether a certificate is foreign where it is known to whom it belongs. */
function withoutDoubt(issues: readonly Issue[], known: readonly Issue[]): readonly Issue[] {
  const certain = new Set(known.map(({ path }) => printPath(path)));
  return issues.filter(({ code, path }) => code !== 'LCK025' || !certain.has(printPath(path)));
}
