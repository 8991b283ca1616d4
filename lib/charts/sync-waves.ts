import { ApiObject, type ApiObjectMetadataDefinition } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { GroupKind } from '../generation';
import { KEPT_BY_ARGO_CD } from './namespaces';
import { UserObject } from './user-object';

/** The annotation for the order in which Argo CD applies objects. Source: Argo CD documentation, Sync Phases and Waves. */
const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';

/**
 * The label by which the operator of OpenShift GitOps grants an Argo CD access to a namespace. Source: documentation of
 * Red Hat OpenShift GitOps.
 */
const MANAGED_BY = 'argocd.argoproj.io/managed-by';

/** The wave of charts whose directories do not begin with a number, and the last one that waits for health. */
const LAST_STAGE = 99;

/**
 * The wave of objects that may stay unhealthy until other clusters are ready. Argo CD does not wait for the last wave,
 * and syncs no other commit while it waits, so that in any other wave these objects would keep it from the commit that
 * completes them.
 */
const LAST_WAVE = 100;

/** What Argo CD needs on the objects of a cluster. */
export interface ArgoCdMetadata {
  /** The namespace that Argo CD runs in. */
  readonly namespace: string;
  /** The kinds that are applied last. */
  readonly lastKinds: readonly GroupKind[];
}

/**
 * Adds the sync wave to all objects of a chart: the number at the beginning of its directory, `0` for Namespaces, and
 * the last one for the kinds that depend on other clusters. Metadata that an object already has is kept.
 *
 * @param directory the directory of the chart, such as `10-operators`
 */
export function addArgoCdMetadata(
  chart: IConstruct,
  directory: string,
  { namespace, lastKinds }: ArgoCdMetadata,
): void {
  const stage = Math.min(Number(/^\d+/.exec(directory)?.[0] ?? LAST_STAGE), LAST_STAGE);
  for (const object of chart.node.findAll().filter(ApiObject.isApiObject)) {
    const { apiGroup, kind, metadata } = object;
    const isLast = lastKinds.some((one) => one.kind === kind && one.group === apiGroup);
    const wave = kind === 'Namespace' ? 0 : isLast ? LAST_WAVE : stage;
    addAnnotation(metadata, SYNC_WAVE, String(wave));
    if (kind !== 'Namespace') continue;
    if (metadata.getLabel(MANAGED_BY) === undefined) metadata.addLabel(MANAGED_BY, namespace);
    // There may be more in it than the manifests of the user.
    if (UserObject.isUserObject(object)) addAnnotation(metadata, ...KEPT_BY_ARGO_CD);
  }
}

function addAnnotation(metadata: ApiObjectMetadataDefinition, key: string, value: string): void {
  const { annotations = {} } = metadata.toJson() as { annotations?: object };
  if (!Object.hasOwn(annotations, key)) metadata.addAnnotation(key, value);
}
