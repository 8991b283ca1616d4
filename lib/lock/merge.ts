import { type FactChange, type FactKind, kindOf } from '../facts/kind';
import type { Reading } from '../facts/model';
import type { Issue } from '../issues/issue';
import { ownEntry } from '../values';
import { changesBetween } from './change';
import { entriesOf, entryKey, type LockEntries, type LockEntry, lockOf, valuesOfKind } from './entries';
import type { Lock } from './model';
import { type LockScope, neededKeys } from './scope';

/** How readings are merged into a lock. */
export interface MergeOptions {
  /** All kinds of facts. */
  readonly kinds: readonly FactKind[];
  /** What the federation needs from the lock. */
  readonly scope: LockScope;
  /** The time at which certificates have to be valid. */
  readonly now: Date;
  /**
   * Whether values are dropped that meshes no longer publish; only of facts among the readings.
   *
   * @default false
   */
  readonly dropOld?: boolean;
  /**
   * Whether all clusters were read, so that values are dropped that the federation no longer needs.
   *
   * @default false
   */
  readonly whole?: boolean;
  /**
   * The identities of clusters that were read.
   *
   * @default none
   */
  readonly identities?: { readonly [cluster: string]: string };
}

/** A new lock, and how it differs from the one before. */
export interface MergedLock {
  /** The lock; it keeps what it had where a reading is invalid. */
  readonly lock: Lock;
  /** Errors and warnings, with paths in the topology. */
  readonly issues: readonly Issue[];
  /** The differences; none where clusters are as the lock says. */
  readonly changes: readonly FactChange[];
}

/** Merges readings into a lock. */
export function mergeReadings(lock: Lock | undefined, readings: readonly Reading[], options: MergeOptions): MergedLock {
  const { kinds, scope, whole = false } = options;
  const before = entriesOf(lock, kinds);
  const entries = new Map(before);
  const found = readings.flatMap((reading) => mergeReading(entries, reading, options));
  const needed = neededKeys(scope, kinds);
  const after = new Map([...entries].filter(([key]) => !whole || needed.has(key)));
  const { keep, issues } = reviewAll(before, after, found, options);
  const clusters = { ...lock?.clusters, ...options.identities };
  const merged = {
    ...lockOf(keepMeshes(before, after, new Set(keep))),
    ...(Object.keys(clusters).length > 0 && { clusters }),
  };
  return { lock: merged, issues, changes: changesBetween(lock, merged, kinds) };
}

/** Merges one reading into the values of a lock. */
function mergeReading(
  entries: Map<string, LockEntry>,
  { fact, value }: Reading,
  { kinds, scope, now, dropOld = false }: MergeOptions,
): readonly Issue[] {
  const kind = kindOf(fact, kinds);
  if (kind === undefined) throw new Error(`no kind of fact has the name "${fact.kind}"`);
  const checked = kind.check(value, { fact, mesh: ownEntry(scope.meshes, fact.mesh), now });
  if (checked.value !== undefined) {
    const { mesh, name } = fact;
    const key = entryKey(kind, fact);
    const merged = kind.merge?.(entries.get(key)?.value, checked.value, { dropOld }) ?? checked.value;
    entries.set(key, { kind, mesh, ...(name !== undefined && { name }), value: merged });
  }
  return checked.issues;
}

/** Lets each kind compare the values of all meshes. */
function reviewAll(
  before: LockEntries,
  after: LockEntries,
  found: readonly Issue[],
  { kinds, scope: { meshes }, now }: MergeOptions,
): { readonly keep: readonly string[]; readonly issues: readonly Issue[] } {
  let issues = found;
  const keep: string[] = [];
  for (const kind of kinds) {
    const values = { before: valuesOfKind(before, kind), after: valuesOfKind(after, kind) };
    const verdict = kind.review?.({ ...values, meshes, now, issues });
    if (verdict === undefined) continue;
    issues = verdict.issues;
    keep.push(...verdict.keep);
  }
  return { keep, issues };
}

/** The values after a merge, of some meshes those before it: all that they had, and nothing else. */
function keepMeshes(before: LockEntries, after: LockEntries, names: ReadonlySet<string>): readonly LockEntry[] {
  return [
    ...[...after.values()].filter(({ mesh }) => !names.has(mesh)),
    ...[...before.values()].filter(({ mesh }) => names.has(mesh)),
  ];
}
