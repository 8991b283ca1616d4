import { valueAt } from '../../observed/fields';
import type { ObservedCluster } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { remove } from '../examples/edit';
import type { Rule } from '../rule';
import { type ImportUse, importUses } from './support/import-uses';
import { labelsAt } from './support/texts';
import { type Workload, WorkloadsByNamespace } from './support/workloads';

const INJECT = 'sidecar.istio.io/inject';

/**
 * FED039: callers of imported services have a sidecar. Only the workloads of namespaces that are known to call one are
 * looked at, and those that say themselves that they want no sidecar are left alone.
 */
export const sidecarInjection: Rule = {
  id: 'FED039',
  severity: 'warning',
  title: 'the workloads of a namespace that calls imported services have a sidecar',
  cause: 'The pod template lacks sidecar.istio.io/inject, without which this service mesh injects nothing.',
  effect: 'the name of an imported service resolves in pods with a sidecar only: others get NXDOMAIN',
  fix: 'Set the annotation or the label sidecar.istio.io/inject: "true" on the pod template, or "false" where no sidecar is wanted.',
  source: 'fact sheet 1.1, 5.1 and 8 (F7)',
  example: { fault: [remove('west', 'Deployment page', 'spec.template.metadata.annotations')] },
  check: (fleet, report) => {
    const workloads = new WorkloadsByNamespace();
    for (const cluster of fleet.clusters) for (const finding of checkCluster(cluster, workloads)) report(finding);
  },
};

function checkCluster(cluster: ObservedCluster, workloads: WorkloadsByNamespace): readonly Finding[] {
  const callers = new Map<string, ImportUse>();
  for (const use of importUses(cluster)) {
    if (use.namespace !== use.mesh.namespace && !callers.has(use.namespace)) callers.set(use.namespace, use);
  }
  return [...callers.values()].flatMap((use) =>
    isInjected(cluster, use)
      ? []
      : workloads
          .in(cluster, use.namespace)
          .filter(lacksSidecar)
          .map((workload) => finding(workload, use)),
  );
}

/** Whether the namespace has its pods injected, which a cluster-wide mesh heeds. */
function isInjected({ find }: ObservedCluster, { mesh, namespace }: ImportUse): boolean {
  const labels = labelsAt(find('Namespace', undefined, namespace)?.value, ['metadata', 'labels']);
  return mesh.isClusterWide && (labels['istio-injection'] === 'enabled' || labels['istio.io/rev'] !== undefined);
}

function lacksSidecar({ object, labels, annotations }: Workload): boolean {
  const isOnHost = valueAt(object.value, ['spec', 'template', 'spec', 'hostNetwork']) === true;
  return !isOnHost && labels[INJECT] === undefined && annotations[INJECT] === undefined;
}

function finding({ object }: Workload, use: ImportUse): Finding {
  return {
    object,
    path: ['spec', 'template', 'metadata'],
    message: `the pods of "${object.name}" get no sidecar, and their namespace calls the imported "${use.import.host}"`,
    fix: `add the annotation ${INJECT}: "true" to the pod template, or "false" if it calls nothing imported`,
    related: [{ object: use.object, path: use.path ?? [], text: 'the namespace calls it by this' }],
  };
}
