import type { Fields } from '../../lib/values';
import { valueAt } from '../../lib/values';
import { listedServices, peerStatus } from './istiod';
import { makeCertificate } from './make-certificate';
import type { MemoryCluster } from './memory-cluster';

/** Does what operators, istiod and clouds do on clusters in memory; a second call changes nothing but times. */
export function actOn(clusters: Iterable<readonly [string, MemoryCluster]>, now: () => Date): void {
  const all = [...clusters];
  for (const [name, cluster] of all) {
    installOperators(cluster);
    for (const controlPlane of cluster.all('ServiceMeshControlPlane')) runMesh(name, cluster, controlPlane);
    for (const one of [...cluster.all('ServiceMeshMemberRoll'), ...cluster.all('Deployment')]) {
      const type = one.kind === 'Deployment' ? 'Available' : 'Ready';
      cluster.report(one, { conditions: [{ type, status: 'True' }] });
    }
    reportPeers(cluster, all, now);
    reportSets(cluster);
  }
}

function reportPeers(
  cluster: MemoryCluster,
  all: readonly (readonly [string, MemoryCluster])[],
  now: () => Date,
): void {
  for (const peer of cluster.all('ServiceMeshPeer')) {
    const { namespace } = namesOf(peer);
    const isMutual = all.some(([, other]) => other.all('ServiceMeshPeer').some((one) => isOpposite(one, peer)));
    const since = String(valueAt(peer, ['metadata', 'creationTimestamp']));
    cluster.report(peer, peerStatus(`istiod-${namespace}`, isMutual, since, now()));
  }
}

function reportSets(cluster: MemoryCluster): void {
  for (const set of [...cluster.all('ExportedServiceSet'), ...cluster.all('ImportedServiceSet')]) {
    const { name, namespace } = namesOf(set);
    const list = set.kind === 'ExportedServiceSet' ? 'exportedServices' : 'importedServices';
    cluster.report(set, { [list]: listedServices(set, name, namespace) });
  }
}

function installOperators(cluster: MemoryCluster): void {
  for (const subscription of cluster.all('Subscription')) {
    const { name, namespace } = namesOf(subscription);
    const metadata = { name: `${name}.v2.6.0`, namespace };
    cluster.report(subscription, { installedCSV: metadata.name });
    cluster.ensure({
      apiVersion: 'operators.coreos.com/v1alpha1',
      kind: 'ClusterServiceVersion',
      metadata,
      spec: {
        customresourcedefinitions: {
          owned: [{ name: 'servicemeshcontrolplanes.maistra.io', version: 'v2', kind: 'ServiceMeshControlPlane' }],
        },
      },
      status: { phase: 'Succeeded' },
    });
    cluster.absent.delete('maistra.io');
  }
}

const ROOTS = new Map<string, string>();

function runMesh(cluster: string, memory: MemoryCluster, controlPlane: Fields): void {
  const { namespace } = namesOf(controlPlane);
  for (const group of ['federation.maistra.io', 'networking.istio.io', 'security.istio.io'])
    memory.absent.delete(group);
  const generation = valueAt(controlPlane, ['metadata', 'generation']);
  memory.report(controlPlane, { observedGeneration: generation, conditions: [{ type: 'Ready', status: 'True' }] });
  const domain = String(valueAt(controlPlane, ['spec', 'security', 'trust', 'domain']));
  const pem = ROOTS.get(domain) ?? makeCertificate({ organization: domain });
  ROOTS.set(domain, pem);
  const labels = { 'istio.io/config': 'true' };
  memory.ensure({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'istio-ca-root-cert', namespace, labels },
    data: { 'root-cert.pem': pem },
  });
  const pod = {
    name: `istiod-${namespace}`,
    namespace,
    labels: { app: 'istiod' },
    ownerReferences: [{ kind: 'ReplicaSet' }],
  };
  memory.ensure({ apiVersion: 'v1', kind: 'Pod', metadata: pod, status: { phase: 'Running' } });
  for (const part of ['additionalIngress', 'additionalEgress']) {
    const gateways = (valueAt(controlPlane, ['spec', 'gateways', part]) ?? {}) as { readonly [name: string]: Fields };
    for (const [name, gateway] of Object.entries(gateways)) {
      const spec = gateway.service as Fields;
      const metadata = { name, namespace, ownerReferences: [{ kind: 'ServiceMeshControlPlane' }] };
      const status = { loadBalancer: { ingress: [{ hostname: `${name}.${cluster}.example.org` }] } };
      memory.ensure({
        apiVersion: 'v1',
        kind: 'Service',
        metadata,
        spec,
        ...(spec.type === 'LoadBalancer' && { status }),
      });
    }
  }
}

function namesOf(object: Fields): { readonly name: string; readonly namespace: string } {
  return object.metadata as { readonly name: string; readonly namespace: string };
}

/** Whether a peer is the other side: meshes are known by the names of their namespaces. */
function isOpposite(one: Fields, other: Fields): boolean {
  const [a, b] = [namesOf(one), namesOf(other)];
  return a.name === b.namespace && a.namespace === b.name;
}
