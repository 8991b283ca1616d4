import { type Fields, valueAt } from '../../lib/values';
import { makeCertificate } from './make-certificate';
import type { MemoryCluster } from './memory-cluster';

/** The API groups that the operator of OpenShift Service Mesh 3 installs. */
export const OPERATOR_GROUPS = ['sailoperator.io', 'networking.istio.io', 'security.istio.io'];

const isTrue = (type: string) => ({ type, status: 'True' });

/** Does what operators, istiod of OpenShift Service Mesh 3, Kubernetes and clouds do; a second call changes nothing. */
export function actAsOssm3(clusters: Iterable<readonly [string, MemoryCluster]>): void {
  for (const [name, cluster] of clusters) {
    for (const subscription of cluster.all('Subscription')) install(cluster, subscription);
    for (const one of [...cluster.all('IstioCNI'), ...cluster.all('Istio')]) {
      const conditions = ['Reconciled', 'Ready'].map(isTrue);
      const observedGeneration = valueAt(one, ['metadata', 'generation']);
      const isIstio = one.kind === 'Istio';
      cluster.report(one, {
        conditions,
        observedGeneration,
        ...(isIstio && { activeRevisionName: revisionOf(one) }),
      });
      if (isIstio) runIstiod(cluster, one);
    }
    for (const deployment of cluster.all('Deployment')) runPods(cluster, deployment);
    for (const gateway of cluster.all('Gateway')) runGateway(name, cluster, gateway);
  }
}

function install(cluster: MemoryCluster, subscription: Fields): void {
  const { name, namespace } = namesOf(subscription);
  const version = `${name}.v3.4.0`;
  const crds = [
    { name: 'istios.sailoperator.io', version: 'v1', kind: 'Istio' },
    { name: 'istiocnis.sailoperator.io', version: 'v1', kind: 'IstioCNI' },
  ];
  cluster.report(subscription, { installedCSV: version });
  cluster.ensure({
    apiVersion: 'operators.coreos.com/v1alpha1',
    kind: 'ClusterServiceVersion',
    metadata: { name: version, namespace },
    spec: { customresourcedefinitions: { owned: crds } },
    status: { phase: 'Succeeded' },
  });
  for (const group of OPERATOR_GROUPS) cluster.absent.delete(group);
}

const roots = new Map<string, string>();

function runIstiod(cluster: MemoryCluster, istio: Fields): void {
  const namespace = String(valueAt(istio, ['spec', 'namespace']));
  const domain = String(valueAt(istio, ['spec', 'values', 'meshConfig', 'trustDomain']));
  const pem = roots.get(domain) ?? makeCertificate({ organization: domain });
  roots.set(domain, pem);
  cluster.ensure({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'istio-ca-root-cert', namespace, labels: { 'istio.io/config': 'true' } },
    data: { 'root-cert.pem': pem },
  });
  cluster.ensure({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: `istio-gateway-deployment-${revisionOf(istio)}`, namespace },
  });
  ensurePod(cluster, namespace, `istiod-${revisionOf(istio)}`, { app: 'istiod' });
}

function runPods(cluster: MemoryCluster, deployment: Fields): void {
  const { name, namespace } = namesOf(deployment);
  cluster.report(deployment, { conditions: [isTrue('Available')] });
  ensurePod(cluster, namespace, `${name}-a0`, valueAt(deployment, ['spec', 'template', 'metadata', 'labels']));
}

/** What istiod makes of a Gateway of the Gateway API; it takes one for another network when it has an address. */
function runGateway(cluster: string, memory: MemoryCluster, gateway: Fields): void {
  if (!String(gateway.apiVersion).startsWith('gateway.')) return;
  memory.report(gateway, { conditions: ['Accepted', 'Programmed'].map(isTrue) });
  if (valueAt(gateway, ['spec', 'gatewayClassName']) !== 'istio') return;
  const { name, namespace } = namesOf(gateway);
  memory.ensure({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `${name}-istio`, namespace, ownerReferences: [{ kind: 'Gateway' }] },
    spec: { type: 'LoadBalancer', ports: [{ name: 'cross-network', port: 15443 }] },
    status: { loadBalancer: { ingress: [{ hostname: `${name}.${cluster}.example.org` }] } },
  });
  ensurePod(memory, namespace, `${name}-istio-a0`, { 'gateway.networking.k8s.io/gateway-name': name });
}

function ensurePod(cluster: MemoryCluster, namespace: string, name: string, labels: unknown): void {
  const [istio] = cluster.all('Istio');
  const annotations = istio === undefined ? {} : { 'istio.io/rev': revisionOf(istio) };
  const metadata = { name, namespace, labels, annotations, ownerReferences: [{ kind: 'ReplicaSet' }] };
  cluster.ensure({ apiVersion: 'v1', kind: 'Pod', metadata, status: { phase: 'Running' } });
}

function revisionOf(istio: Fields): string {
  return `${namesOf(istio).name}-${String(valueAt(istio, ['spec', 'version'])).replaceAll('.', '-')}`;
}

function namesOf(object: Fields): { readonly name: string; readonly namespace: string } {
  return object.metadata as { readonly name: string; readonly namespace: string };
}
