import { JsonPatch } from 'cdk8s';
import { mergeDeep } from '../federation/merge';
import type { ControlPlaneOverride } from '../topology/model';

/** A manifest with an override of its `spec`, which can have any field of the manifest, and then patches. */
export function overridden(
  manifest: unknown,
  override: ControlPlaneOverride | undefined,
  operations: readonly JsonPatch[],
): unknown {
  const merged = override === undefined ? manifest : mergeDeep(manifest, { spec: override });
  return operations.length === 0 ? merged : (JsonPatch.apply(merged, ...operations) as unknown);
}
