import type { FactKind, MergeValueOptions } from '../kind';
import { objectOf } from '../model';
import type { FactPlace } from '../place';
import { getPermission, readText } from '../sources';
import { rootChanges } from './changes';
import { checkLockedRoots } from './check-locked';
import { type LockedRoot, MAX_ROOTS, sortRoots } from './locked-root';
import { checkPublished } from './published';
import { reviewRoots } from './review';

/**
 * The root certificates of a mesh, as PEM text that its control plane publishes: the token is `<ossm-fed:root:MESH>`.
 *
 * @param places where manifests may have the tokens
 */
export function rootKind(places: readonly FactPlace[]): FactKind<string, readonly LockedRoot[]> {
  return {
    name: 'root',
    lockKey: 'roots',
    isNamed: false,
    nothing: [],
    places,
    describe: ({ mesh }) => `root certificates of mesh "${mesh}"`,
    read: readText,
    permissions: ({ source }) => [getPermission(objectOf(source))],
    fix: (failure) =>
      failure === 'pending'
        ? 'wait until the control plane is ready'
        : 'find out what writes to that object besides istiod',
    check: checkPublished,
    merge: rotateRoots,
    review: reviewRoots,
    readLocked: checkLockedRoots,
    printLocked: (roots) => roots.map(printRoot),
    changes: ({ mesh }, before = [], after = []) => rootChanges(mesh, before, after),
    fill: (roots) => (roots.length === 0 ? {} : { block: roots.map(({ pem }) => pem).join('') }),
  };
}

/**
 * The root certificates that a mesh publishes, and as many of those that it published before as there is room for: peers
 * have to trust the old and the new one while a mesh rotates them, because workloads have certificates of both.
 */
function rotateRoots(
  before: readonly LockedRoot[] = [],
  published: readonly LockedRoot[],
  { dropOld }: MergeValueOptions,
): readonly LockedRoot[] {
  const current = new Set(published.map(({ fingerprint }) => fingerprint));
  const old = dropOld ? [] : before.filter(({ fingerprint }) => !current.has(fingerprint));
  const longest = [...old].sort((a, b) => (a.notAfter > b.notAfter ? -1 : 1)).slice(0, MAX_ROOTS - published.length);
  return sortRoots([...published, ...longest.map((root) => ({ ...root, retired: true as const }))]);
}

function printRoot({ fingerprint, subject, notBefore, notAfter, retired, pem }: LockedRoot): LockedRoot {
  return { fingerprint, subject, notBefore, notAfter, ...(retired && { retired }), pem };
}
