import type { Issue } from '../issues/issue';
import { day, meshPath } from './check-reading';
import type { Lock, LockedMesh } from './model';
import { ownEntry } from './own';
import { shortFingerprint } from './root';
import type { LockScope } from './scope';

/**
 * Finds root certificates that several meshes have without saying so, and leaves the roots of these meshes as they
 * were. That is nearly always one cluster that was asked under two names, and then one mesh would be trusted as another.
 */
export function withoutClashes(
  before: Lock | undefined,
  after: Lock,
  scope: LockScope,
): { readonly lock: Lock; readonly issues: readonly Issue[] } {
  const clashes = [...ownersOf(after)].filter(([, meshes]) => meshes.length > 1 && !isDeclared(meshes, scope));
  const clashing = new Set(clashes.flatMap(([, meshes]) => meshes));
  if (clashing.size === 0) return { lock: after, issues: [] };
  const entries = Object.entries(after.meshes).flatMap(([name, mesh]) => {
    if (!clashing.has(name)) return [[name, mesh] as const];
    const kept: LockedMesh = { ...mesh, roots: ownEntry(before?.meshes, name)?.roots ?? [] };
    return kept.roots.length === 0 && Object.keys(kept.gateways).length === 0 ? [] : [[name, kept] as const];
  });
  return { lock: { meshes: Object.fromEntries(entries) }, issues: clashes.map(clashIssue) };
}

/** The meshes that have each root, retired or not: clusters that are mistaken for each other show swapped ones. */
function ownersOf({ meshes }: Lock): ReadonlyMap<string, readonly string[]> {
  const owners = new Map<string, string[]>();
  for (const [name, { roots }] of Object.entries(meshes)) {
    for (const { fingerprint } of roots) owners.set(fingerprint, [...(owners.get(fingerprint) ?? []), name]);
  }
  return owners;
}

function isDeclared(meshes: readonly string[], scope: LockScope): boolean {
  const names = new Set(meshes.map((mesh) => ownEntry(scope.meshes, mesh)?.commonRoot));
  return names.size === 1 && !names.has(undefined);
}

function clashIssue([fingerprint, meshes]: readonly [string, readonly string[]]): Issue {
  const [first = '', ...others] = meshes;
  const message = `the meshes ${meshes.map((mesh) => `"${mesh}"`).join(', ')} show the same root ${shortFingerprint(fingerprint)}; their roots were left as they were`;
  const fix =
    'look whether the kubeconfig contexts lead to different clusters; write the same "commonRoot:" in these meshes where they share it on purpose';
  return { code: 'LCK027', path: meshPath(others.at(-1) ?? first), message, fix };
}

/** Meshes that say that they have one root and have none in common. */
export function commonRootIssues({ meshes }: Lock, scope: LockScope): readonly Issue[] {
  const groups = new Map<string, readonly string[]>();
  for (const [name, { commonRoot }] of Object.entries(scope.meshes)) {
    const isKnown = (ownEntry(meshes, name)?.roots ?? []).length > 0;
    if (commonRoot !== undefined && isKnown) groups.set(commonRoot, [...(groups.get(commonRoot) ?? []), name]);
  }
  return [...groups].flatMap(([commonRoot, [first = '', ...others]]) => {
    const shared = new Set(meshes[first]?.roots.map(({ fingerprint }) => fingerprint));
    const strange = others.filter((name) => !meshes[name]?.roots.some(({ fingerprint }) => shared.has(fingerprint)));
    return strange.map((name): Issue => {
      const message = `the meshes "${first}" and "${name}" have no root in common, although both say "commonRoot: ${commonRoot}"`;
      const fix = 'give the meshes the same root, or names of their own for it';
      return { code: 'LCK028', path: [...meshPath(name), 'commonRoot'], message, fix, level: 'warning' };
    });
  });
}

/** Roots that are kept although nothing can be trusted by them any more. */
export function leftOverIssues({ meshes }: Lock, now: Date): readonly Issue[] {
  return Object.entries(meshes).flatMap(([name, { roots }]) =>
    roots
      .filter(({ retired, notAfter }) => retired && new Date(notAfter) <= now)
      .map(({ fingerprint, notAfter }): Issue => {
        const message = `the old root ${shortFingerprint(fingerprint)} of the mesh "${name}" expired on ${day(new Date(notAfter))}`;
        return {
          code: 'LCK029',
          path: meshPath(name),
          message,
          fix: 'run "ossm-fed fetch --drop-old"',
          level: 'warning',
        };
      }),
  );
}
