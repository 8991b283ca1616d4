// A program of a user of the package, which test/package/library.test.ts compiles and runs in a project of its own.

import { ApiObject, App, Chart } from 'cdk8s';
import { controlPlaneOverride, EXIT, loadTopology, type Mesh, report, synth, type Topology } from 'ossm-fed';

const topology: Topology = {
  defaults: {
    meshes: { override: controlPlaneOverride({ proxy: { accessLogging: { file: { name: '/dev/stdout' } } } }) },
  },
  clusters: { west: { platform: 'aws' }, east: { platform: 'azure' } },
  meshes: { 'west-mesh': { cluster: 'west', members: ['shop'] }, 'east-mesh': { cluster: 'east', members: ['stock'] } },
  peerings: [{ between: ['west-mesh', 'east-mesh'] }],
  shares: [{ from: 'east-mesh', to: 'west-mesh', service: { namespace: 'stock', name: 'inventory' } }],
};

// @ts-expect-error: the types must reject an unknown key
export const invalid: Topology = { ...topology, peering: [] };

/** A chart of the user, in the App of the package. */
class Quota extends Chart {
  constructor(app: App, meshes: readonly Mesh[]) {
    super(app, '60-quota', { disableResourceNameHashes: true });
    for (const namespace of meshes.flatMap(({ members }) => members)) {
      new ApiObject(this, namespace, {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name: 'pods', namespace },
        spec: { hard: { pods: 50 } },
      });
    }
  }
}

const result = synth(loadTopology(topology), {
  outdir: 'dist',
  charts: (app, _cluster, meshes) => {
    if (!(app instanceof App)) throw new Error('the package uses another cdk8s than this program');
    return new Quota(app, meshes);
  },
});
if (report(result) !== EXIT.ok) throw new Error('the topology is invalid');
