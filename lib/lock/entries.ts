import type { FactKind, MeshValues } from '../facts/kind';
import type { TokenSubject } from '../facts/token';
import { groupBy, isFields, ownEntry } from '../values';
import type { Lock, LockedMesh } from './model';

/** One value of a lock. */
export interface LockEntry {
  /** The kind of the value. */
  readonly kind: FactKind;
  /** The name of the mesh. */
  readonly mesh: string;
  /** What the mesh has several of; undefined for kinds without names. */
  readonly name?: string;
  /** The value, of the type of its kind. */
  readonly value: unknown;
}

/** A lock as a map from keys of {@link entryKey}. */
export type LockEntries = ReadonlyMap<string, LockEntry>;

/** A unique key of a value of a lock. */
export function entryKey(kind: FactKind, { mesh, name }: Pick<TokenSubject, 'mesh' | 'name'>): string {
  return JSON.stringify([mesh, kind.name, name]);
}

/** The values of a lock, by mesh, then in the order of the kinds, then by name. */
export function entriesOf(lock: Lock | undefined, kinds: readonly FactKind[]): LockEntries {
  const entries = Object.entries(lock?.meshes ?? {}).flatMap(([mesh, values]) =>
    kinds.flatMap((kind) => entriesOfKind(kind, mesh, ownEntry(values, kind.lockKey))),
  );
  return new Map(entries.map((entry) => [entryKey(entry.kind, entry), entry]));
}

function entriesOfKind(kind: FactKind, mesh: string, value: unknown): readonly LockEntry[] {
  if (value === undefined) return [];
  if (!kind.isNamed) return [{ kind, mesh, value }];
  return Object.entries(isFields(value) ? value : {}).map(([name, each]) => ({ kind, mesh, name, value: each }));
}

/** The lock with some values, with all its maps sorted. */
export function lockOf(entries: readonly LockEntry[]): Lock {
  const meshes = [...groupBy(entries, ({ mesh }) => mesh)].map(([mesh, values]) => [mesh, meshOf(values)] as const);
  return { meshes: sortedMap(meshes) };
}

function meshOf(entries: readonly LockEntry[]): LockedMesh {
  const kinds = [...groupBy(entries, ({ kind }) => kind.lockKey)].map(([lockKey, values]) => {
    const named = values.flatMap(({ name, value }) => (name === undefined ? [] : [[name, value] as const]));
    return [lockKey, named.length === 0 ? values[0]?.value : sortedMap(named)] as const;
  });
  return Object.fromEntries(kinds);
}

function sortedMap<T>(entries: readonly (readonly [string, T])[]): { readonly [name: string]: T } {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A value of a lock; undefined where the lock has none. */
export function lockedValue(lock: Lock, kind: FactKind, { mesh, name }: Pick<TokenSubject, 'mesh' | 'name'>): unknown {
  const value = ownEntry(ownEntry(lock.meshes, mesh), kind.lockKey);
  if (name === undefined) return value;
  return isFields(value) ? ownEntry(value, name) : undefined;
}

/** The values of all meshes of a kind without names, sorted by mesh. */
export function valuesOfKind(entries: LockEntries, kind: FactKind): MeshValues<unknown> {
  const own = [...entries.values()].filter((entry) => entry.kind.name === kind.name && entry.name === undefined);
  return sortedMap(own.map(({ mesh, value }) => [mesh, value] as const));
}
