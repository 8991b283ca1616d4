/** What is delivered to clusters: objects in stages, and what became of them. */

import { groupOf, type ObjectRef } from '../kube/writer';
import type { Fields } from '../values';

/** An object to apply. */
export interface DeliveryObject {
  /** The identity. */
  readonly ref: ObjectRef;
  /** The whole object, with the values of the lock. */
  readonly manifest: Fields;
  /** The directory of its stage, such as `20-mesh`. */
  readonly stage: string;
  /** The tokens that have no value; the object is not applied while there are any. */
  readonly missing: readonly string[];
  /** What it connects; undefined for all objects that do not let a mesh reach a peer. */
  readonly connection?: ObjectConnection;
}

/** The two ends of an object that lets a mesh reach a peer. */
export interface ObjectConnection {
  /** The mesh that it belongs to. */
  readonly mesh: string;
  /** The mesh that it lets reach. */
  readonly peer: string;
  /** The cluster of the peer. */
  readonly peerCluster: string;
  /** The tokens that have no value, of the object and of what belongs to the same peer. */
  readonly missing: readonly string[];
}

/** What became of one object. */
export interface DeliveredChange {
  /** The name of the cluster. */
  readonly cluster: string;
  /** The object, such as `ServiceMeshPeer rosa-prod-mesh/aro-stg-mesh`. */
  readonly object: string;
  /** What was done, or with `--dry-run` what would be. */
  readonly change: 'created' | 'changed' | 'deleted';
}

/** An object in messages: `Kind namespace/name`. */
export function objectText({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** The resource name of a kind, such as `policies` for `Policy`, by the rule with which kubectl guesses it. */
export function resourceOf({ kind }: Pick<ObjectRef, 'kind'>): string {
  const name = kind.toLowerCase();
  if (name.endsWith('s')) return `${name}es`;
  return name.endsWith('y') ? `${name.slice(0, -1)}ies` : `${name}s`;
}

/** A key that no other object of a cluster has, whatever its version is. */
export function objectKey({ apiVersion, kind, namespace = '', name }: ObjectRef): string {
  return JSON.stringify([groupOf(apiVersion), kind, namespace, name]);
}
