import { type Fields, valueAt } from '../values';
import { type ClusterObjects, nameOf, textAt } from './observation';

/** The names of the running pods of istiod in a namespace; undefined if pods could not be read. */
export function runningIstiods(cluster: ClusterObjects, namespace: string): ReadonlySet<string> | undefined {
  if (cluster.reasonUnread('Pod', namespace) !== undefined) return undefined;
  const pods = runningPods(cluster, namespace);
  return new Set(pods.filter((pod) => textAt(pod, ['metadata', 'labels', 'app']) === 'istiod').map(nameOf));
}

/** The pods of a namespace that run and are not being deleted. */
export function runningPods(cluster: ClusterObjects, namespace: string): readonly Fields[] {
  return cluster
    .list('Pod', namespace)
    .filter(
      (pod) =>
        valueAt(pod, ['metadata', 'deletionTimestamp']) === undefined && textAt(pod, ['status', 'phase']) === 'Running',
    );
}
