/**
 * The lock: the facts of a federation as `fetch` read them and people reviewed them. It is committed beside the topology,
 * has nothing secret, and its values replace the tokens in manifests.
 */

/** The format version that is written. Version 1 had no `version` key, and no names for the ports of gateways. */
export const LOCK_VERSION = 2;

/** The values of all meshes. */
export interface Lock {
  /** By the name of the mesh in the topology. */
  readonly meshes: { readonly [mesh: string]: LockedMesh };
  /** The identities of clusters by their names: the UIDs of their namespaces `kube-system`; undefined if none is known. */
  readonly clusters?: { readonly [cluster: string]: string };
}

/**
 * The values of one mesh by the lock key of their kind, such as `roots`: one value; or, of kinds whose facts have names, a
 * map of values by these names. A key is missing where nothing is known. entries.ts adds the types of values.
 */
export interface LockedMesh {
  /** One value, or a map of values by names. */
  readonly [lockKey: string]: unknown;
}

/** A lock that has no value. */
export const EMPTY_LOCK: Lock = { meshes: {} };
