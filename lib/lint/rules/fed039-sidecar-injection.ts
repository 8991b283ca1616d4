import { labelsAt } from '../../observed/fields';
import type { ObservedCluster } from '../../observed/model';
import { valueAt } from '../../values';
import type { Finding } from '../diagnostic';
import { remove } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { type ImportUse, importUses } from './support/import-uses';
import { type ObservedWorkload, WorkloadsByNamespace } from './support/workloads';

const INJECT = 'sidecar.istio.io/inject';

const FINDINGS = {
  missingInjection: {
    severity: 'warning',
    message: `the pod template of "{workload}" has no ${INJECT}, and its namespace calls the imported "{host}"`,
    effect: 'the pods have no sidecar: the host of the import does not resolve in them (NXDOMAIN)',
    fix: `add the annotation ${INJECT}: "true" to the pod template, or "false" if it calls no imported service`,
    related: ['the namespace is a caller because of this'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/**
 * FED039: callers of imported services have a sidecar. Checks only workloads of namespaces that are known to call one,
 * and not those that set injection to any value themselves.
 */
export const sidecarInjection: Rule = {
  id: 'FED039',
  generations: ['ossm2'],
  title: 'the workloads of a namespace that calls imported services have a sidecar',
  cause: `The pod template lacks ${INJECT}; OpenShift Service Mesh injects no sidecar by default.`,
  fix: `Set the annotation or the label ${INJECT} to "true" on the pod template, or to "false" where a sidecar is not wanted.`,
  sources: [
    'OpenShift Service Mesh 2 documentation, Adding services to a service mesh, Automatic sidecar injection',
    'maistra/istio pilot/pkg/serviceregistry/federation (addresses of imported services for DNS capture)',
  ],
  findings: FINDINGS,
  example: { fault: [remove('west', 'Deployment page', 'spec.template.metadata.annotations')] },
  check: (fleet, report) => {
    const workloads = new WorkloadsByNamespace();
    for (const cluster of fleet.clusters) for (const found of checkCluster(cluster, workloads)) report(found);
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
          .map((workload) => toFinding(workload, use)),
  );
}

/** Whether the labels of the namespace enable injection, which only a cluster-wide mesh reads. */
function isInjected({ find }: ObservedCluster, { mesh, namespace }: ImportUse): boolean {
  const labels = labelsAt(find('Namespace', undefined, namespace)?.value, ['metadata', 'labels']);
  return mesh.isClusterWide && (labels['istio-injection'] === 'enabled' || labels['istio.io/rev'] !== undefined);
}

function lacksSidecar({ object, labels, annotations }: ObservedWorkload): boolean {
  const isOnHost = valueAt(object.value, ['spec', 'template', 'spec', 'hostNetwork']) === true;
  return !isOnHost && labels[INJECT] === undefined && annotations[INJECT] === undefined;
}

function toFinding({ object }: ObservedWorkload, use: ImportUse): Finding {
  const place = { object, path: ['spec', 'template', 'metadata'], related: [use] };
  return finding('missingInjection', place, { workload: object.name, host: use.import.host });
}
