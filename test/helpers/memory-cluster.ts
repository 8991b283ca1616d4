import type { Clock } from '../../lib/fetch/rounds';
import { failed } from '../../lib/kube/failure';
import { apiReader } from '../../lib/kube/reader';
import type { ApiRequest, WriteAnswer } from '../../lib/kube/sending';
import { apiWriter, type ClusterWriter } from '../../lib/kube/writer';
import { type Fields, isFields, valueAt } from '../../lib/values';

/** The kinds of a cluster: version, kind, resource name, and whether its objects have namespaces. */
const KINDS: readonly (readonly [string, string, string, boolean])[] = [
  ['v1', 'Namespace', 'namespaces', false],
  ['v1', 'ConfigMap', 'configmaps', true],
  ['v1', 'Service', 'services', true],
  ['v1', 'ServiceAccount', 'serviceaccounts', true],
  ['v1', 'Pod', 'pods', true],
  ['apps/v1', 'Deployment', 'deployments', true],
  ['operators.coreos.com/v1alpha1', 'Subscription', 'subscriptions', true],
  ['operators.coreos.com/v1alpha1', 'ClusterServiceVersion', 'clusterserviceversions', true],
  ['maistra.io/v2', 'ServiceMeshControlPlane', 'servicemeshcontrolplanes', true],
  ['maistra.io/v1', 'ServiceMeshMemberRoll', 'servicemeshmemberrolls', true],
  ['federation.maistra.io/v1', 'ServiceMeshPeer', 'servicemeshpeers', true],
  ['federation.maistra.io/v1', 'ExportedServiceSet', 'exportedservicesets', true],
  ['federation.maistra.io/v1', 'ImportedServiceSet', 'importedservicesets', true],
  ['networking.istio.io/v1beta1', 'VirtualService', 'virtualservices', true],
  ['networking.istio.io/v1beta1', 'DestinationRule', 'destinationrules', true],
  ['security.istio.io/v1beta1', 'AuthorizationPolicy', 'authorizationpolicies', true],
  ['networking.istio.io/v1beta1', 'Gateway', 'gateways', true],
  ['networking.istio.io/v1', 'ServiceEntry', 'serviceentries', true],
  ['networking.istio.io/v1', 'WorkloadEntry', 'workloadentries', true],
  ['gateway.networking.k8s.io/v1', 'Gateway', 'gateways', true],
  ['sailoperator.io/v1', 'Istio', 'istios', false],
  ['sailoperator.io/v1', 'IstioCNI', 'istiocnis', false],
  ['coordination.k8s.io/v1', 'Lease', 'leases', true],
];

/** A cluster in memory that answers as an API server does, as far as delivery needs it. */
export class MemoryCluster {
  /** The objects by their paths. */
  readonly objects = new Map<string, Fields>();
  /** What was written, such as `PATCH ServiceMeshPeer west/east`, without dry runs and writes without effect. */
  readonly writes: string[] = [];
  /** All requests, such as `GET /api/v1`. */
  readonly requests: string[] = [];
  /** The groups that the cluster does not have. */
  readonly absent = new Set<string>();
  /** Answers instead of the cluster; undefined lets the cluster answer. */
  intercept: (request: ApiRequest) => WriteAnswer<unknown> | undefined = () => undefined;
  /** The time of day, for what is created. */
  now: () => Date = () => new Date(0);
  private version = 0;

  /** @param uid the UID of the namespace kube-system */
  constructor(uid = '00000000-0000-4000-8000-000000000001') {
    this.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid } });
  }

  /** A client of the cluster. */
  client(): ClusterWriter {
    const get = async (path: string) => {
      const answer = await this.send({ method: 'GET', path });
      if (!('failure' in answer)) return answer;
      const { kind, detail } = answer.failure;
      return kind === 'unknown-kind'
        ? failed('answer', 'HTTP status 404 without a Status object')
        : failed(kind as 'missing', detail);
    };
    return apiWriter(
      apiReader(get, () => undefined),
      (request) => this.send(request),
    );
  }

  /** Stores an object as others do; a new one gets a UID. */
  put(object: Fields): void {
    const path = pathOf(object);
    const before = this.objects.get(path);
    this.version += 1;
    const uid = valueAt(before, ['metadata', 'uid']) ?? `uid-${this.version}`;
    const created = valueAt(before, ['metadata', 'creationTimestamp']) ?? this.now().toISOString();
    const metadata = {
      uid,
      creationTimestamp: created,
      ...(object.metadata as Fields),
      resourceVersion: String(this.version),
    };
    this.objects.set(path, { ...object, metadata });
  }

  /** Stores an object if there is none of its name. */
  ensure(object: Fields): void {
    if (!this.objects.has(pathOf(object))) this.put(object);
  }

  /** Writes a status, which changes the version of the object only if it is another one. */
  report(object: Fields, status: object): void {
    const found = this.objects.get(pathOf(object));
    if (found !== undefined && JSON.stringify(found.status) !== JSON.stringify(status)) this.put({ ...found, status });
  }

  /** The objects of a kind. */
  all(kind: string): readonly Fields[] {
    return [...this.objects.values()].filter((object) => object.kind === kind);
  }

  /** Answers a request. */
  async send(request: ApiRequest): Promise<WriteAnswer<unknown>> {
    const [path = '', query = ''] = request.path.split('?');
    this.requests.push(`${request.method} ${path}`);
    await new Promise(setImmediate);
    const intercepted = this.intercept(request);
    if (intercepted !== undefined) return intercepted;
    if (request.method === 'GET') return this.get(path, query);
    if (request.method === 'DELETE') return this.remove(path);
    return this.apply(path, query, JSON.parse(request.body?.text ?? '') as Fields);
  }

  private get(path: string, query: string): WriteAnswer<unknown> {
    const found = this.objects.get(path);
    if (found !== undefined) return { value: found };
    const served = KINDS.filter(([apiVersion]) => !this.absent.has(groupIn(apiVersion)));
    if (path === '/apis') {
      const groups = new Set(served.map(([apiVersion]) => groupIn(apiVersion)).filter((one) => one !== ''));
      return { value: { kind: 'APIGroupList', groups: [...groups].map(groupOf) } };
    }
    const [, version] = /^\/apis?\/(.+)$/.exec(path) ?? [];
    const own = served.filter(([apiVersion]) => apiVersion === version);
    if (own.length > 0) {
      const resources = own.map(([, kind, name, namespaced]) => ({ kind, name, namespaced, verbs: ['get', 'list'] }));
      return { value: { kind: 'APIResourceList', resources } };
    }
    if (served.some(([apiVersion]) => groupIn(apiVersion) === version)) return { value: groupOf(version ?? '') };
    return this.list(path, query);
  }

  private list(path: string, query: string): WriteAnswer<unknown> {
    const found = KINDS.find(
      ([apiVersion, , plural]) => path.startsWith(`${rootOf(apiVersion)}/`) && path.endsWith(`/${plural}`),
    );
    if (found === undefined) {
      const isServed = KINDS.some(
        ([apiVersion, , plural]) => path.startsWith(`${rootOf(apiVersion)}/`) && path.includes(`/${plural}/`),
      );
      return {
        failure: isServed ? { kind: 'missing', detail: '404' } : { kind: 'unknown-kind', detail: 'HTTP status 404' },
      };
    }
    if (this.absent.has(groupIn(found[0]))) return { failure: { kind: 'unknown-kind', detail: 'HTTP status 404' } };
    const namespace = /\/namespaces\/([^/]+)\/[^/]+$/.exec(path)?.[1];
    const labels = (new URLSearchParams(query).get('labelSelector') ?? '').split(',').filter((one) => one !== '');
    const items = this.all(found[1]).filter(
      (object) =>
        object.apiVersion === found[0] &&
        (namespace === undefined || valueAt(object, ['metadata', 'namespace']) === namespace) &&
        labels.every((one) => valueAt(object, ['metadata', 'labels', one.split('=')[0] ?? '']) === one.split('=')[1]),
    );
    return { value: { kind: `${found[1]}List`, items } };
  }

  private apply(path: string, query: string, manifest: Fields): WriteAnswer<unknown> {
    const namespace = valueAt(manifest, ['metadata', 'namespace']);
    if (typeof namespace === 'string' && !this.objects.has(`/api/v1/namespaces/${namespace}`)) {
      return { failure: { kind: 'missing', detail: '404' } };
    }
    const before = this.objects.get(path);
    const merged = merge(before ?? {}, manifest) as Fields;
    if (JSON.stringify(merged) === JSON.stringify(before)) return { value: before };
    if (query.includes('dryRun=All')) return { value: merged };
    const { metadata } = merged as { readonly metadata: { readonly generation?: number } };
    const isNewSpec = JSON.stringify(merged.spec) !== JSON.stringify(before?.spec);
    const managedFields = [{ manager: 'ossm-fed', operation: 'Apply', time: this.now().toISOString() }];
    this.put({
      ...merged,
      metadata: { ...metadata, managedFields, generation: (metadata.generation ?? 0) + (isNewSpec ? 1 : 0) },
    });
    this.note('PATCH', manifest);
    return { value: this.objects.get(path) };
  }

  private remove(path: string): WriteAnswer<unknown> {
    const found = this.objects.get(path);
    if (found === undefined) return { failure: { kind: 'missing', detail: '404' } };
    this.note('DELETE', found);
    if (Array.isArray(valueAt(found, ['metadata', 'finalizers']))) return { value: found };
    this.objects.delete(path);
    return { value: found };
  }

  private note(method: string, { kind, metadata }: Fields): void {
    const { namespace, name } = metadata as { readonly namespace?: string; readonly name: string };
    this.writes.push(`${method} ${String(kind)} ${namespace === undefined ? '' : `${namespace}/`}${name}`);
  }
}

/** A clock whose pauses take no time; during each, controllers do their work. */
export class ActingClock implements Clock {
  private time = 0;

  /** @param act what happens during a pause */
  constructor(private readonly act: () => void) {}

  readonly now = () => this.time;
  readonly sleep = async (milliseconds: number) => {
    this.time += milliseconds;
    this.act();
    await new Promise(setImmediate);
  };
}

function merge(before: unknown, after: unknown): unknown {
  if (!isFields(before) || !isFields(after)) return after;
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.fromEntries(keys.map((key) => [key, key in after ? merge(before[key], after[key]) : before[key]]));
}

function groupIn(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}

/** A group with its versions, of which the first one is preferred. */
function groupOf(group: string): Fields {
  const versions = [...new Set(KINDS.map(([apiVersion]) => apiVersion).filter((one) => groupIn(one) === group))];
  const [first] = versions;
  return {
    kind: 'APIGroup',
    versions: versions.map((groupVersion) => ({ groupVersion })),
    preferredVersion: { groupVersion: first },
  };
}

function rootOf(apiVersion: string): string {
  return `${apiVersion.includes('/') ? '/apis' : '/api'}/${apiVersion}`;
}

function pathOf({ apiVersion, kind, metadata }: Fields): string {
  const found = KINDS.find(([version, name]) => version === apiVersion && name === kind);
  if (found === undefined) throw new Error(`add ${String(apiVersion)} ${String(kind)} to KINDS`);
  const { namespace, name } = metadata as { readonly namespace?: string; readonly name: string };
  const scope = found[3] ? `/namespaces/${namespace}` : '';
  return `${rootOf(found[0])}${scope}/${found[2]}/${name}`;
}
