import { addTraffic } from '../charts/traffic';
import type { Generation } from '../generation';
import { addFederation } from './charts/federation';
import { addMesh } from './charts/mesh';
import type { Ossm2Plan } from './model';
import { planOssm2 } from './plan';
import { STAGES } from './stages';

/** OpenShift Service Mesh 2, whose federation is an API of the control plane: peers, exports and imports. */
export const OSSM2: Generation<Ossm2Plan> = {
  name: 'ossm2',
  title: 'OpenShift Service Mesh 2',
  versions: ['v2.3', 'v2.4', 'v2.5', 'v2.6'],
  stages: STAGES,
  plan: planOssm2,
  addObjects: (stageOf, { meshes }) => {
    for (const mesh of meshes) {
      addMesh(stageOf('mesh'), mesh);
      addFederation(stageOf('federation'), mesh);
      addTraffic(stageOf('traffic'), mesh.routes);
    }
  },
};
