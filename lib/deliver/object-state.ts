import { createHash } from 'node:crypto';
import { FIELD_MANAGER } from '../kube/writer';
import { type Fields, isFields, valueAt } from '../values';
import { isMember } from './inventory';

/** What is remembered of an object between reading and applying it; short, as all objects of all clusters are read first. */
export interface ObjectState {
  /** Whether it is a member of the inventory. */
  readonly isMember: boolean;
  /** The version of the object. */
  readonly version: unknown;
  /** A digest of what can be applied: all but its status, and of its metadata the labels and annotations. */
  readonly content: string;
  /** A digest of its UID and of what API servers record of the fields of this tool. */
  readonly applied: string;
}

/**
 * The state of an object.
 *
 * @param setId the ID of the ApplySet of the inventory
 */
export function stateOf(object: Fields, setId: string): ObjectState {
  const { status: _, metadata, ...rest } = object;
  const { labels = {}, annotations = {}, uid } = isFields(metadata) ? metadata : {};
  return {
    isMember: isMember(object, setId),
    version: valueAt(object, ['metadata', 'resourceVersion']),
    content: digestOf([labels, annotations, rest]),
    applied: digestOf([uid ?? null, ownEntries(object)]),
  };
}

/**
 * Whether applying changed an object. A version alone does not say so: controllers write statuses and metadata meanwhile.
 *
 * @param isDryRun whether the object after is one that was not stored, so that its version says nothing
 */
export function isChanged(before: ObjectState, after: ObjectState, isDryRun: boolean): boolean {
  const differs = before.content !== after.content;
  if (isDryRun) return differs;
  return before.version !== after.version && (differs || before.applied !== after.applied);
}

/** When the fields of this tool last changed, in milliseconds since the epoch; 0 if it is not known. */
export function lastChangeOf(object: Fields): number {
  const times = ownEntries(object).map(({ time }) => (typeof time === 'string' ? Date.parse(time) : 0));
  return Math.max(0, ...times.filter((time) => !Number.isNaN(time)));
}

/** What an object records of the fields of this tool (Kubernetes, "Server-Side Apply", `managedFields`). */
function ownEntries(object: Fields): readonly Fields[] {
  const managed = valueAt(object, ['metadata', 'managedFields']);
  return (Array.isArray(managed) ? managed : []).filter(isFields).filter(({ manager }) => manager === FIELD_MANAGER);
}

function digestOf(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sortedKeys(value)))
    .digest('base64');
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sortedKeys(value[key])]),
  );
}
