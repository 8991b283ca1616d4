/** What clusters have once a topology of OpenShift Service Mesh 3 runs in them, and its status. */

import { join } from 'node:path';
import type { ClusterReading, Observation } from '../../../lib/status/observation';
import { nameOf, namespaceOf } from '../../../lib/status/observation';
import type { EdgeStatus, FederationStatus, PartStatus, ServiceStatus } from '../../../lib/status/report';
import { type Fields, mapStrings, valueAt } from '../../../lib/values';
import { type Loaded, loadFile } from '../../../lib/workflows/load';
import { evaluateStatus } from '../../../lib/workflows/status';
import { ROOT } from '../../helpers/examples';
import { makeCertificate } from '../../helpers/make-certificate';
import { objectsIn, render } from '../../helpers/synthesize';
import { loadText } from '../../helpers/topology-text';

/** The time of the observations. */
export const NOW = new Date('2030-01-01T00:00:00Z');

/** The example of three clouds. */
export const CLOUDS = loadFile(join(ROOT, 'examples', 'three-clouds-ossm3', 'federation.yaml'));

/** West merges its own `details` with that of east, and has one of its own for nobody else. */
export const MERGED = loadText(`defaults: { meshes: { version: v3.4 } }
clusters: { west: {}, east: {} }
meshes:
  west: { workloads: [{ bookinfo: { namespace: shop } }] }
  east: { workloads: [{ bookinfo: { namespace: shop } }] }
peerings: [{ between: [west, east] }]
shares: [{ from: east, to: west, service: { namespace: shop, name: details }, importAsLocal: true }]
`);

const roots = new Map<string, string>();

/** The root certificate that a mesh publishes. */
export function rootOf(mesh: string): string {
  const pem = roots.get(mesh) ?? makeCertificate({ organization: mesh });
  roots.set(mesh, pem);
  return pem;
}

/** Changes one object; undefined removes it. */
export type Change = (object: Fields, cluster: string) => Fields | undefined;

/** Clusters that have all that the topology expects, each object changed by a function. */
export function running(loaded: Loaded, change: Change = (same) => same): Observation {
  const clusters = new Map<string, Fields[]>();
  for (const [key, object] of manifestsOf(loaded)) {
    const cluster = key.slice(0, key.indexOf(':'));
    clusters.set(cluster, [...(clusters.get(cluster) ?? []), mapStrings({ ...object }, fill)]);
  }
  const readings = [...clusters].map(([name, objects]): readonly [string, ClusterReading] => {
    const all = [...objects.map(withStatus), ...objects.flatMap((object) => madeOf(object, objects))];
    const changed = all.map((object) => change(object, name));
    return [name, { objects: changed.filter((object) => object !== undefined), unread: [] }];
  });
  return { time: NOW, clusters: Object.fromEntries(readings) };
}

const manifests = new Map<Loaded, ReturnType<typeof objectsIn>>();

/** The objects that synth writes, made once in each test file. */
function manifestsOf(loaded: Loaded): ReturnType<typeof objectsIn> {
  const known = manifests.get(loaded) ?? objectsIn(render(loaded));
  manifests.set(loaded, known);
  return known;
}

function fill(text: string): string {
  const [, kind, mesh = ''] = /^<ossm-fed:(root|address):([^:>]+)/.exec(text) ?? [];
  if (kind === 'root') return rootOf(mesh);
  return kind === 'address' ? addressOf(mesh) : text;
}

/** The address of the gateway of a mesh. */
export function addressOf(mesh: string): string {
  return `${mesh}.example.org`;
}

const isTrue = (type: string) => ({ type, status: 'True', reason: type, message: 'as it should be' });

function withStatus(object: Fields): Fields {
  const { kind } = object;
  const ready = ['Reconciled', 'Ready', 'DependenciesHealthy'].map(isTrue);
  if (kind === 'Subscription') return { ...object, status: { installedCSV: `${nameOf(object)}.v3.4.0` } };
  if (kind === 'IstioCNI') return { ...object, status: { conditions: ready } };
  if (kind === 'Istio') return { ...object, status: { conditions: ready, activeRevisionName: revisionOf(object) } };
  const isKubernetes = kind === 'Gateway' && String(object.apiVersion).startsWith('gateway.');
  return isKubernetes ? { ...object, status: { conditions: ['Accepted', 'Programmed'].map(isTrue) } } : object;
}

function revisionOf(istio: Fields): string {
  return `${nameOf(istio)}-${String(valueAt(istio, ['spec', 'version'])).replaceAll('.', '-')}`;
}

/** What the operator, istiod and Kubernetes make of an object. */
function madeOf(object: Fields, all: readonly Fields[]): readonly Fields[] {
  const [name, namespace] = [nameOf(object), namespaceOf(object)];
  const istio = all.find(({ kind }) => kind === 'Istio');
  const mesh = istio === undefined ? '' : nameOf(istio);
  const pod = (labels: unknown, at: string, own: string) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${own}-a0`,
      namespace: at,
      labels,
      annotations: { 'istio.io/rev': istio === undefined ? '' : revisionOf(istio) },
    },
    status: { phase: 'Running' },
  });
  if (object.kind === 'Subscription') {
    const metadata = { name: `${name}.v3.4.0`, namespace };
    return [{ kind: 'ClusterServiceVersion', metadata, status: { phase: 'Succeeded' } }];
  }
  if (object.kind === 'Istio') {
    const at = String(valueAt(object, ['spec', 'namespace']));
    const metadata = { name: 'istio-ca-root-cert', namespace: at };
    return [
      { kind: 'ConfigMap', metadata, data: { 'root-cert.pem': rootOf(name) } },
      pod({ app: 'istiod' }, at, `istiod-${name}`),
    ];
  }
  if (object.kind === 'Deployment')
    return [pod(valueAt(object, ['spec', 'template', 'metadata', 'labels']), namespace, name)];
  if (object.kind !== 'Gateway' || valueAt(object, ['spec', 'gatewayClassName']) !== 'istio') return [];
  const service = {
    kind: 'Service',
    metadata: { name: `${name}-istio`, namespace },
    spec: { type: 'LoadBalancer', ports: [{ name: 'cross-network', port: 15443 }] },
    status: { loadBalancer: { ingress: [{ hostname: addressOf(mesh) }] } },
  };
  return [service, pod({ 'gateway.networking.k8s.io/gateway-name': name }, namespace, `${name}-istio`)];
}

/** Changes the objects of a kind in a cluster whose name has a text. */
export function changed(
  cluster: string,
  kind: string,
  edit: (object: Fields) => Fields | undefined,
  name = '',
): Change {
  return (object, at) =>
    at === cluster && object.kind === kind && nameOf(object).includes(name) ? edit(object) : object;
}

/** Changes the value at a path of the objects of a kind in a cluster whose name has a text. */
export function edited(
  cluster: string,
  kind: string,
  path: readonly (string | number)[],
  value: unknown,
  name = '',
): Change {
  return changed(cluster, kind, (object) => withValue(object, path, value), name);
}

/** The object with another value at a path; undefined removes the field. */
export function withValue(object: Fields, [key = '', ...rest]: readonly (string | number)[], value: unknown): Fields {
  const copy = (Array.isArray(object) ? [...object] : { ...object }) as { [key: string]: unknown };
  if (rest.length > 0) copy[key] = withValue((copy[key] ?? {}) as Fields, rest, value);
  else if (value === undefined) delete copy[key];
  else copy[key] = value;
  return copy;
}

/** The status of an observation. */
export function statusOf(observation: Observation, loaded: Loaded = CLOUDS): FederationStatus {
  expect(loaded.issues).toEqual([]);
  return evaluateStatus(loaded, observation);
}

/** Everything that is not healthy, or has a remark: what it is, its health and its findings. */
export function problemsOf({ clusters, edges, services }: FederationStatus): readonly string[] {
  const parts = clusters.flatMap((cluster) => [
    ...(cluster.isRead ? [] : [{ ...cluster, title: cluster.cluster }]),
    ...cluster.parts.map((part) => ({ ...part, title: partTitle(cluster.cluster, part) })),
  ]);
  const items = [
    ...parts,
    ...edges.map((edge) => ({ ...edge, title: edgeTitle(edge) })),
    ...services.map((service) => ({ ...service, title: serviceTitle(service) })),
  ];
  return items
    .filter(({ health, findings }) => health !== 'healthy' || findings.length > 0)
    .flatMap(({ title, findings }) =>
      findings.map(({ health, code, cause }) => `${title} ${health} ${code}: ${cause}`),
    );
}

function partTitle(cluster: string, { part, name }: PartStatus): string {
  return `${cluster} ${part} ${name}`;
}

function edgeTitle({ mesh, peer }: EdgeStatus): string {
  return `${mesh} > ${peer}`;
}

function serviceTitle({ importer, service }: ServiceStatus): string {
  return `${importer} < ${service}`;
}

/** The problems of the example after a change. */
export function problemsAfter(change: Change, loaded: Loaded = CLOUDS): readonly string[] {
  return problemsOf(statusOf(running(loaded, change), loaded));
}

/** The problems of one part, direction or service after a change, without its title. */
export function problemsOfItem(title: string, change: Change): readonly string[] {
  return problemsAfter(change)
    .filter((line) => line.startsWith(title))
    .map((line) => line.slice(title.length));
}
