import type { ArgoCd, ArgoCdDestination } from '../federation/model';
import type { ClusterScope } from './scope';

/**
 * The ApplicationSet with one Application for each cluster. Sync waves order the stages within an Application, so one
 * for each stage would lose the order. A cluster without objects has none.
 */
export function applicationSet(argocd: ArgoCd, scopes: readonly ClusterScope[]): object {
  const { project, namespace } = argocd;
  const namespaceOf = new Map(scopes.map((scope) => [scope.cluster, scope.namespaces[0]]));
  const targets = argocd.destinations.flatMap((destination) => {
    const first = namespaceOf.get(destination.cluster);
    return first === undefined ? [] : [{ ...destination, namespace: first }];
  });
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: project, namespace },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: generatorsOf(argocd, targets),
      // A cluster that leaves the topology keeps its mesh until its Application is deleted on purpose.
      syncPolicy: { preserveResourcesOnDeletion: true },
      template: templateOf(argocd),
    },
  };
}

/** A destination with a namespace that the project permits, as Argo CD requires one of each Application. */
interface Target extends ArgoCdDestination {
  readonly namespace: string;
}

function generatorsOf({ clusterSelector }: ArgoCd, targets: readonly Target[]): readonly object[] {
  if (clusterSelector === undefined) {
    const elements = targets.map(({ cluster, by, value, namespace }) => ({
      values: { cluster, namespace, name: '', server: '', [by]: value },
    }));
    return [{ list: { elements } }];
  }
  return targets.map(({ cluster, namespace }) => ({
    clusters: {
      selector: { matchLabels: clusterSelector },
      values: { cluster, namespace, name: cluster, server: '' },
    },
    selector: { matchLabels: { name: cluster } },
  }));
}

function templateOf({ repoURL, revision, path, project, isAutomated }: ArgoCd): object {
  return {
    metadata: { name: `${project}-{{ .values.cluster }}` },
    spec: {
      project,
      source: {
        repoURL,
        targetRevision: revision,
        path: path === '.' ? '{{ .values.cluster }}' : `${path}/{{ .values.cluster }}`,
        directory: { recurse: true },
      },
      destination: {
        name: '{{ .values.name }}',
        server: '{{ .values.server }}',
        namespace: '{{ .values.namespace }}',
      },
      syncPolicy: {
        ...(isAutomated && { automated: { prune: true, selfHeal: true } }),
        // Operators install CRDs during the sync, and write to the objects that they own.
        syncOptions: ['ServerSideApply=true', 'SkipDryRunOnMissingResource=true'],
        // A quarter of an hour: operators need minutes until their webhooks answer, and while Argo CD retries, it syncs no
        // other commit.
        retry: { limit: 8, backoff: { duration: '15s', factor: 2, maxDuration: '3m' } },
      },
    },
  };
}
