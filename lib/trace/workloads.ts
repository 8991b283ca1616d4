import type { ManifestObject } from '../manifests/object';
import type { Labels } from '../matching/label-selector';
import { labelsAt, textAt } from '../observed/fields';
import type { IndexedManifests } from '../observed/indexed-manifests';

/** Something that keeps pods running, or ran them once. */
export interface TracedWorkload {
  /** The object with the pod template. */
  readonly object: ManifestObject;
  /** The labels of its pods. */
  readonly labels: Labels;
  /** The service account of its pods. */
  readonly account: string;
}

/** The kinds with pod templates, each with the path of its template. */
const KINDS: readonly (readonly [string, readonly string[]])[] = [
  ['Deployment', ['spec', 'template']],
  ['StatefulSet', ['spec', 'template']],
  ['DaemonSet', ['spec', 'template']],
  ['DeploymentConfig', ['spec', 'template']],
  ['Job', ['spec', 'template']],
  ['CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
  ['Pod', []],
];

/** The workloads in a namespace of a cluster. */
export function workloadsIn({ byKind }: IndexedManifests, namespace: string): readonly TracedWorkload[] {
  return KINDS.flatMap(([kind, template]) =>
    (byKind.get(kind) ?? [])
      .filter((object) => object.namespace === namespace)
      .map((object) => ({
        object,
        labels: labelsAt(object.value, [...template, 'metadata', 'labels']),
        account:
          textAt(object.value, [...template, 'spec', 'serviceAccountName']) ??
          textAt(object.value, [...template, 'spec', 'serviceAccount']) ??
          'default',
      })),
  );
}
