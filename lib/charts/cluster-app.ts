import { App } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { ClusterPlan, Generation, StageFiles } from '../generation';
import type { PlannedCluster } from '../planning';
import { addGeneratedMetadata } from './metadata';
import { addOperators } from './operators';
import { StageChart } from './stage';
import { addArgoCdMetadata } from './sync-waves';
import { addWorkloads } from './workloads';

/** Which charts of a cluster to add: those that are common to similar clusters, or those specific to it. */
export type ClusterPart = 'common' | 'own';

/**
 * The App of one cluster with a chart per stage. Each cluster has an App of its own, and charts do not depend on each
 * other: both would make the time of synthesis grow faster than the number of objects.
 */
export class ClusterApp extends App {
  /**
   * @param cluster the plan of the cluster
   * @param generations those that planned it
   * @param part the charts to add; all where undefined
   */
  constructor(cluster: PlannedCluster, generations: readonly Generation[], part?: ClusterPart) {
    super();
    addClusterCharts(this, cluster, generations, part);
  }
}

/**
 * Adds the charts of a cluster, one per stage, to any App or construct.
 *
 * @param part the charts to add; all where undefined
 */
export function addClusterCharts(
  scope: Construct,
  cluster: PlannedCluster,
  generations: readonly Generation[],
  part?: ClusterPart,
): void {
  if (part !== 'own') addCommon(scope, cluster, generations);
  if (part !== 'common') addOwn(scope, cluster, generations);
  const directories = generations.flatMap(({ stages }) => stages.map(({ directory }) => directory));
  const stages = [...new Set(directories)].flatMap((directory) => scope.node.tryFindChild(directory) ?? []);
  for (const stage of stages) addGeneratedMetadata(stage as StageChart, cluster.cluster);
  addDeliveryMetadata(stages, cluster, generations);
}

/** Adds what the Argo CD of a cluster needs to the objects of charts, if there is one. */
export function addDeliveryMetadata(
  charts: readonly IConstruct[],
  { cluster: { argocdNamespace: namespace }, parts }: PlannedCluster,
  generations: readonly Generation[],
): void {
  if (namespace === undefined) return;
  const used = generations.filter(({ name }) => parts.some(({ generation }) => generation === name));
  const lastKinds = used.flatMap(({ lastKinds: kinds = [] }) => kinds);
  for (const chart of charts) addArgoCdMetadata(chart, chart.node.id, { namespace, lastKinds });
}

function addCommon(scope: Construct, cluster: PlannedCluster, generations: readonly Generation[]): void {
  for (const { generation, plan } of partsOf(cluster, generations)) {
    const stageOf = stagesOf(scope, generation);
    if (plan.operators.length > 0) addOperators(stageOf, plan);
    for (const own of plan.workloads) {
      if (own.workloads.length > 0) addWorkloads(stageOf('workloads'), own);
    }
  }
}

function addOwn(scope: Construct, cluster: PlannedCluster, generations: readonly Generation[]): void {
  for (const { generation, plan } of partsOf(cluster, generations)) {
    generation.addObjects(stagesOf(scope, generation), plan);
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
function stagesOf(scope: Construct, { name, stages }: Generation): (stage: string) => StageFiles {
  return (wanted) => {
    const stage = stages.find((one) => one.name === wanted);
    if (stage === undefined) throw new Error(`the generation ${name} has no stage ${wanted}`);
    const existing = scope.node.tryFindChild(stage.directory);
    return existing === undefined ? new StageChart(scope, stage.directory) : (existing as StageChart);
  };
}
