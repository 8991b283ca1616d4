import { parseObjects } from '../helpers/synthesize';
import type { FlowPlace } from './flow-place';
import { replaceKinds } from './harness/cluster-kinds';
import { removeNamespaces } from './harness/controllers';
import type { Fleet } from './harness/fleet';
import { CLUSTERS } from './harness/state';

/** Brings all clusters back to where a topology has nothing in them. */
export async function emptyClusters(fleet: Fleet, place: FlowPlace): Promise<void> {
  await place.succeed('synth');
  const namespaces = [...place.output().values()].flatMap(parseObjects).filter(({ kind }) => kind === 'Namespace');
  const names = [...new Set(namespaces.map(({ metadata }) => metadata.name)), 'ossm-fed'];
  await Promise.all(CLUSTERS.map((cluster) => fleet.empty(cluster)));
  await Promise.all(CLUSTERS.map((cluster) => removeNamespaces(fleet, cluster, names)));
}

/** Makes the cluster rosa know the kinds of Argo CD anew, without objects, and gives it a namespace for them. */
export async function installArgoCdKinds(fleet: Fleet, namespace: string): Promise<void> {
  await replaceKinds(fleet, 'rosa', 'argocd', ['argocd']);
  await fleet.api('rosa').apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
}
