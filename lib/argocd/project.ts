import type { ArgoCd } from '../federation/model';
import type { GroupKind } from '../generation';
import { type ClusterScope, sortedKinds } from './scope';

/**
 * The AppProject, which permits the repository, and on each cluster its namespaces and the kinds that are applied.
 *
 * @param kinds the kinds that are permitted in any case: Argo CD deletes no object of a kind that is not permitted
 *   anymore, such as the last route
 */
export function appProject(argocd: ArgoCd, scopes: readonly ClusterScope[], kinds: readonly GroupKind[]): object {
  const { project, namespace, repoURL, destinations } = argocd;
  const namespacesOf = new Map(scopes.map((scope) => [scope.cluster, scope.namespaces]));
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: project, namespace },
    spec: {
      description: 'A federation of service meshes, written by ossm-fed',
      sourceRepos: [repoURL],
      destinations: destinations.flatMap(({ cluster, by, value }) =>
        (namespacesOf.get(cluster) ?? []).map((one) => ({ [by]: value, namespace: one })),
      ),
      clusterResourceWhitelist: sortedKinds(scopes.flatMap(({ clusterKinds }) => clusterKinds)),
      namespaceResourceWhitelist: sortedKinds([...kinds, ...scopes.flatMap((scope) => scope.namespacedKinds)]),
    },
  };
}
