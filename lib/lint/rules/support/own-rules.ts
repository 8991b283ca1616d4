import { type Path, printPath } from '../../../issues/issue';
import type { ManifestObject } from '../../../manifests/object';
import { valueAt } from '../../../values';

/** Values that schemas reject and a rule of their own explains. */
const EXPLAINED: readonly { readonly group: string; readonly path: RegExp; readonly value: string }[] = [
  // FED118
  { group: 'gateway.networking.k8s.io', path: /^spec\.listeners\[\d+\]\.hostname$/, value: '*' },
  // FED128
  { group: 'sailoperator.io', path: /^apiVersion$/, value: 'sailoperator.io/v1alpha1' },
];

/** Whether another rule than FED023 reports the value at a path. */
export function hasOwnRule({ group, value }: ManifestObject, path: Path): boolean {
  return EXPLAINED.some(
    (one) => one.group === group && one.path.test(printPath(path)) && valueAt(value, path) === one.value,
  );
}
