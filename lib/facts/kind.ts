/**
 * What is true of all facts of one kind. One value of {@link FactKind} is all that fetch, lock and inject need to know of
 * a kind; they have no list of their own.
 */

import type { Issue, Path } from '../issues/issue';
import type { Failure } from '../kube/failure';
import type { ApiObject, ClusterReader } from '../kube/reader';
import type { LockedValueCheck } from './locked-value';
import type { Fact, MeshIdentities, MeshIdentity } from './model';
import type { FactPlace, PlaceValue } from './place';
import type { TokenSubject } from './token';

/**
 * One kind of fact.
 *
 * @typeParam R what is read from a cluster
 * @typeParam V what the lock holds for one fact, without what is derived from it
 */
export interface FactKind<R = unknown, V = unknown> {
  /** The name in tokens, such as `root`: a letter, then letters, digits and hyphens, all in lower case. */
  readonly name: string;
  /** The key below `meshes.<mesh>` in the lock, such as `roots`. */
  readonly lockKey: string;
  /** Whether a mesh has several, each with a name, so that the lock has a map by these names below its key. */
  readonly isNamed: boolean;
  /**
   * What the lock says of a mesh of which nothing is known, such as an empty list. The key is required where this is
   * defined, and optional where it is not.
   */
  readonly nothing?: unknown;
  /** Where manifests may have tokens of this kind. */
  readonly places: readonly FactPlace[];

  /** A fact in messages, such as `root certificates of mesh "west"`. */
  describe(subject: TokenSubject): string;
  /** Reads the value from its cluster. */
  read(reader: ClusterReader, fact: Fact): Promise<FactAnswer<R>>;
  /** The permissions that reading needs. */
  permissions(fact: Fact): readonly Permission[];
  /** What to do if the object does not have the value yet, or differs from the topology. */
  fix(failure: 'pending' | 'mismatch', fact: Fact, object: FailedObject): string;
  /** Checks a value that was read. An issue without a value keeps what the lock has. */
  check(value: R, context: CheckContext): CheckedValue<V>;
  /**
   * Merges a checked value into what the lock had.
   *
   * @default the value replaces what the lock had
   */
  merge?(before: V | undefined, value: V, options: MergeValueOptions): V;
  /**
   * Compares the values of all meshes with each other once all readings are merged; of kinds without names.
   *
   * @default nothing is compared
   */
  review?(review: FactReview<V>): FactVerdict;
  /** Checks the value of one fact in the text of a lock; undefined where it holds nothing or is invalid. */
  readLocked(value: unknown, path: Path, check: LockedValueCheck): V | undefined;
  /** A value as the lock has it in its text: plain data, whose keys are written in their order. */
  printLocked(value: V): unknown;
  /** How a value differs from the one before; nothing where both are the same. */
  changes(subject: TokenSubject, before: V | undefined, after: V | undefined): readonly FactChange[];
  /** A value as manifests need it. */
  fill(value: V): PlaceValue;
}

/** An object that could not be read, or that lacks what is read. */
export interface FailedObject extends Pick<ApiObject, 'kind' | 'namespace'> {
  /** The name; undefined for all objects of the kind, as with Nodes. */
  readonly name?: string;
}

/** A value that was read; or why not, and from which object where it is not the source of the fact. */
export type FactAnswer<R> =
  | { readonly value: R }
  | { readonly failure: Failure; readonly object?: FailedObject | undefined };

/** A permission, as RBAC has it. */
export interface Permission {
  /** The API group; empty for the core group. */
  readonly group: string;
  /** The resource name, such as `configmaps`. */
  readonly resource: string;
  /** The namespace; undefined for resources that are cluster-scoped. */
  readonly namespace?: string;
  /** The name of the object; undefined for all of them. */
  readonly name?: string;
  /**
   * The verbs.
   *
   * @default `get` with a name, and `list` without
   */
  readonly verbs?: readonly string[];
}

/** What a value is checked with. */
export interface CheckContext {
  /** The fact that was read. */
  readonly fact: Fact;
  /** What the topology says of the mesh; undefined where it has no such mesh. */
  readonly mesh: MeshIdentity | undefined;
  /** The time at which certificates have to be valid. */
  readonly now: Date;
}

/** A value after its check. */
export interface CheckedValue<V> {
  /** The value for the lock; undefined where the lock keeps what it has. */
  readonly value?: V;
  /** Errors and warnings, with paths in the topology. */
  readonly issues: readonly Issue[];
}

/** How values are merged. */
export interface MergeValueOptions {
  /** Whether values that the mesh no longer publishes are dropped. */
  readonly dropOld: boolean;
}

/** The values of all meshes of one kind, by the name of the mesh. */
export interface MeshValues<V> {
  /** The value of a mesh; undefined where it is not known. */
  readonly [mesh: string]: V;
}

/** What the values of all meshes are compared with. */
export interface FactReview<V> {
  /** The values that the lock had. */
  readonly before: MeshValues<V>;
  /** The values after the merge. */
  readonly after: MeshValues<V>;
  /** What the topology says of each mesh. */
  readonly meshes: MeshIdentities;
  /** The time at which certificates have to be valid. */
  readonly now: Date;
  /** The issues so far. */
  readonly issues: readonly Issue[];
}

/** What comparing the values of all meshes found. */
export interface FactVerdict {
  /** The names of meshes of which the lock keeps everything as it was, values of other kinds included. */
  readonly keep: readonly string[];
  /** The issues so far, without those that others explain better, and with new ones. */
  readonly issues: readonly Issue[];
}

/** One difference between two locks; kinds add fields for programs. */
export interface FactChange {
  /** What happened, such as `root-added`. */
  readonly kind: string;
  /** The name of the mesh. */
  readonly mesh: string;
  /** The difference as one line, such as `west: root certificate 4F:1C:… is new`. */
  readonly text: string;
}

/** The kind of a token; undefined where no kind has such tokens. */
export function kindOf(subject: TokenSubject, kinds: readonly FactKind[]): FactKind | undefined {
  const isNamed = subject.name !== undefined;
  return kinds.find((kind) => kind.name === subject.kind && kind.isNamed === isNamed);
}

/** The place of a mesh in the topology. */
export function meshPath(mesh: string): Path {
  return ['meshes', mesh];
}

/** Joins the kinds of several generations; of kinds with the same name, the first one gets the places of all. */
export function joinKinds(kinds: readonly FactKind[]): readonly FactKind[] {
  const names = [...new Set(kinds.map(({ name }) => name))];
  return names.flatMap((name) => {
    const [first, ...others] = kinds.filter((kind) => kind.name === name);
    if (first === undefined) return [];
    return [{ ...first, places: [...first.places, ...others.flatMap(({ places }) => places)] }];
  });
}
