import { Construct } from 'constructs';
import type { Manifest } from '../federation/model';
import type { MeshWorkloads, StageFiles } from '../generation';
import { Bookinfo } from './bookinfo';
import { UserObject } from './user-object';

/** The applications of a mesh. Each has a file; those of one namespace, or of one directory, share it. */
export function addWorkloads(stage: StageFiles, { mesh, workloads }: MeshWorkloads): void {
  for (const [i, workload] of workloads.entries()) {
    const isBookinfo = workload.kind === 'bookinfo';
    const file = isBookinfo ? `${workload.bookinfo.namespace}.bookinfo` : `${mesh}.${workload.name}`;
    if (isBookinfo) new Bookinfo(stage.file(file), String(i), workload.bookinfo);
    else new UserManifests(stage.file(file), String(i), workload.objects);
  }
}

/** The objects of a directory of the user's manifests. */
export class UserManifests extends Construct {
  /** @param objects any Kubernetes objects, in the order in which they are written */
  constructor(scope: Construct, id: string, objects: readonly Manifest[]) {
    super(scope, id);
    for (const [i, manifest] of objects.entries()) new UserObject(this, String(i), manifest);
  }
}
