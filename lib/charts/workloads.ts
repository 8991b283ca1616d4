import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Manifest } from '../federation/model';
import type { MeshWorkloads, StageFiles } from '../generation';
import { addBookinfo } from './bookinfo';

/** The applications of a mesh. Each has a file; those of one namespace, or of one directory, share it. */
export function addWorkloads(stage: StageFiles, { mesh, workloads }: MeshWorkloads): void {
  for (const [i, workload] of workloads.entries()) {
    const isBookinfo = workload.kind === 'bookinfo';
    const file = isBookinfo ? `${workload.bookinfo.namespace}.bookinfo` : `${mesh}.${workload.name}`;
    const scope = new Construct(stage.file(file), String(i));
    if (isBookinfo) addBookinfo(scope, workload.bookinfo);
    else addManifests(scope, workload.objects);
  }
}

function addManifests(scope: Construct, objects: readonly Manifest[]): void {
  for (const [i, manifest] of objects.entries()) new OwnObject(scope, String(i), manifest);
}

/** An object of the user's own, written as it is; from other objects cdk8s drops nulls, and it makes up names. */
class OwnObject extends ApiObject {
  constructor(
    scope: Construct,
    id: string,
    private readonly manifest: Manifest,
  ) {
    super(scope, id, manifest);
  }

  override toJson(): unknown {
    return this.manifest;
  }
}
