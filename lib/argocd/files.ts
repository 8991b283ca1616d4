import { ARGOCD_DIRECTORY } from '../federation/gitops';
import type { ArgoCd } from '../federation/model';
import type { Generation } from '../generation';
import { fileText, markerOf, type OutputFile } from '../output/render';
import { applicationSet } from './application-set';
import { healthConfigMap, healthOfOperator } from './health';
import { appProject } from './project';
import type { ClusterScope } from './scope';

/** The file of the AppProject below the output directory, which marks the directory as that of Argo CD. */
export const PROJECT_FILE = `${ARGOCD_DIRECTORY}/applications/project.yaml`;

/**
 * The files for Argo CD itself: what makes it apply the directories of clusters, and how it finds their health.
 *
 * @param scopes what is applied to each cluster
 * @param generations those that planned the clusters
 */
export function argocdFiles(
  argocd: ArgoCd,
  scopes: readonly ClusterScope[],
  generations: readonly Generation[],
): readonly OutputFile[] {
  const sorted = [...scopes].sort((a, b) => (a.cluster < b.cluster ? -1 : 1));
  const kinds = generations.flatMap((generation) => generation.kinds ?? []);
  // Generations have some of their checks in common.
  const checks = [...new Set(generations.flatMap(({ healthChecks = [] }) => healthChecks))];
  return [
    fileOf(PROJECT_FILE, appProject(argocd, sorted, kinds)),
    fileOf(`${ARGOCD_DIRECTORY}/applications/application-set.yaml`, applicationSet(argocd, sorted)),
    fileOf(`${ARGOCD_DIRECTORY}/health/argocd-cm.yaml`, healthConfigMap(argocd, checks)),
    fileOf(`${ARGOCD_DIRECTORY}/health/argocd.yaml`, healthOfOperator(argocd, checks)),
  ];
}

/** The files of an output that belong to clusters. */
export function clusterFiles<T extends Pick<OutputFile, 'path' | 'text'>>(files: readonly T[]): readonly T[] {
  const isOurs = files.some(({ path, text }) => path === PROJECT_FILE && text.startsWith(markerOf(PROJECT_FILE)));
  return isOurs ? files.filter(({ path }) => !path.startsWith(`${ARGOCD_DIRECTORY}/`)) : files;
}

function fileOf(path: string, object: object): OutputFile {
  return { cluster: ARGOCD_DIRECTORY, path, text: fileText(path, [object]), objects: [object] };
}
