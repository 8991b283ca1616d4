import { ClusterDelivery } from '../deliver/cluster-delivery';
import { existingMembers, readMembers } from '../deliver/inventory-keeper';
import { type DeliveredChange, type DeliveryObject, objectKey, objectText } from '../deliver/model';
import { removalGroups } from '../deliver/remove';
import { chooseClusters } from '../federation/choose';
import type { Cluster, Federation } from '../federation/model';
import { lockFileOf, readLockFile } from '../io/lock-file';
import type { PlacedIssue } from '../issues/place';
import { Slots } from '../kube/slots';
import type { Lock } from '../lock/model';
import { groupBy } from '../values';
import { type CheckedIdentities, checkIdentities, identify } from './delivery-identities';
import { renderDelivery } from './delivery-objects';
import { DownCluster } from './down-cluster';
import { factKindsOf } from './facts';
import { type Loaded, loadNamed } from './load';
import { type DeliveryTools, MAX_REQUESTS, runToEnd, type UpRequest } from './up-plan';

/** What to delete. */
export interface DownRequest extends Omit<UpRequest, 'to' | 'isDryRun' | 'prune'> {
  /**
   * Asks whether some objects may be deleted, each as `cluster: Kind namespace/name`; undefined if nobody can answer.
   */
  readonly confirm: ((objects: readonly string[]) => Promise<boolean>) | undefined;
}

/** What `down` did. */
export interface DownResult {
  /** The command that has this result. */
  readonly command: 'down';
  /** Errors and warnings. */
  readonly issues: readonly PlacedIssue[];
  /** What was deleted. */
  readonly changes: readonly DeliveredChange[];
  /** What was done; undefined where no cluster was reached. */
  readonly summary?: DownSummary;
}

/** What was deleted, in numbers. */
export interface DownSummary {
  /** Whether the deletion was confirmed. */
  readonly confirmed: boolean;
  /** The objects that were to be deleted, each as `cluster: Kind namespace/name`. */
  readonly listed: readonly string[];
  /** Those that are left. */
  readonly left: readonly string[];
}

/**
 * Deletes what `up` applied, in the reverse order: on all clusters what connects meshes before any gateway. Namespaces and
 * operators are deleted last, if `up` created them and nobody else uses them.
 *
 * @param prepare makes what delivery needs; called once it is certain that clusters will be reached
 */
export async function runDown(request: DownRequest, prepare: () => Promise<DeliveryTools>): Promise<DownResult> {
  const { file, stdin = () => '', ...options } = request;
  const loaded = loadNamed(file, stdin, options);
  const { federation } = loaded;
  if (federation === undefined) return { command: 'down', issues: loaded.issues, changes: [] };
  const { issues } = chooseClusters(federation, request.clusters);
  const { lock, issues: faults } = readLockFile(lockFileOf(file), factKindsOf(loaded.generations));
  if (issues.length + faults.length > 0) return { command: 'down', issues: [...issues, ...faults], changes: [] };
  const tools = await prepare();
  const run = new DownRun(request, { loaded, federation, lock }, tools);
  return runToEnd(run, tools);
}

/** What is known without a connection. */
interface DownPlan {
  readonly loaded: Loaded;
  readonly federation: Federation;
  readonly lock: Lock | undefined;
}

/** One run on all clusters. */
class DownRun {
  private readonly clusters: readonly DownCluster[];
  /** What lets the meshes of each cluster reach others, by the name of the cluster. */
  private readonly connections: ReadonlyMap<string, readonly DeliveryObject[]>;
  /** The names of the clusters to delete from. */
  private readonly chosen: ReadonlySet<string>;

  constructor(
    private readonly request: DownRequest,
    private readonly plan: DownPlan,
    private readonly tools: DeliveryTools,
  ) {
    const { clock, progress } = tools;
    const { inventory, timeout } = request;
    const limit = { clock, deadline: clock.now() + timeout };
    const options = { ...limit, isDryRun: false, inventory, slots: new Slots(MAX_REQUESTS), progress };
    const { objects } = renderDelivery(plan.loaded, plan.lock, undefined);
    const isConnection = ({ connection }: DeliveryObject) => connection !== undefined;
    this.connections = new Map([...objects].map(([name, own]) => [name, own.filter(isConnection)]));
    this.chosen = new Set(chooseClusters(plan.federation, request.clusters).chosen.map(({ name }) => name));
    const isReached = ({ name }: Cluster) => this.chosen.has(name) || this.toChosen(name).length > 0;
    this.clusters = plan.federation.clusters.filter(isReached).map(({ name: cluster, context }) => {
      const delivery = new ClusterDelivery({ cluster, context }, tools.connect(context), options);
      return new DownCluster(delivery, { ...limit, inventory });
    });
  }

  /** What lets the meshes of a cluster reach those of chosen clusters. */
  private toChosen(cluster: string): readonly DeliveryObject[] {
    const own = this.connections.get(cluster) ?? [];
    return own.filter(({ connection }) => this.chosen.has(connection?.peerCluster ?? ''));
  }

  /** Closes all connections. */
  close(): void {
    for (const { delivery } of this.clusters) delivery.client.close();
  }

  async run(): Promise<DownResult> {
    const deliveries = this.clusters.map(({ delivery }) => delivery);
    const identities = await checkIdentities(deliveries, this.plan.lock);
    if (identities.others.length > 0) return { command: 'down', issues: identities.others, changes: [] };
    await this.list(identities);
    const listed = this.objects();
    const { confirm } = this.request;
    this.tools.progress.end();
    if (listed.length > 0 && confirm === undefined) return this.result(identities, listed, false, [unconfirmed()]);
    const confirmed = listed.length === 0 || ((await confirm?.(listed)) ?? false);
    if (confirmed) await this.remove();
    return this.result(identities, listed, confirmed, []);
  }

  /** Finds what is deleted: all members of the chosen clusters, and what connects other clusters to them. */
  private async list(identities: CheckedIdentities): Promise<void> {
    const { plan, request } = this;
    const meshes = plan.federation.meshes.map(({ name }) => name);
    await this.onEach(async (cluster) => {
      const { delivery } = cluster;
      const { cluster: name } = delivery.target;
      await identify(delivery, identities, plan.lock);
      const members = delivery.hasFailed ? [] : await readMembers(delivery, { name: request.inventory, meshes });
      const keys = new Set(this.toChosen(name).map(({ ref }) => objectKey(ref)));
      const wanted = (members ?? []).filter(({ ref }) => this.chosen.has(name) || keys.has(objectKey(ref)));
      cluster.members = await existingMembers(delivery, wanted, request.inventory);
      cluster.isWhole = this.chosen.has(name);
    });
  }

  private onEach(work: (cluster: DownCluster) => Promise<void>): Promise<void> {
    return Promise.all(this.clusters.map(work)).then(() => undefined);
  }

  private objects(): readonly string[] {
    return this.clusters.flatMap(({ delivery, members }) =>
      members.map(({ ref }) => `${delivery.target.cluster}: ${objectText(ref)}`),
    );
  }

  /** Deletes group after group, each on all clusters before the next. */
  private async remove(): Promise<void> {
    const first = this.plan.loaded.generations.flatMap(({ deletedFirst = [] }) => deletedFirst);
    const groups = new Map(this.clusters.map((cluster) => [cluster, removalGroups(cluster.members, first)]));
    const byKey = groupBy([...groups.values()].flat(), ({ key }) => key);
    for (const key of [...byKey.keys()].sort()) {
      const blocked = this.connectedToFailed();
      await this.onEach(async (cluster) => {
        const group = groups.get(cluster)?.find((one) => one.key === key);
        if (group === undefined || cluster.delivery.hasFailed) return;
        if (blocked.has(cluster)) cluster.stop(blocked.get(cluster) ?? '');
        else await cluster.remove(group);
      });
    }
    await this.onEach((cluster) => cluster.finish());
  }

  /** The clusters to which meshes of failed clusters may still connect: their gateways have to stay. */
  private connectedToFailed(): ReadonlyMap<DownCluster, string> {
    const failed = this.clusters.map(({ delivery }) => delivery).filter(({ hasFailed }) => hasFailed);
    const left = failed.flatMap(({ target: { cluster }, changes }) => {
      const deleted = new Set(changes.map(({ object }) => object));
      const own = (this.connections.get(cluster) ?? []).filter(({ ref }) => !deleted.has(objectText(ref)));
      return own.map(({ connection }) => ({ from: cluster, to: connection?.peerCluster ?? '' }));
    });
    return new Map(
      this.clusters.flatMap((cluster) => {
        const found = left.find(({ to }) => to === cluster.delivery.target.cluster);
        return found === undefined ? [] : [[cluster, found.from] as const];
      }),
    );
  }

  private result(
    identities: CheckedIdentities,
    listed: readonly string[],
    confirmed: boolean,
    issues: readonly PlacedIssue[],
  ): DownResult {
    const deliveries = this.clusters.map(({ delivery }) => delivery);
    const changes = deliveries.flatMap((delivery) => delivery.changes);
    const deleted = new Set(changes.map(({ cluster, object }) => `${cluster}: ${object}`));
    return {
      command: 'down',
      issues: [...identities.issues, ...deliveries.flatMap((delivery) => delivery.issues), ...issues],
      changes,
      summary: { confirmed, listed, left: listed.filter((object) => !deleted.has(object)) },
    };
  }
}

function unconfirmed(): PlacedIssue {
  const message = 'nobody can confirm the deletion, because standard input is not a terminal';
  return { code: 'CLI011', path: '--yes', message, fix: 'check the list, then run it with "--yes"' };
}
