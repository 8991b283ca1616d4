import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Manifest, Mesh } from '../federation/model';
import { addBookinfo } from './bookinfo';
import type { Stage } from './stage';

/** The applications of a mesh, one file each. */
export function addWorkloads(stage: Stage, mesh: Mesh): void {
  for (const workload of mesh.workloads) {
    if (workload.kind === 'bookinfo')
      addBookinfo(stage.file(`${workload.bookinfo.namespace}.bookinfo`), workload.bookinfo);
    else addManifests(stage.file(`${mesh.name}.${workload.name}`), workload.objects);
  }
}

/** The user's own objects as they are. */
function addManifests(scope: Construct, objects: readonly Manifest[]): void {
  for (const [i, manifest] of objects.entries()) new ApiObject(scope, String(i), manifest);
}
