/** How the objects of clusters change, in words of all generations. */

import type { IssueCode } from '../issues/catalogue';
import type { Fields } from '../values';

/**
 * What a change can break, the worst first. `identity` is whom meshes trust and who they are: peers lose each other until
 * both sides have the change. `traffic` is where calls go and who may call. `capacity` is how much runs. `cosmetic` is
 * what nothing reads.
 */
export const RISKS = ['identity', 'traffic', 'capacity', 'cosmetic'] as const;

/** One of {@link RISKS}. */
export type Risk = (typeof RISKS)[number];

/** An object with the cluster that it is in. */
export interface PlacedObject {
  /** The name of the cluster. */
  readonly cluster: string;
  /** The object, with `apiVersion`, `kind` and `metadata`. */
  readonly object: Fields;
}

/**
 * The path of a field: keys of maps; of an item of a list its key or index in brackets, such as `[tls]` or `[0]`.
 */
export type FieldPath = readonly string[];

/** What happens to a field; `reorder` is a list whose items stay the same. */
export type FieldAction = 'add' | 'remove' | 'change' | 'reorder';

/** A field that changes. */
export interface FieldChange {
  /** The path from the root of the object. */
  readonly path: FieldPath;
  /** What happens to it. */
  readonly action: FieldAction;
  /** The value before; undefined for `add`. For `reorder` the keys of the items. */
  readonly before?: unknown;
  /** The value after; undefined for `remove`. For `reorder` the keys of the items. */
  readonly after?: unknown;
}

/** Names an object in its cluster. */
export interface ObjectKey {
  /** The name of the cluster. */
  readonly cluster: string;
  /** The group and version, such as `maistra.io/v2`. */
  readonly apiVersion: string;
  /** The kind, such as `ServiceMeshPeer`. */
  readonly kind: string;
  /** The namespace; undefined for kinds that are cluster-scoped. */
  readonly namespace?: string;
  /** The name. */
  readonly name: string;
}

/** What happens to an object. */
export type ObjectAction = 'create' | 'update' | 'delete';

/** An object that changes. */
export interface ChangedObject extends ObjectKey {
  /** What happens to it. */
  readonly action: ObjectAction;
  /** The object before; undefined for `create`. */
  readonly before?: Fields;
  /** The object after; undefined for `delete`. */
  readonly after?: Fields;
  /** The fields that change; empty unless the action is `update`. */
  readonly fields: readonly FieldChange[];
}

/** One direction between two meshes: what `mesh` imports from `peer`. */
export interface Edge {
  /** The mesh that connects and imports. */
  readonly mesh: string;
  /** The mesh that it connects to. */
  readonly peer: string;
}

/** Something to know before a change is applied. */
export interface ChangeWarning {
  /** The code, which `ossm-fed explain` explains. */
  readonly code: IssueCode;
  /** What happens, without a period at the end. */
  readonly message: string;
  /** What to do, in the imperative, without a period at the end. */
  readonly fix: string;
}

/** What the change of an object, or of one of its fields, means. */
export interface Judgement {
  /** What it can break. */
  readonly risk: Risk;
  /** The edges that it affects. */
  readonly edges?: readonly Edge[];
  /** The shared services that it affects, each as `namespace/name`; a part can be `*`. */
  readonly services?: readonly string[];
  /** What to know before it is applied. */
  readonly warnings?: readonly ChangeWarning[];
}

/**
 * Judges changes of the objects that it knows.
 *
 * @param field the field that changes; undefined where the object is created or deleted
 * @returns undefined for an object that it does not know
 */
export type Judge = (change: ChangedObject, field: FieldChange | undefined) => Judgement | undefined;

/** What is known besides a change. */
export interface ChangeContext {
  /** The objects of all clusters before, as far as they are known. */
  readonly before: readonly PlacedObject[];
  /** The objects of all clusters after, also of those whose changes are not wanted. */
  readonly after: readonly PlacedObject[];
  /**
   * The name of the mesh whose control plane is in a namespace; undefined if it is not known.
   *
   * @default unknown for all: meshes have the names of their control planes
   */
  readonly meshName?: (cluster: string, namespace: string) => string | undefined;
}

/** A change of an object with what it means: of all its fields with the same risk, or of the object as a whole. */
export interface JudgedChange extends Omit<ChangedObject, 'before' | 'after'> {
  /** What it can break. */
  readonly risk: Risk;
  /** The edges that it affects, sorted. */
  readonly edges: readonly Edge[];
  /** The shared services that it affects, each as `namespace/name`, sorted. */
  readonly services: readonly string[];
  /** What to know before it is applied. */
  readonly warnings: readonly ChangeWarning[];
}
