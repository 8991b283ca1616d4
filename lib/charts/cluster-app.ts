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
  addCommon(app, cluster);
  addOwn(app, cluster);
  return app;
}

/** The App with the charts that clusters of one kind have in common: operators and applications. */
export function commonApp(cluster: Cluster): App {
  const app = new App();
  addCommon(app, cluster);
  return app;
}

/** The App with the charts that {@link commonApp} does not have: meshes, peers and traffic. */
export function ownApp(cluster: Cluster): App {
  const app = new App();
  addOwn(app, cluster);
  return app;
}

function addCommon(app: App, cluster: Cluster): void {
  addOperators(new Stage(app, 'operators'), cluster);
  const workloads = new Stage(app, 'workloads');
  for (const mesh of cluster.meshes) addWorkloads(workloads, mesh);
}

function addOwn(app: App, { meshes }: Cluster): void {
  const stages = {
    mesh: new Stage(app, 'mesh'),
    federation: new Stage(app, 'federation'),
    traffic: new Stage(app, 'traffic'),
  };
  for (const mesh of meshes) {
    addMesh(stages.mesh, mesh);
    addFederation(stages.federation, mesh);
    addTraffic(stages.traffic, mesh);
  }
}
