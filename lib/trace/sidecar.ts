import type { ManifestObject } from '../manifests/object';
import { labelsAt, listAt, mapAt, textsAt } from '../observed/fields';
import { selects } from '../observed/ossm3/entries';
import { fitsHost } from '../observed/ossm3/hosts';
import type { Subject } from './draft';
import type { TraceCaller, TraceMesh } from './mesh';

/** The Sidecar whose egress hosts a caller has: one for its pods, that of its namespace, or that of the mesh. */
export function sidecarOf(mesh: TraceMesh, { namespace, workload }: TraceCaller): ManifestObject | undefined {
  const all = mesh.objectsOf('Sidecar', 'networking.istio.io');
  const own = all.filter((one) => one.namespace === namespace);
  return (
    own.find(({ value }) => selects(labelsAt(value, ['spec', 'workloadSelector', 'labels']), workload?.labels ?? {})) ??
    own.find(isForAll) ??
    all.filter((one) => one.namespace === mesh.rootNamespace).find(isForAll)
  );
}

/**
 * Where a Sidecar leaves out a host.
 *
 * @param owner the namespace that the host belongs to
 * @returns undefined if the host is included
 */
export function hiddenBy(sidecar: ManifestObject, host: string, owner: string, caller: string): Subject | undefined {
  const listeners = listAt(sidecar.value, ['spec', 'egress']);
  if (listeners.length === 0) return undefined;
  const isIncluded = listeners
    .flatMap((listener) => textsAt(listener, ['hosts']))
    .some((text) => {
      const [from = '', pattern = ''] = text.split('/');
      const isFrom = from === '*' || from === owner || (from === '.' && owner === caller);
      return isFrom && fitsHost(pattern, host);
    });
  return isIncluded ? undefined : { object: sidecar, path: ['spec', 'egress'] };
}

function isForAll({ value }: ManifestObject): boolean {
  return Object.keys(mapAt(value, ['spec', 'workloadSelector'])).length === 0;
}
