/**
 * Reports what operators and istiod of a healthy federation report, with times of now: installed operators, running
 * pods of istiod, connected peers, and the services that sets export and import by name (fact sheet, section 6).
 */
import type { StoredObject } from './api';
import type { Fleet } from './fleet';
import { CLUSTERS, type ClusterName } from './state';

const FEDERATION = 'federation.maistra.io/v1';
const PEER = { apiVersion: FEDERATION, kind: 'ServiceMeshPeer' };
const EXPORTS = { apiVersion: FEDERATION, kind: 'ExportedServiceSet' };
const IMPORTS = { apiVersion: FEDERATION, kind: 'ImportedServiceSet' };
const SUBSCRIPTION = { apiVersion: 'operators.coreos.com/v1alpha1', kind: 'Subscription' };
const VERSION = { apiVersion: 'operators.coreos.com/v1alpha1', kind: 'ClusterServiceVersion' };
const CONTROL_PLANE = { apiVersion: 'maistra.io/v2', kind: 'ServiceMeshControlPlane' };

/** A rule that selects one service by its name. */
interface NameRule {
  readonly nameSelector: {
    readonly name: string;
    readonly namespace: string;
    readonly alias?: { readonly name?: string; readonly namespace?: string };
  };
}

/** An entry in the status of a set. */
export interface ServiceMapping {
  readonly exportedName: string;
  readonly localService: { readonly name: string; readonly namespace: string; readonly hostname: string };
}

/** An instant some seconds ago, as APIs have it. */
export function secondsAgo(seconds: number): string {
  return `${new Date(Date.now() - seconds * 1000).toISOString().slice(0, 19)}Z`;
}

/** A watch as istiod reports it. */
export function watch(state: object = {}): object {
  return { connected: true, lastConnected: secondsAgo(600), lastFullSync: secondsAgo(5), ...state };
}

/** Reports for all clusters; a second call makes everything as it was after the first, with newer times. */
export async function reportHealthy(fleet: Fleet): Promise<void> {
  await Promise.all(CLUSTERS.map((cluster) => reportOperators(fleet, cluster)));
  await Promise.all(CLUSTERS.map((cluster) => reportPeers(fleet, cluster)));
  const exported = (await Promise.all(CLUSTERS.map((cluster) => reportExports(fleet, cluster)))).flat();
  await Promise.all(CLUSTERS.map((cluster) => reportImports(fleet, cluster, exported)));
}

/** Reports the operators of a cluster as installed, and the control planes' istiod as running. */
async function reportOperators(fleet: Fleet, cluster: ClusterName): Promise<void> {
  const api = fleet.api(cluster);
  for (const { metadata } of await api.list(SUBSCRIPTION)) {
    const { name, namespace = '' } = metadata;
    const installedCSV = `${name}.v2.6.5`;
    const status = { state: 'AtLatestKnown', installedCSV, currentCSV: installedCSV, lastUpdated: secondsAgo(900) };
    await api.apply({ ...SUBSCRIPTION, metadata: { name, namespace }, status }, 'status');
    const version = { ...VERSION, metadata: { name: installedCSV, namespace } };
    const install = { strategy: 'deployment', spec: { deployments: [] } };
    await api.apply({ ...version, spec: { displayName: name, install } });
    await api.apply({ ...version, status: { phase: 'Succeeded' } }, 'status');
  }
  for (const { metadata } of await api.list(CONTROL_PLANE)) await runIstiod(fleet, cluster, metadata.namespace ?? '');
}

/** The pod of istiod of a mesh. */
export function istiodOf(namespace: string) {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: `istiod-${namespace}-0`, namespace } };
}

/** Runs istiod of a mesh. */
async function runIstiod(fleet: Fleet, cluster: ClusterName, namespace: string): Promise<void> {
  const api = fleet.api(cluster);
  await api.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'istiod', namespace } });
  const pod = istiodOf(namespace);
  if ((await api.get(pod, pod.metadata.name, namespace)) === undefined) {
    const container = {
      name: 'discovery',
      image: 'none.test/istiod',
      env: [{ name: 'PASSWORD', value: POD_PASSWORD }],
    };
    const spec = { serviceAccountName: 'istiod', automountServiceAccountToken: false, containers: [container] };
    await api.apply({ ...pod, metadata: { ...pod.metadata, labels: { app: 'istiod' } }, spec });
  }
  await api.apply({ ...pod, status: { phase: 'Running' } }, 'status');
}

/** What a pod has in its environment and nobody else may see. */
export const POD_PASSWORD = 'correct-horse-battery-staple';

/** Reports the peers of a cluster as connected. */
async function reportPeers(fleet: Fleet, cluster: ClusterName): Promise<void> {
  for (const { metadata } of await fleet.api(cluster).list(PEER)) {
    await reportPeer(fleet, cluster, { name: metadata.name, namespace: metadata.namespace ?? '' });
  }
}

/** Reports on one peer: connected, unless its own watch or that of the peer is stated. */
export async function reportPeer(
  fleet: Fleet,
  cluster: ClusterName,
  metadata: { readonly name: string; readonly namespace: string },
  state: { readonly own?: object; readonly remote?: object } = {},
): Promise<void> {
  const own = watch(state.own) as { readonly connected: boolean };
  const remotes = [{ source: '192.0.2.1', ...watch(state.remote) }];
  const entry = { pod: istiodOf(metadata.namespace).metadata.name, watch: own, remotes };
  const status = { discoveryStatus: own.connected ? { active: [entry] } : { inactive: [entry] } };
  await fleet.api(cluster).apply({ ...PEER, metadata, status }, 'status');
}

/** Reports the services that the rules of a cluster export. */
async function reportExports(fleet: Fleet, cluster: ClusterName): Promise<readonly ServiceMapping[]> {
  const sets = (await fleet.api(cluster).list(EXPORTS)).map(({ metadata, spec }) => {
    const exportedServices = rulesIn(spec, 'exportRules').map(({ nameSelector: { name, namespace, alias } }) => ({
      exportedName: `${alias?.name ?? name}.${alias?.namespace ?? namespace}.svc.${metadata.name}-exports.local`,
      localService: { name, namespace, hostname: `${name}.${namespace}.svc.cluster.local` },
    }));
    return { metadata: { name: metadata.name, namespace: metadata.namespace ?? '' }, exportedServices };
  });
  for (const { metadata, exportedServices } of sets)
    await reportSet(fleet, cluster, 'exports', metadata, exportedServices);
  return sets.flatMap(({ exportedServices }) => exportedServices);
}

/** Reports the services that the rules of a cluster import. */
async function reportImports(fleet: Fleet, cluster: ClusterName, exported: readonly ServiceMapping[]): Promise<void> {
  for (const { metadata, spec } of await fleet.api(cluster).list(IMPORTS)) {
    const services = rulesIn(spec, 'importRules').flatMap(({ nameSelector: { name, namespace, alias } }) => {
      const own = { name: alias?.name ?? name, namespace: alias?.namespace ?? namespace };
      const hostname = `${own.name}.${own.namespace}.svc.${metadata.name}-imports.local`;
      return exported
        .filter(({ exportedName }) => exportedName.startsWith(`${name}.${namespace}.svc.`))
        .map(({ exportedName }) => ({ exportedName, localService: { ...own, hostname } }));
    });
    await reportSet(fleet, cluster, 'imports', { name: metadata.name, namespace: metadata.namespace ?? '' }, services);
  }
}

/** Writes the status of a set. */
export async function reportSet(
  fleet: Fleet,
  cluster: ClusterName,
  kind: 'exports' | 'imports',
  metadata: { readonly name: string; readonly namespace: string },
  services: readonly ServiceMapping[],
): Promise<void> {
  const set = kind === 'exports' ? EXPORTS : IMPORTS;
  const status = kind === 'exports' ? { exportedServices: services } : { importedServices: services };
  await fleet.api(cluster).apply({ ...set, metadata, status }, 'status');
}

function rulesIn(spec: unknown, key: 'exportRules' | 'importRules'): readonly NameRule[] {
  return (spec as { readonly [key: string]: readonly NameRule[] })[key] ?? [];
}

/** Removes what no other test removes. */
export async function removeReports(fleet: Fleet): Promise<void> {
  for (const cluster of CLUSTERS) {
    const api = fleet.api(cluster);
    const all: readonly StoredObject[] = [
      ...(await api.list(VERSION)),
      ...(await api.list({ apiVersion: 'v1', kind: 'Pod' })),
    ];
    for (const object of all) await api.remove(object);
  }
}
