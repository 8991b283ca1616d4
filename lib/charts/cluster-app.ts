import { App } from 'cdk8s';
import type { Cluster } from '../federation/model';
import { addFederation } from './federation';
import { addMesh } from './mesh';
import { addOperators } from './operators';
import { Stage } from './stage';
import { addTraffic } from './traffic';
import { addWorkloads } from './workloads';

/**
 * The App of one cluster with a chart per stage. Each cluster has an App of its own, and charts do not depend on each
 * other: both would make the time of synthesis grow faster than the number of objects.
 */
export function clusterApp(cluster: Cluster): App {
  const app = new App();
  addOperators(new Stage(app, 'operators'), cluster);
  const stages = {
    mesh: new Stage(app, 'mesh'),
    workloads: new Stage(app, 'workloads'),
    federation: new Stage(app, 'federation'),
    traffic: new Stage(app, 'traffic'),
  };
  for (const mesh of cluster.meshes) {
    addMesh(stages.mesh, mesh);
    addWorkloads(stages.workloads, mesh);
    addFederation(stages.federation, mesh);
    addTraffic(stages.traffic, mesh);
  }
  return app;
}
