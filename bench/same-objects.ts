import { join } from 'node:path';
import { type Bench, helmAtOnce, helmPerCluster, render, synthOf } from './compare';
import { fullMesh, hubAndSpoke, threeClouds } from './federations';
import { assertSameObjects } from './manifests';
import type { Tools } from './tools';

/** The number of clusters on which the chart is checked. */
const COUNT = 3;

/**
 * Verifies that the chart renders the same objects as this project, all at once and cluster by cluster; a comparison of
 * different work would be meaningless.
 *
 * @throws where they differ
 */
export async function checkChart(bench: Bench, tools: Tools): Promise<void> {
  const ours = join(bench.scratch, 'ours');
  const theirs = join(bench.scratch, 'theirs');
  for (const federation of [hubAndSpoke(COUNT), fullMesh(COUNT), threeClouds()]) {
    await render(synthOf(federation, bench), ours);
    for (const way of ['files', 'stdout'] as const) {
      await render(helmAtOnce(federation, bench, tools, way), theirs);
      assertSameObjects(ours, theirs);
    }
    await render(helmPerCluster(federation, bench, tools), theirs);
    for (const cluster of federation.clusters) assertSameObjects(join(ours, cluster), join(theirs, cluster));
  }
}
