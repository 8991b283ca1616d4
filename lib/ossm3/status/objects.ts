import type { ClusterObjects } from '../../status/observation';
import { nameOf, textAt } from '../../status/observation';
import { type Fields, isFields } from '../../values';
import type { Ossm3Mesh } from '../model';

/** The API group of Istio's own kinds for traffic. */
export const ISTIO_API = 'networking.istio.io';

/** The API group of the Gateway API of Kubernetes. */
export const KUBERNETES_API = 'gateway.networking.k8s.io';

/** A Gateway by its API group, as two groups have that kind; undefined if the cluster does not have it or it was not read. */
export function findGateway(
  cluster: ClusterObjects,
  group: typeof ISTIO_API | typeof KUBERNETES_API,
  namespace: string,
  name: string,
): Fields | undefined {
  return cluster
    .list('Gateway', namespace)
    .find((one) => nameOf(one) === name && textAt(one, ['apiVersion']).startsWith(`${group}/`));
}

/** The Istio resource of a mesh; undefined if the cluster does not have it or it was not read. */
export function findIstio(cluster: ClusterObjects, { istio }: Pick<Ossm3Mesh, 'istio'>): Fields | undefined {
  return cluster.find('Istio', '', istio.name);
}

/** Whether an object has all of some labels with their values. */
export function hasLabels(object: Fields, labels: unknown): boolean {
  if (!isFields(labels)) return false;
  return Object.entries(labels).every(([key, value]) => textAt(object, ['metadata', 'labels', key]) === value);
}
