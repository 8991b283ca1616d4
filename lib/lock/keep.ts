import type { Issue } from '../issues/issue';
import type { Lock } from './model';
import { ownEntry } from './own';

/** A lock in which some meshes were left as they were, and why. */
export interface Kept {
  readonly lock: Lock;
  readonly issues: readonly Issue[];
}

/** A lock with all that an earlier one had of some meshes, and nothing else of them. */
export function keepMeshes(before: Lock | undefined, after: Lock, names: readonly string[]): Lock {
  if (names.length === 0) return after;
  const kept = new Set(names);
  const entries = Object.entries(after.meshes).flatMap(([name, mesh]) => {
    if (!kept.has(name)) return [[name, mesh] as const];
    const old = ownEntry(before?.meshes, name);
    return old === undefined ? [] : [[name, old] as const];
  });
  return { meshes: Object.fromEntries(entries) };
}
