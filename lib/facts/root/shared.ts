import type { Issue } from '../../issues/issue';
import { ownEntry } from '../../values';
import { type MeshValues, meshPath } from '../kind';
import type { MeshIdentities } from '../model';
import { dayOf, type LockedRoot, shortFingerprint } from './locked-root';

type RootsOfMeshes = MeshValues<readonly LockedRoot[]>;

/** One root certificate that several meshes have without a common name for it in the topology. */
export interface SharedRoot {
  /** The fingerprint of the certificate. */
  readonly fingerprint: string;
  /** The meshes that have it, retired or not. */
  readonly owners: readonly RootOwner[];
}

/** A mesh that has a root certificate, or had it. */
export interface RootOwner {
  /** The name of the mesh. */
  readonly mesh: string;
  /** Whether the mesh no longer publishes the certificate. */
  readonly retired: boolean;
}

/**
 * Finds root certificates that several meshes have although the topology does not say so. That is nearly always one
 * cluster that was read under two names, and then one mesh would be trusted as another. Retired certificates count, because
 * two clusters that are mistaken for each other publish each other's.
 */
export function undeclaredRoots(roots: RootsOfMeshes, meshes: MeshIdentities): readonly SharedRoot[] {
  return [...ownersOf(roots)]
    .map(([fingerprint, owners]): SharedRoot => ({ fingerprint, owners }))
    .filter(({ owners }) => owners.length > 1 && !isDeclared(owners, meshes));
}

function ownersOf(roots: RootsOfMeshes): ReadonlyMap<string, readonly RootOwner[]> {
  const owners = new Map<string, RootOwner[]>();
  for (const [mesh, all] of Object.entries(roots)) {
    for (const { fingerprint, retired = false } of all) {
      owners.set(fingerprint, [...(owners.get(fingerprint) ?? []), { mesh, retired }]);
    }
  }
  return owners;
}

function isDeclared(owners: readonly RootOwner[], meshes: MeshIdentities): boolean {
  const names = new Set(owners.map(({ mesh }) => ownEntry(meshes, mesh)?.commonRoot));
  return names.size === 1 && !names.has(undefined);
}

/** The issue for a root certificate that several meshes have. */
export function undeclaredIssue({ fingerprint, owners }: SharedRoot): Issue {
  const names = owners.map(({ mesh }) => `"${mesh}"`).join(', ');
  const message = `meshes ${names} have the same root certificate ${shortFingerprint(fingerprint)}; the lock keeps what it has of them`;
  const earlier = owners.some(({ retired }) => retired)
    ? '; if they do, an earlier fetch mistook them for each other: run "ossm-fed fetch --drop-old"'
    : '';
  const fix = `check whether the kubeconfig contexts refer to different clusters${earlier}; write the same "commonRoot:" for these meshes if they share the certificate on purpose`;
  return { code: 'LCK027', path: meshPath(owners.at(-1)?.mesh ?? ''), message, fix };
}

/** Warnings for meshes that have the same `commonRoot` in the topology, and no root certificate in common. */
export function commonRootIssues(roots: RootsOfMeshes, meshes: MeshIdentities): readonly Issue[] {
  const groups = new Map<string, readonly string[]>();
  for (const [name, { commonRoot }] of Object.entries(meshes)) {
    const isKnown = (ownEntry(roots, name) ?? []).length > 0;
    if (commonRoot !== undefined && isKnown) groups.set(commonRoot, [...(groups.get(commonRoot) ?? []), name]);
  }
  return [...groups].flatMap(([commonRoot, [first = '', ...others]]) => {
    const shared = new Set(roots[first]?.map(({ fingerprint }) => fingerprint));
    const strange = others.filter((name) => !roots[name]?.some(({ fingerprint }) => shared.has(fingerprint)));
    return strange.map((name): Issue => {
      const message = `meshes "${first}" and "${name}" have no root certificate in common, although both have "commonRoot: ${commonRoot}"`;
      const fix = 'give the meshes the same root certificate, or give each mesh a "commonRoot" of its own';
      return { code: 'LCK028', path: [...meshPath(name), 'commonRoot'], message, fix, level: 'warning' };
    });
  });
}

/** Warnings for retired root certificates that have expired. */
export function leftOverIssues(roots: RootsOfMeshes, now: Date): readonly Issue[] {
  return Object.entries(roots).flatMap(([mesh, all]) =>
    all
      .filter(({ retired, notAfter }) => retired && new Date(notAfter) <= now)
      .map(({ fingerprint, notAfter }): Issue => {
        const message = `retired root certificate ${shortFingerprint(fingerprint)} of mesh "${mesh}" expired on ${dayOf(new Date(notAfter))}`;
        const fix = 'run "ossm-fed fetch --drop-old"';
        return { code: 'LCK029', path: meshPath(mesh), message, fix, level: 'warning' };
      }),
  );
}
