import type { ClusterDelivery } from '../../lib/deliver/cluster-delivery';
import type { Generation } from '../../lib/generation';
import { refOf } from '../../lib/kube/writer';
import type { Fields } from '../../lib/values';
import { renderDelivery } from '../../lib/workflows/delivery-objects';
import { loadTopology } from '../../lib/workflows/load';
import { UpWarnings } from '../../lib/workflows/up-warnings';

const TOPOLOGY = {
  clusters: { west: {}, east: {} },
  meshes: { west: { cluster: 'west' }, east: { cluster: 'east' } },
  peerings: [{ between: ['west', 'east'] }],
} as const;

/** How often changes are judged where the control plane of a cluster is read in some state. */
async function judged(live: (own: Fields) => Fields): Promise<number> {
  const loaded = loadTopology(TOPOLOGY);
  const { federation } = loaded;
  if (federation === undefined) throw new Error('invalid topology');
  let count = 0;
  const generations = loaded.generations.map((generation): Generation => {
    const { changes } = generation;
    if (changes === undefined) return generation;
    const judge: typeof changes.judge = (context) => {
      count += 1;
      return changes.judge(context);
    };
    return { ...generation, changes: { ...changes, judge } };
  });
  const { objects } = renderDelivery(loaded, undefined, undefined);
  const plan = { loaded: { ...loaded, generations }, federation };
  const plane = objects.get('west')?.find(({ ref }) => ref.kind === 'ServiceMeshControlPlane')?.manifest;
  if (plane === undefined) throw new Error('no control plane');
  const delivery = { target: { cluster: 'west', context: 'west' } } as ClusterDelivery;
  await new UpWarnings(plan, objects).beforeApply(delivery, [refOf(plane)], async () => ({ value: live(plane) }));
  return count;
}

test('changes are judged with the objects of all clusters, and only where there are any', async () => {
  expect(await judged((own) => ({ ...own, status: {} }))).toBe(0);
  expect(await judged((own) => ({ ...own, spec: { ...(own.spec as Fields), version: 'v2.5' } }))).toBeGreaterThan(0);
});
