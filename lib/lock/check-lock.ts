import { isIdentity } from '../facts/identity';
import type { FactKind } from '../facts/kind';
import { LockedValueCheck, quoted, RESTORE } from '../facts/locked-value';
import type { Issue, Path } from '../issues/issue';
import { type Fields, isFields } from '../values';
import { LOCK_VERSION, type Lock, type LockedMesh } from './model';

/** How many meshes and clusters a lock may have, and how many names one mesh may have below one key. */
const MAX = { meshes: 10_000, clusters: 10_000, names: 10_000 };

/** A lock after its check: the lock, or what is wrong with it. */
export interface CheckedLock {
  /** The lock; undefined where there are issues. */
  readonly lock?: Lock;
  /** All that is wrong. */
  readonly issues: readonly Issue[];
}

/** Checks a value that should be a lock. What can be derived must be as derived: nothing in a lock is free to edit. */
export function checkLock(value: unknown, kinds: readonly FactKind[]): CheckedLock {
  const version = isFields(value) ? versionOf(value) : LOCK_VERSION;
  if (typeof version !== 'number') return { issues: [version] };
  const check = new LockedValueCheck(version);
  const lock = checkMeshes(value, kinds, check);
  const issues = check.all();
  return issues.length === 0 ? { lock, issues } : { issues };
}

/** The format version of a lock, or why it is not supported. */
function versionOf(lock: Fields): number | Issue {
  if (!Object.hasOwn(lock, 'version')) return 1;
  const { version } = lock;
  if (version === LOCK_VERSION) return LOCK_VERSION;
  const found = JSON.stringify(version)?.slice(0, 80);
  if (typeof version === 'number' && Number.isInteger(version) && version > LOCK_VERSION) {
    const message = `unsupported lock version ${found}; this ossm-fed supports version ${LOCK_VERSION} and older ones`;
    const fix = 'use the release of ossm-fed that wrote the file, or a newer one';
    return { code: 'LCK012', path: ['version'], message, fix };
  }
  const fix = `write "version: ${LOCK_VERSION}" if ossm-fed wrote the rest of the file in that version, else restore the committed file`;
  return { code: 'LCK012', path: ['version'], message: `invalid lock version ${found}`, fix };
}

function checkMeshes(value: unknown, kinds: readonly FactKind[], check: LockedValueCheck): Lock {
  const keys = check.version === 1 ? ['meshes'] : ['version', 'clusters', 'meshes'];
  const { meshes, clusters } = check.fields(value, [], keys, ['clusters']);
  const path = ['meshes'];
  const entries = check
    .entries(meshes, path, MAX.meshes)
    .map(([mesh, each]) => [mesh, checkMesh(each, [...path, mesh], kinds, check)]);
  const identities = check
    .entries(clusters, ['clusters'], MAX.clusters)
    .flatMap(([cluster, each]) => checkIdentity(cluster, each, check));
  return {
    meshes: Object.fromEntries(entries),
    ...(identities.length > 0 && { clusters: Object.fromEntries(identities) }),
  };
}

function checkIdentity(
  cluster: string,
  value: unknown,
  check: LockedValueCheck,
): readonly (readonly [string, string])[] {
  const path = ['clusters', cluster];
  const uid = check.text(check.fields(value, path, ['uid']).uid, [...path, 'uid']);
  if (uid === undefined || isIdentity(uid)) return uid === undefined ? [] : [[cluster, uid]];
  check.add('LCK006', [...path, 'uid'], `invalid UID ${quoted(uid)}`, RESTORE);
  return [];
}

function checkMesh(value: unknown, path: Path, kinds: readonly FactKind[], check: LockedValueCheck): LockedMesh {
  const optional = kinds.filter(({ nothing }) => nothing === undefined);
  const fields = check.fields(
    value,
    path,
    kinds.map(({ lockKey }) => lockKey),
    optional.map(({ lockKey }) => lockKey),
  );
  const entries = kinds.flatMap((kind) => {
    const found = fields[kind.lockKey];
    const checked = found === undefined ? undefined : checkValue(kind, found, [...path, kind.lockKey], check);
    return checked === undefined ? [] : [[kind.lockKey, checked] as const];
  });
  return Object.fromEntries(entries);
}

/** The value of a kind; undefined where it holds nothing. */
function checkValue(kind: FactKind, value: unknown, path: Path, check: LockedValueCheck): unknown {
  if (!kind.isNamed) return kind.readLocked(value, path, check);
  const entries = check.entries(value, path, MAX.names).flatMap(([name, each]) => {
    const checked = kind.readLocked(each, [...path, name], check);
    return checked === undefined ? [] : [[name, checked] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
