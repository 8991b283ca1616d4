import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';

/**
 * The annotation that keeps Argo CD from deleting an object, alone or with its Application. Source: Argo CD
 * documentation, Sync Options.
 */
export const KEPT_BY_ARGO_CD = ['argocd.argoproj.io/sync-options', 'Prune=false,Delete=false'] as const;

/** A Namespace. Sidecars are injected by an annotation of pods, so it has no label for injection. */
export function addNamespace(scope: Construct, name: string): void {
  new k8s.KubeNamespace(scope, `namespace-${name}`, { metadata: { name } });
}

/** A Namespace in which there may be more than the topology writes, such as that of an application. */
export function addSharedNamespace(scope: Construct, name: string): void {
  const [key, value] = KEPT_BY_ARGO_CD;
  new k8s.KubeNamespace(scope, `namespace-${name}`, { metadata: { name, annotations: { [key]: value } } });
}
