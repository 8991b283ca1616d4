import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainDelivery } from '../../lib/deliver/progress';
import type { Fields } from '../../lib/values';
import { valueAt } from '../../lib/values';
import { type DownResult, runDown } from '../../lib/workflows/down';
import { gather } from '../../lib/workflows/gather';
import { loadFile } from '../../lib/workflows/load';
import { type PlanResult, planFromClusters, planFromDump } from '../../lib/workflows/plan';
import { statusFromDump, statusOfClusters } from '../../lib/workflows/status';
import { runUp, type UpResult } from '../../lib/workflows/up';
import type { DeliveryTools } from '../../lib/workflows/up-plan';
import { actAsOssm3, OPERATOR_GROUPS } from '../helpers/acting-ossm3';
import { ROOT } from '../helpers/examples';
import { ActingClock, MemoryCluster } from '../helpers/memory-cluster';
import { inDirectoryFor } from '../helpers/temporary';

// The machine that runs the tests may be busy.
jest.setTimeout(120_000);

const TOPOLOGY = readFileSync(join(ROOT, 'examples', 'three-clouds-ossm3', 'federation.yaml'), 'utf8');
const START = Date.parse('2030-01-01T00:00:00Z');

/** The three clouds without a mesh, with controllers, and a directory with the topology. */
class Clouds {
  readonly clusters = new Map(
    ['aro', 'rog', 'rosa'].map((name, i) => [name, new MemoryCluster(`00000000-0000-4000-8000-00000000000${i}`)]),
  );
  /** All that was written, with the cluster, in the order of time. */
  readonly writes: string[] = [];
  private readonly clock = new ActingClock(() => actAsOssm3(this.clusters));

  constructor(private readonly directory: string) {
    for (const [name, cluster] of this.clusters) {
      cluster.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'openshift-operators' } });
      for (const group of OPERATOR_GROUPS) cluster.absent.add(group);
      cluster.writes.push = (...items) => this.writes.push(...items.map((item) => `${name}: ${item}`));
    }
  }

  private readonly now = () => new Date(START + this.clock.now());

  get loaded() {
    return loadFile(this.file);
  }

  get file(): string {
    return join(this.directory, 'federation.yaml');
  }

  readonly connect = (context: string) => this.cluster(context).client();

  cluster(name: string): MemoryCluster {
    const found = this.clusters.get(name);
    if (found === undefined) throw new Error(`no cluster ${name}`);
    return found;
  }

  up(): Promise<UpResult> {
    const request = { isDryRun: false, prune: false, timeout: 1_800_000, inventory: 'federation' };
    return runUp({ file: this.file, ...request }, async () => this.tools());
  }

  down(): Promise<DownResult> {
    const request = { timeout: 900_000, inventory: 'federation', confirm: async () => true };
    return runDown({ file: this.file, ...request }, async () => this.tools());
  }

  private tools(): DeliveryTools {
    for (const cluster of this.clusters.values()) cluster.now = this.now;
    return { connect: this.connect, clock: this.clock, now: this.now, progress: plainDelivery(() => undefined) };
  }
}

const inClouds = (use: (clouds: Clouds) => Promise<void>) =>
  inDirectoryFor({ 'federation.yaml': TOPOLOGY }, (directory) => use(new Clouds(directory)));

const codesOf = ({ issues }: { readonly issues: readonly { readonly code: string; readonly path: string }[] }) =>
  issues.map(({ code, path }) => `${code} ${path}`);

const changesIn = ({ plan }: PlanResult) => plan?.changes.map(({ action, kind, name }) => `${action} ${kind} ${name}`);

test('up applies control planes again with the roots of others, so that everything becomes healthy', () =>
  inClouds(async (clouds) => {
    const result = await clouds.up();
    expect(codesOf(result)).toEqual([]);
    const { clusters = [], edges = [], services = [] } = result.status ?? {};
    expect([clusters.length, edges.length, services.length]).toEqual([3, 2, 2]);
    expect(new Set([...clusters, ...edges, ...services].map(({ health }) => health))).toEqual(new Set(['healthy']));
    const istio = 'rosa: PATCH Istio rosa-prod-mesh';
    expect(clouds.writes.filter((write) => write === istio)).toHaveLength(2);
    const own = clouds.cluster('rosa').all('Istio')[0];
    const roots = valueAt(own, ['spec', 'values', 'meshConfig', 'caCertificates']) as readonly Fields[];
    expect(roots.map(({ pem }) => String(pem).slice(0, 27))).toEqual(Array(2).fill('-----BEGIN CERTIFICATE-----'));
    const remotes = clouds
      .cluster('rosa')
      .all('Gateway')
      .filter((one) => valueAt(one, ['spec', 'gatewayClassName']) === 'istio-remote')
      .map((one) => valueAt(one, ['spec', 'addresses', 0, 'value']));
    expect(remotes).toEqual(['eastwestgateway.aro.example.org', 'eastwestgateway.rog.example.org']);
    const written = clouds.writes.length;
    expect([(await clouds.up()).changes, clouds.writes.length]).toEqual([[], written]);
  }));

test('gather, status and plan from the dump say the same as the clusters', () =>
  inClouds(async (clouds) => {
    await clouds.up();
    const { loaded, connect } = clouds;
    const dump = join(loaded.file ?? '', '..', 'dump.json');
    const time = new Date(START);
    expect(codesOf(await gather(loaded, connect, time, dump))).toEqual([]);
    expect(statusFromDump(loaded, dump)).toEqual(await statusOfClusters(loaded, connect, time));
    expect(statusFromDump(loaded, dump).status?.services.map(({ health }) => health)).toEqual(['healthy', 'healthy']);
    const requests = [...clouds.clusters.values()].flatMap((cluster) => cluster.requests);
    expect(requests.filter((request) => request.includes('/secrets'))).toEqual([]);
    expect(changesIn(planFromDump(loaded, dump))).toEqual([]);
    expect(changesIn(await planFromClusters(loaded, connect))).toEqual([]);
    const aro = clouds.cluster('aro');
    const [entry] = aro.all('ServiceEntry');
    aro.put({ ...entry, spec: { ...(entry?.spec as object), hosts: ['other.local'] } });
    const { plan } = await planFromClusters(loaded, connect);
    expect(plan?.changes.map(({ risk, kind, edges }) => [risk, kind, edges])).toEqual([
      ['traffic', 'ServiceEntry', [{ mesh: 'rosa-prod-mesh', peer: 'aro-stg-mesh' }]],
    ]);
  }));

test('down deletes gateways before entries, these before control planes, and leaves nothing', () =>
  inClouds(async (clouds) => {
    const before = [...clouds.clusters.values()].map(({ objects }) => [...objects.keys()]);
    await clouds.up();
    clouds.writes.length = 0;
    const result = await clouds.down();
    expect([codesOf(result), result.summary?.left]).toEqual([[], []]);
    const kinds = clouds.writes.filter((write) => write.startsWith('rosa: ')).map((write) => write.split(' ')[2] ?? '');
    const order = ['Gateway', 'WorkloadEntry', 'ServiceEntry', 'Istio', 'IstioCNI', 'Subscription', 'Namespace'];
    expect([...new Set(kinds.filter((kind) => order.includes(kind)))]).toEqual(order);
    const isOfControllers = (path: string) => /istio-ca-root-cert|\/pods\/|\/leases\/|-istio$/.test(path);
    const after = [...clouds.clusters.values()].map(({ objects }) =>
      [...objects.keys()].filter((path) => !isOfControllers(path)),
    );
    expect(after).toEqual(before);
  }));
