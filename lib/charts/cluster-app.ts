import { App } from 'cdk8s';
import type { ClusterPlan, Generation, StageFiles } from '../generation';
import type { PlannedCluster } from '../planning';
import { addOperators } from './operators';
import { StageChart } from './stage';
import { addWorkloads } from './workloads';

/**
 * The App of one cluster with a chart per stage. Each cluster has an App of its own, and charts do not depend on each
 * other: both would make the time of synthesis grow faster than the number of objects.
 *
 * @param generations those that planned the cluster
 */
export function clusterApp(cluster: PlannedCluster, generations: readonly Generation[]): App {
  const app = new App();
  addCommon(app, cluster, generations);
  addOwn(app, cluster, generations);
  return app;
}

/** The App with the charts that clusters of one kind have in common: operators and applications. */
export function commonApp(cluster: PlannedCluster, generations: readonly Generation[]): App {
  const app = new App();
  addCommon(app, cluster, generations);
  return app;
}

/** The App with the charts that {@link commonApp} does not have: those of the generations themselves. */
export function ownApp(cluster: PlannedCluster, generations: readonly Generation[]): App {
  const app = new App();
  addOwn(app, cluster, generations);
  return app;
}

function addCommon(app: App, cluster: PlannedCluster, generations: readonly Generation[]): void {
  for (const { generation, plan } of partsOf(cluster, generations)) {
    const stageOf = stagesOf(app, generation);
    if (plan.operators.length > 0) addOperators(stageOf('operators'), plan);
    for (const own of plan.workloads) {
      if (own.workloads.length > 0) addWorkloads(stageOf('workloads'), own);
    }
  }
}

function addOwn(app: App, cluster: PlannedCluster, generations: readonly Generation[]): void {
  for (const { generation, plan } of partsOf(cluster, generations)) {
    generation.addObjects(stagesOf(app, generation), plan);
  }
}

function partsOf(
  { parts }: PlannedCluster,
  generations: readonly Generation[],
): readonly { readonly generation: Generation; readonly plan: ClusterPlan }[] {
  return parts.map(({ generation: name, plan }) => {
    const generation = generations.find((one) => one.name === name);
    if (generation === undefined) throw new Error(`the generation ${name} is not among those that are known`);
    return { generation, plan };
  });
}

/** The charts of the stages of a generation by name, each created when it is first needed. */
function stagesOf(app: App, { name, stages }: Generation): (stage: string) => StageFiles {
  return (wanted) => {
    const stage = stages.find((one) => one.name === wanted);
    if (stage === undefined) throw new Error(`the generation ${name} has no stage ${wanted}`);
    const existing = app.node.tryFindChild(stage.directory);
    return existing === undefined ? new StageChart(app, stage.directory) : (existing as StageChart);
  };
}
