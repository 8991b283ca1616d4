import { checkAccess } from './access';
import { checkMeshes } from './meshes';
import { checkClusters, checkObjects } from './objects';
import { checkPeers, type Hints } from './peers';
import { checkShares } from './shares';
import { checkTraffic } from './traffic';
import { docsOf, type File, worldOf } from './world';

/**
 * All that is wrong with the rendered files of a federation. The oracle was written from the fact sheet and knows
 * nothing but the files' text: neither the topology nor the code that derived them.
 */
export function violations(files: readonly File[], hints: Hints): readonly string[] {
  const world = worldOf(files.flatMap(docsOf));
  return [
    ...checkObjects(world),
    ...checkClusters(world),
    ...checkMeshes(world),
    ...checkPeers(world, hints),
    ...checkShares(world),
    ...checkTraffic(world),
    ...checkAccess(world),
  ];
}
