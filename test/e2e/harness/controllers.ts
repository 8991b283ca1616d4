/**
 * Controllers that run while a command does: OLM, the operator, istiod, the cloud, and those of Kubernetes for Deployments
 * and Namespaces. Statuses are as istiod writes them (samples of a healthy mesh), with the time of day.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { listedServices, peerStatus } from '../../helpers/istiod';
import type { StoredObject } from './api';
import type { Fleet } from './fleet';
import { OWNER, runControllers } from './stand-in';
import { CLUSTERS, type ClusterName } from './state';

const FEDERATION = 'federation.maistra.io/v1';
const PEER = { apiVersion: FEDERATION, kind: 'ServiceMeshPeer' };
const OLM = 'operators.coreos.com/v1alpha1';
const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace' };

/** The pause between rounds, in milliseconds. */
const PAUSE = 600;

/** Runs controllers on clusters until it is stopped. */
export class Controllers {
  /** Why rounds ended early: objects can go between two requests, and a server can hang. */
  readonly problems = new Set<string>();
  private isRunning = true;
  private readonly loops: readonly Promise<void>[];

  /** @param clusters those whose controllers run */
  constructor(
    private readonly fleet: Fleet,
    clusters: readonly ClusterName[] = CLUSTERS,
  ) {
    this.loops = clusters.map((cluster) => this.loop(cluster));
  }

  /** Ends after the round that runs. */
  async stop(): Promise<void> {
    this.isRunning = false;
    await Promise.all(this.loops);
  }

  private async loop(cluster: ClusterName): Promise<void> {
    while (this.isRunning) {
      await this.round(cluster).catch((error: Error) => this.problems.add(`${cluster}: ${error.message}`));
      await sleep(PAUSE);
    }
  }

  private async round(cluster: ClusterName): Promise<void> {
    const { fleet } = this;
    await finishNamespaces(fleet, cluster);
    await installOperators(fleet, cluster);
    await removeGateways(fleet, cluster);
    await runControllers(fleet, cluster, reportPeers);
    await reportDeployments(fleet, cluster);
  }
}

async function installOperators(fleet: Fleet, cluster: ClusterName): Promise<void> {
  const api = fleet.api(cluster);
  for (const { metadata } of await api.list({ apiVersion: OLM, kind: 'Subscription' })) {
    const { name, namespace = '' } = metadata;
    const csv = { apiVersion: OLM, kind: 'ClusterServiceVersion', metadata: { name: `${name}.v2.6.0`, namespace } };
    const install = { strategy: 'deployment', spec: { deployments: [] } };
    await api.apply({ ...csv, spec: { displayName: name, install } });
    await api.apply({ ...csv, status: { phase: 'Succeeded' } }, 'status');
    const status = { state: 'AtLatestKnown', installedCSV: csv.metadata.name, lastUpdated: '2024-01-01T00:00:00Z' };
    await api.apply({ apiVersion: OLM, kind: 'Subscription', metadata: { name, namespace }, status }, 'status');
  }
}

/** What the operator and istiod made goes with their control plane. */
async function removeGateways(fleet: Fleet, cluster: ClusterName): Promise<void> {
  const api = fleet.api(cluster);
  const planes = await api.list({ apiVersion: 'maistra.io/v2', kind: 'ServiceMeshControlPlane' });
  const living = new Set(planes.map(({ metadata }) => metadata.namespace));
  const made = [
    ...(await api.list({ apiVersion: 'v1', kind: 'Service' })).filter(({ metadata }) =>
      /^(in|e)gressgateway$/.test(metadata.labels?.istio ?? ''),
    ),
    ...(await api.list({ apiVersion: 'v1', kind: 'Pod' })).filter(({ metadata }) => metadata.labels?.app === 'istiod'),
  ];
  for (const object of made) if (!living.has(object.metadata.namespace)) await api.remove(object);
}

async function reportDeployments(fleet: Fleet, cluster: ClusterName): Promise<void> {
  const kind = { apiVersion: 'apps/v1', kind: 'Deployment' };
  for (const { metadata } of await fleet.api(cluster).list(kind)) {
    const { name, namespace = '', generation = 1 } = metadata;
    const conditions = [{ type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable' }];
    const status = { observedGeneration: generation, conditions };
    await fleet.api(cluster).apply({ ...kind, metadata: { name, namespace }, status }, 'status');
  }
}

/** istiod runs, and reports on peers whose other side is there too, and on exports and imports. */
async function reportPeers(fleet: Fleet, cluster: ClusterName): Promise<void> {
  const api = fleet.api(cluster);
  for (const { metadata } of await api.list({ apiVersion: 'maistra.io/v2', kind: 'ServiceMeshControlPlane' })) {
    await runIstiod(fleet, cluster, metadata.namespace ?? '');
  }
  for (const peer of await api.list(PEER)) await reportPeer(fleet, cluster, peer);
  for (const [kind, list] of [
    ['ExportedServiceSet', 'exportedServices'],
    ['ImportedServiceSet', 'importedServices'],
  ] as const) {
    for (const set of await api.list({ apiVersion: FEDERATION, kind })) {
      const { name, namespace = '' } = set.metadata;
      const status = { [list]: listedServices(set, name, namespace) };
      await api.apply({ apiVersion: FEDERATION, kind, metadata: { name, namespace }, status }, 'status');
    }
  }
}

async function runIstiod(fleet: Fleet, cluster: ClusterName, namespace: string): Promise<void> {
  // Admission requires the account, which a controller would make.
  await fleet
    .api(cluster)
    .apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } });
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: istiodOf(namespace), namespace } };
  const containers = [{ name: 'discovery', image: 'istiod.test/istiod' }];
  const spec = { automountServiceAccountToken: false, containers };
  await fleet
    .api(cluster)
    .apply({ ...pod, metadata: { ...pod.metadata, labels: { app: 'istiod', [OWNER]: namespace } }, spec });
  await fleet.api(cluster).apply({ ...pod, status: { phase: 'Running' } }, 'status');
}

function istiodOf(namespace: string): string {
  return `istiod-${namespace}-0`;
}

/** A peer is accepted with its root certificate, and connected when the other side has accepted this one. */
async function reportPeer(fleet: Fleet, cluster: ClusterName, { metadata }: StoredObject): Promise<void> {
  const { name, namespace = '', creationTimestamp } = metadata as typeof metadata & { creationTimestamp: string };
  if (!(await isAccepted(fleet, cluster, namespace, name))) return;
  const others = await Promise.all(
    CLUSTERS.filter((other) => other !== cluster).map((other) => isAccepted(fleet, other, name, namespace)),
  );
  const isConnected = others.includes(true);
  const status = peerStatus(istiodOf(namespace), isConnected, creationTimestamp, new Date());
  await fleet.api(cluster).apply({ ...PEER, metadata: { name, namespace }, status }, 'status');
}

async function isAccepted(fleet: Fleet, cluster: ClusterName, namespace: string, name: string): Promise<boolean> {
  const api = fleet.api(cluster);
  if ((await api.get(PEER, name, namespace)) === undefined) return false;
  const root = await api.get({ apiVersion: 'v1', kind: 'ConfigMap' }, `${name}-ca-root-cert`, namespace);
  return (root?.data as { readonly [key: string]: string } | undefined)?.['root-cert.pem'] !== undefined;
}

/** Removes namespaces, with what is in them. */
export async function removeNamespaces(fleet: Fleet, cluster: ClusterName, names: readonly string[]): Promise<void> {
  await fleet.kubectl(cluster, ['delete', 'namespaces', '--ignore-not-found', '--wait=false', ...names]);
  await finishNamespaces(fleet, cluster);
}

/** Namespaces that are deleted lose their contents, then themselves. */
async function finishNamespaces(fleet: Fleet, cluster: ClusterName): Promise<void> {
  const api = fleet.api(cluster);
  for (const { metadata } of await api.list(NAMESPACE)) {
    const { name, deletionTimestamp } = metadata as typeof metadata & { readonly deletionTimestamp?: string };
    if (deletionTimestamp === undefined) continue;
    await fleet.kubectl(cluster, ['delete', 'pods,configmaps,services,serviceaccounts', '--all', '--namespace', name]);
    const body = JSON.stringify({ ...NAMESPACE, metadata: { name }, spec: { finalizers: [] } });
    await api.send('PUT', `/api/v1/namespaces/${name}/finalize`, body, 'application/json');
  }
}
