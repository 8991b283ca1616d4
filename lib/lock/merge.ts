import type { CaCertificate } from '../certificates/pem';
import { type Issue, printPath } from '../issues/issue';
import { changesBetween, type LockChange } from './change';
import { checkGateway, checkRoots } from './check-reading';
import { commonRootIssues, leftOverIssues, withoutClashes } from './common-roots';
import { withoutMistaken } from './mistaken';
import type { Lock, LockedGateway, LockedMesh, LockedRoot, Reading } from './model';
import { ownEntry } from './own';
import { lockedRoot, MOST_ROOTS, sortRoots } from './root';
import type { LockScope } from './scope';

/** How readings become a lock. */
export interface MergeOptions {
  /** What the federation takes from the lock. */
  readonly scope: LockScope;
  /** When it is; expiry alone depends on it. */
  readonly now: Date;
  /** Whether roots are dropped that meshes no longer show; of meshes alone whose roots are among the readings. */
  readonly dropOld?: boolean;
  /** Whether all clusters were asked; then what the federation no longer takes from the lock is dropped. */
  readonly whole?: boolean;
}

/** A new lock, and how it came about. */
export interface Merged {
  /** The lock; where a reading is of no use, it keeps what it had. */
  readonly lock: Lock;
  /** Errors and warnings, with paths in the topology. */
  readonly issues: readonly Issue[];
  /** How the lock differs from the one before; nothing where clusters are as it says. */
  readonly changes: readonly LockChange[];
}

/** What is known of one mesh while readings are taken in. */
interface Draft {
  roots: readonly LockedRoot[];
  readonly gateways: Map<string, LockedGateway>;
}

/**
 * Takes readings into a lock. A root certificate that its mesh no longer shows stays trusted until `dropOld`, so that
 * peers trust the old and the new one while a mesh changes (fact sheet 4.2); addresses replace those before.
 */
export function mergeReadings(lock: Lock | undefined, readings: readonly Reading[], options: MergeOptions): Merged {
  const { scope, now, dropOld = false, whole = false } = options;
  const drafts = new Map(Object.entries(lock?.meshes ?? {}).map(([name, mesh]) => [name, draftOf(mesh)]));
  const issues: Issue[] = [];
  for (const reading of readings) {
    const draft = drafts.get(reading.mesh) ?? draftOf({ roots: [], gateways: {} });
    drafts.set(reading.mesh, draft);
    if (reading.kind === 'root') {
      const checked = checkRoots(reading.mesh, reading.pem, ownEntry(scope.meshes, reading.mesh), now);
      issues.push(...checked.issues);
      if (checked.value !== undefined) draft.roots = rotate(draft.roots, checked.value, dropOld);
    } else {
      const checked = checkGateway(reading.mesh, reading.gateway, reading.found);
      issues.push(...checked.issues);
      if (checked.value !== undefined) draft.gateways.set(reading.gateway, checked.value);
    }
  }
  const taken = toLock(drafts, whole ? scope : undefined);
  const own = withoutMistaken(lock, taken, scope);
  const { lock: merged, issues: clashes } = withoutClashes(lock, own.lock, scope);
  const rest = [...commonRootIssues(merged, scope), ...leftOverIssues(merged, now)];
  const all = [...withoutDoubt(issues, own.issues), ...own.issues, ...clashes, ...rest];
  return { lock: merged, issues: all, changes: changesBetween(lock, merged) };
}

/** Issues without the doubt whether a root is foreign where it is known whose it is. */
function withoutDoubt(issues: readonly Issue[], known: readonly Issue[]): readonly Issue[] {
  const certain = new Set(known.map(({ path }) => printPath(path)));
  return issues.filter(({ code, path }) => code !== 'LCK025' || !certain.has(printPath(path)));
}

function draftOf({ roots, gateways }: LockedMesh): Draft {
  return { roots, gateways: new Map(Object.entries(gateways)) };
}

/** The roots that a mesh shows, and as many of those that it showed before as there is room for. */
function rotate(
  before: readonly LockedRoot[],
  shown: readonly CaCertificate[],
  dropOld: boolean,
): readonly LockedRoot[] {
  const current = new Set(shown.map(({ fingerprint }) => fingerprint));
  const old = dropOld ? [] : before.filter(({ fingerprint }) => !current.has(fingerprint));
  const longest = [...old].sort((a, b) => (a.notAfter > b.notAfter ? -1 : 1)).slice(0, MOST_ROOTS - shown.length);
  return sortRoots([
    ...shown.map((certificate) => lockedRoot(certificate)),
    ...longest.map((root) => ({ ...root, retired: true as const })),
  ]);
}

/** The lock of drafts, sorted; `scope` leaves out what it does not name. */
function toLock(drafts: ReadonlyMap<string, Draft>, scope: LockScope | undefined): Lock {
  const meshes = [...drafts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, { roots, gateways }]) => {
      const wanted = ownEntry(scope?.meshes, name);
      if (scope !== undefined && wanted === undefined) return [];
      const kept = [...gateways].filter(([gateway]) => wanted === undefined || wanted.gateways.includes(gateway));
      const mesh: LockedMesh = {
        roots: wanted?.needsRoot === false ? [] : roots,
        gateways: Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))),
      };
      return mesh.roots.length === 0 && kept.length === 0 ? [] : [[name, mesh] as const];
    });
  return { meshes: Object.fromEntries(meshes) };
}
