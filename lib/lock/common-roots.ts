import type { Issue } from '../issues/issue';
import { day, meshPath } from './check-reading';
import { type Kept, keepMeshes } from './keep';
import type { Lock } from './model';
import { ownEntry } from './own';
import { shortFingerprint } from './root';
import type { LockScope } from './scope';

/**
 * Finds root certificates that several meshes have without saying so, and leaves these meshes as they were, addresses
 * too. That is nearly always one cluster that was asked under two names, and then one mesh would be trusted as another.
 */
export function withoutClashes(before: Lock | undefined, after: Lock, scope: LockScope): Kept {
  const clashes = [...ownersOf(after)]
    .map(([fingerprint, owners]): Clash => ({ fingerprint, owners }))
    .filter(({ owners }) => owners.length > 1 && !isDeclared(owners, scope));
  const names = clashes.flatMap(({ owners }) => owners.map(({ mesh }) => mesh));
  return { lock: keepMeshes(before, after, names), issues: clashes.map(clashIssue) };
}

/** One root certificate and who has it. */
interface Clash {
  readonly fingerprint: string;
  readonly owners: readonly Owner[];
}

/** A mesh that has a root certificate, or had it. */
interface Owner {
  readonly mesh: string;
  readonly retired: boolean;
}

/** The meshes that have each root, retired or not: clusters that are mistaken for each other show swapped ones. */
function ownersOf({ meshes }: Lock): ReadonlyMap<string, readonly Owner[]> {
  const owners = new Map<string, Owner[]>();
  for (const [mesh, { roots }] of Object.entries(meshes)) {
    for (const { fingerprint, retired = false } of roots) {
      owners.set(fingerprint, [...(owners.get(fingerprint) ?? []), { mesh, retired }]);
    }
  }
  return owners;
}

function isDeclared(owners: readonly Owner[], scope: LockScope): boolean {
  const names = new Set(owners.map(({ mesh }) => ownEntry(scope.meshes, mesh)?.commonRoot));
  return names.size === 1 && !names.has(undefined);
}

function clashIssue({ fingerprint, owners }: Clash): Issue {
  const names = owners.map(({ mesh }) => `"${mesh}"`).join(', ');
  const message = `the meshes ${names} show the same root ${shortFingerprint(fingerprint)}; the lock keeps what it had of them`;
  const earlier = owners.some(({ retired }) => retired)
    ? '; where they do, an earlier fetch mistook them, so run "ossm-fed fetch --drop-old"'
    : '';
  const fix = `look whether the kubeconfig contexts lead to different clusters${earlier}; write the same "commonRoot:" in these meshes where they share it on purpose`;
  return { code: 'LCK027', path: meshPath(owners.at(-1)?.mesh ?? ''), message, fix };
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
