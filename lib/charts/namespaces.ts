import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';

/** A Namespace. Sidecars are injected by an annotation of pods, so it has no label for injection. */
export function addNamespace(scope: Construct, name: string): void {
  new k8s.KubeNamespace(scope, `namespace-${name}`, { metadata: { name } });
}
