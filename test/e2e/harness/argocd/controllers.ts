import { setTimeout as sleep } from 'node:timers/promises';
import type { Api, StoredObject } from '../api';
import type { Fleet } from '../fleet';
import { runControllers } from '../stand-in';
import { CLUSTERS, type ClusterName } from '../state';
import { Istiod } from './istiod';
import { installOperatorKinds } from './operator-kinds';

const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment' };
const PEER = { apiVersion: 'federation.maistra.io/v1', kind: 'ServiceMeshPeer' };
const SUBSCRIPTION = { apiVersion: 'operators.coreos.com/v1alpha1', kind: 'Subscription' };
const SOME_TIME = '2024-01-01T00:00:00Z';

/** The pause between rounds, in milliseconds. */
const PAUSE = 1000;

/** Runs all that is missing on the clusters, again and again: OLM, operator, istiod, cloud, and the pods of Deployments. */
export class Controllers {
  private isRunning = true;
  private readonly ended: Promise<unknown>;
  private readonly istiod: Istiod;
  private readonly problems = new Map<ClusterName, Error>();

  /** When the operator of each cluster was installed, in milliseconds since 1970. */
  readonly installed = new Map<ClusterName, number>();

  constructor(private readonly fleet: Fleet) {
    this.istiod = new Istiod(fleet);
    this.ended = Promise.all(CLUSTERS.map((cluster) => this.run(cluster)));
  }

  /** Lets all of them end. Rejects if one of them failed at last. */
  async stop(): Promise<void> {
    this.isRunning = false;
    await this.ended;
    for (const problem of this.problems.values()) throw problem;
  }

  /** As real controllers do, it tries again what has failed. */
  private async run(cluster: ClusterName): Promise<void> {
    while (this.isRunning) {
      await this.runOnce(cluster).then(
        () => this.problems.delete(cluster),
        (error: Error) => this.problems.set(cluster, error),
      );
      await sleep(PAUSE);
    }
  }

  private async runOnce(cluster: ClusterName): Promise<void> {
    const api = this.fleet.api(cluster);
    for (const subscription of await api.list(SUBSCRIPTION)) await this.install(cluster, subscription);
    for (const deployment of await api.list(DEPLOYMENT)) await reportAvailable(this.fleet, cluster, deployment);
    if (!this.installed.has(cluster)) return;
    await collectGarbage(api);
    await runControllers(this.fleet, cluster, async () => {
      for (const peer of await api.list(PEER)) await this.istiod.report(cluster, peer);
    });
  }

  /** Installs the operator of a Subscription with its kinds, as OLM does. */
  private async install(cluster: ClusterName, { metadata, status }: StoredObject): Promise<void> {
    const { name, namespace = '' } = metadata;
    const { installedCSV } = (status ?? {}) as { readonly installedCSV?: string };
    if (installedCSV !== undefined) return;
    await installOperatorKinds(this.fleet, cluster);
    const csv = `${name}.v2.6.0`;
    const healthy = { type: 'CatalogSourcesUnhealthy', status: 'False', reason: 'AllCatalogSourcesHealthy' };
    const report = {
      state: 'AtLatestKnown',
      currentCSV: csv,
      installedCSV: csv,
      lastUpdated: SOME_TIME,
      conditions: [{ ...healthy, lastTransitionTime: SOME_TIME }],
    };
    await this.fleet.api(cluster).apply({ ...SUBSCRIPTION, metadata: { name, namespace }, status: report }, 'status');
    this.installed.set(cluster, Date.now());
  }
}

/** All pods of a Deployment run. */
async function reportAvailable(fleet: Fleet, cluster: ClusterName, { metadata, spec }: StoredObject): Promise<void> {
  const { name, namespace = '', generation } = metadata;
  const { replicas = 1 } = spec as { readonly replicas?: number };
  const times = { lastTransitionTime: SOME_TIME, lastUpdateTime: SOME_TIME };
  const conditions = [
    { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', ...times },
    { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable', ...times },
  ];
  const numbers = { replicas, updatedReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas };
  const status = { observedGeneration: generation, ...numbers, conditions };
  await fleet.api(cluster).apply({ ...DEPLOYMENT, metadata: { name, namespace }, status }, 'status');
}

/** The kinds that Argo CD prunes in the tests. */
const PRUNED = [
  { apiVersion: 'security.istio.io/v1beta1', kind: 'AuthorizationPolicy' },
  DEPLOYMENT,
  { apiVersion: 'networking.istio.io/v1beta1', kind: 'DestinationRule' },
  { apiVersion: 'federation.maistra.io/v1', kind: 'ExportedServiceSet' },
  { apiVersion: 'federation.maistra.io/v1', kind: 'ImportedServiceSet' },
  { apiVersion: 'v1', kind: 'ServiceAccount' },
  { apiVersion: 'v1', kind: 'Service' },
];

/** Ends deletions in the foreground, for which API servers wait for the garbage collector. */
async function collectGarbage(api: Api): Promise<void> {
  const lists = await Promise.all(PRUNED.map((kind) => api.list(kind)));
  for (const object of lists.flat().filter(({ metadata }) => 'deletionTimestamp' in metadata)) {
    await api.merge(object, { metadata: { finalizers: null } });
  }
}
