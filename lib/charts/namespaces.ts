import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';

/** A Namespace. The mesh takes in its pods by their own annotation, so it carries no label for that. */
export function addNamespace(scope: Construct, name: string): void {
  new k8s.KubeNamespace(scope, `namespace-${name}`, { metadata: { name } });
}
