import type { ArgoCd } from '../federation/model';
import type { HealthCheck } from '../generation';

/** The health checks for Argo CD without an operator: keys of its ConfigMap, to be merged with those that it has. */
export function healthConfigMap({ namespace }: ArgoCd, checks: readonly HealthCheck[]): object {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'argocd-cm',
      namespace,
      labels: { 'app.kubernetes.io/name': 'argocd-cm', 'app.kubernetes.io/part-of': 'argocd' },
    },
    data: Object.fromEntries(
      checks.map(({ group, kind, lua }) => [`resource.customizations.health.${group}_${kind}`, lua]),
    ),
  };
}

/** The health checks for OpenShift GitOps, whose operator writes them to the ConfigMap. */
export function healthOfOperator({ namespace }: ArgoCd, checks: readonly HealthCheck[]): object {
  return {
    apiVersion: 'argoproj.io/v1beta1',
    kind: 'ArgoCD',
    // The instance of OpenShift GitOps has the name of its namespace.
    metadata: { name: namespace, namespace },
    spec: { resourceHealthChecks: checks.map(({ group, kind, lua: check }) => ({ group, kind, check })) },
  };
}
