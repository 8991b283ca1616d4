import { type App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Mesh } from '../../lib';

/** A chart of one's own: bounds what each member namespace of a cluster may use. */
export class Quota extends Chart {
  constructor(app: App, meshes: readonly Mesh[]) {
    super(app, '60-quota', { disableResourceNameHashes: true });
    for (const namespace of meshes.flatMap(({ members }) => members)) {
      new k8s.KubeResourceQuota(this, namespace, {
        metadata: { name: 'pods', namespace },
        spec: { hard: { pods: k8s.Quantity.fromNumber(50) } },
      });
    }
  }
}
