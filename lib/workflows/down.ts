import { ClusterDelivery } from '../deliver/cluster-delivery';
import { existingMembers, readMembers } from '../deliver/inventory-keeper';
import { type DeliveryObject, type ObjectChange, objectKey, objectText } from '../deliver/model';
import { removalGroups } from '../deliver/remove';
import { chooseClusters } from '../federation/choose';
import type { Federation } from '../federation/model';
import { inParallel } from '../fetch/rounds';
import { lockFileOf, readLockFile } from '../io/lock-file';
import type { PlacedIssue } from '../issues/place';
import type { Lock } from '../lock/model';
import { groupBy } from '../values';
import { type CheckedIdentities, checkIdentities, identify } from './delivery-identities';
import { renderDelivery } from './delivery-objects';
import { DownCluster } from './down-cluster';
import { factKindsOf } from './facts';
import { type Loaded, loadNamed } from './load';
import type { DeliveryTools, UpRequest } from './up-plan';

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
  readonly changes: readonly ObjectChange[];
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

/** The number of clusters that are written at a time. */
const MAX_CLUSTERS = 16;

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
  try {
    return await run.run();
  } finally {
    tools.progress.end();
    run.close();
  }
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
  private readonly connections = new Map<string, readonly DeliveryObject[]>();

  constructor(
    private readonly request: DownRequest,
    private readonly plan: DownPlan,
    private readonly tools: DeliveryTools,
  ) {
    const { clock, progress } = tools;
    const { inventory, timeout } = request;
    const limit = { clock, deadline: clock.now() + timeout };
    const options = { ...limit, isDryRun: false, inventory, progress };
    this.clusters = plan.federation.clusters.map(({ name: cluster, context }) => {
      const delivery = new ClusterDelivery({ cluster, context }, tools.connect(context), options);
      return new DownCluster(delivery, { ...limit, inventory });
    });
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
    const chosen = new Set(chooseClusters(plan.federation, request.clusters).chosen.map(({ name }) => name));
    const { objects } = renderDelivery(plan.loaded, plan.lock, undefined);
    const meshes = plan.federation.meshes.map(({ name }) => name);
    await inParallel(this.clusters, MAX_CLUSTERS, async (cluster) => {
      const { delivery } = cluster;
      const { cluster: name } = delivery.target;
      const connections = (objects.get(name) ?? []).filter(({ connection }) => connection !== undefined);
      this.connections.set(name, connections);
      const toChosen = connections.filter(({ connection }) => chosen.has(connection?.peerCluster ?? ''));
      if (!chosen.has(name) && toChosen.length === 0) return;
      await identify(delivery, identities, plan.lock);
      const members = delivery.hasFailed ? undefined : await readMembers(delivery, { name: request.inventory, meshes });
      const keys = new Set(toChosen.map(({ ref }) => objectKey(ref)));
      const wanted = (members ?? []).filter(({ ref }) => chosen.has(name) || keys.has(objectKey(ref)));
      cluster.members = await existingMembers(delivery, wanted, request.inventory);
      cluster.isWhole = chosen.has(name);
    });
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
      await inParallel(this.clusters, MAX_CLUSTERS, async (cluster) => {
        const group = groups.get(cluster)?.find((one) => one.key === key);
        if (group === undefined || cluster.delivery.hasFailed) return;
        if (blocked.has(cluster)) cluster.stop(blocked.get(cluster) ?? '');
        else await cluster.remove(group);
      });
    }
    await inParallel(this.clusters, MAX_CLUSTERS, (cluster) => cluster.finish());
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
