import { parseObjects } from '../helpers/synthesize';
import type { FlowPlace } from './flow-place';
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
