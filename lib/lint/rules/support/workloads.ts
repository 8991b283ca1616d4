import type { ManifestObject } from '../../../manifests/object';
import type { Labels } from '../../../matching/label-selector';
import { labelsAt, textAt } from '../../../observed/fields';
import type { IndexedManifests } from '../../../observed/indexed-manifests';
import type { ObservedService } from '../../../observed/model';
import { ObjectsByNamespace } from './objects-by-namespace';
import { SelectorIndex } from './selector-index';

/** Something that keeps pods running. */
export interface ObservedWorkload {
  /** The object with the pod template. */
  readonly object: ManifestObject;
  /** The labels of its pods. */
  readonly labels: Labels;
  /** The annotations of its pods. */
  readonly annotations: Labels;
}

/** The workloads of clusters by namespace, without Jobs, which end and run better without a sidecar. */
export class WorkloadsByNamespace {
  private readonly kinds = [
    new ObjectsByNamespace('apps', 'Deployment'),
    new ObjectsByNamespace('apps', 'StatefulSet'),
    new ObjectsByNamespace('apps', 'DaemonSet'),
    new ObjectsByNamespace('apps.openshift.io', 'DeploymentConfig'),
  ];

  private readonly known = new Map<IndexedManifests, Map<string, readonly ObservedWorkload[]>>();

  /** The workloads in a namespace of a cluster; the same list each time. */
  in(cluster: IndexedManifests, namespace: string): readonly ObservedWorkload[] {
    const byNamespace = this.known.get(cluster) ?? new Map<string, readonly ObservedWorkload[]>();
    const found =
      byNamespace.get(namespace) ?? this.kinds.flatMap((kind) => kind.in(cluster, namespace)).map(toWorkload);
    this.known.set(cluster, byNamespace.set(namespace, found));
    return found;
  }
}

function toWorkload(object: ManifestObject): ObservedWorkload {
  const metadata = ['spec', 'template', 'metadata'];
  return {
    object,
    labels: labelsAt(object.value, [...metadata, 'labels']),
    annotations: labelsAt(object.value, [...metadata, 'annotations']),
  };
}

/** The names of the ServiceAccounts of the pods that a Service selects, sorted; empty where no workload has its labels. */
export function serviceAccountsBehind(
  { object: { value } }: ObservedService,
  workloads: readonly ObservedWorkload[],
): readonly string[] {
  const selector = labelsAt(value, ['spec', 'selector']);
  if (Object.keys(selector).length === 0) return [];
  const index = new SelectorIndex<true>();
  index.add(selector, true);
  const selected = workloads.filter(({ labels }) => index.selecting(labels).length > 0);
  const pod = ['spec', 'template', 'spec'];
  const accounts = selected.map(
    ({ object }) =>
      textAt(object.value, [...pod, 'serviceAccountName']) ??
      textAt(object.value, [...pod, 'serviceAccount']) ??
      'default',
  );
  return [...new Set(accounts)].sort();
}

/**
 * The labels of the pods behind each Service, as far as they are known: those that the Service selects, which all of
 * them have, and those of the workloads that it selects.
 */
export function podLabels(
  services: readonly ObservedService[],
  workloads: readonly ObservedWorkload[],
): ReadonlyMap<ObservedService, readonly Labels[]> {
  const found = new Map<ObservedService, Labels[]>();
  const index = new SelectorIndex<ObservedService>();
  for (const service of services) {
    const selector = labelsAt(service.object.value, ['spec', 'selector']);
    if (Object.keys(selector).length === 0) continue;
    found.set(service, [selector]);
    index.add(selector, service);
  }
  for (const { labels } of workloads) for (const service of index.selecting(labels)) found.get(service)?.push(labels);
  return found;
}
