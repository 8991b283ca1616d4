import { isDeepStrictEqual } from 'node:util';
import { version } from '../../package.json';
import { ClusterDelivery } from '../deliver/cluster-delivery';
import { InventoryKeeper } from '../deliver/inventory-keeper';
import { type DeliveredChange, type DeliveryObject, objectText } from '../deliver/model';
import { chooseClusters } from '../federation/choose';
import type { Stage } from '../generation';
import { isError } from '../issues/issue';
import type { PlacedIssue } from '../issues/place';
import { Slots } from '../kube/slots';
import type { Lock } from '../lock/model';
import type { FederationStatus } from '../status/report';
import { checkIdentities, identify, sorted } from './delivery-identities';
import { type RenderedDelivery, renderDelivery, stagesOfCluster } from './delivery-objects';
import { prune } from './prune';
import { settledStatus } from './settled-status';
import type { StatusResult } from './status';
import { fetchForDelivery, recordIdentities } from './up-facts';
import { readyClusters, withheldIssues } from './up-peers';
import {
  type DeliveryTools,
  MAX_REQUESTS,
  planUp,
  READ_AT_A_TIME,
  runToEnd,
  type UpPlan,
  type UpRequest,
} from './up-plan';
import { UpWarnings } from './up-warnings';

/** What `up` did. */
export interface UpResult {
  /** The command that has this result. */
  readonly command: 'up';
  /** Errors and warnings. */
  readonly issues: readonly PlacedIssue[];
  /** What was created, changed and deleted, or with a dry run would be. */
  readonly changes: readonly DeliveredChange[];
  /** What was done; undefined where nothing was. */
  readonly summary?: UpSummary;
  /** The status in the end; undefined if not all stages were applied. */
  readonly status?: FederationStatus;
}

/** What was done, in numbers. */
export interface UpSummary {
  /** Whether nothing was written. */
  readonly dryRun: boolean;
  /** The lock file. */
  readonly lock: string;
  /** Whether the lock file was created or changed. */
  readonly lockWritten: boolean;
  /** The clusters, sorted by name. */
  readonly clusters: readonly DeliveredCluster[];
}

/** What became of one cluster. */
export interface DeliveredCluster {
  /** The name of the cluster. */
  readonly cluster: string;
  /** The last stage that is complete, such as `50-traffic`; undefined if none is. */
  readonly stage?: string;
  /** Whether all that was to be done is done. */
  readonly complete: boolean;
  /** The number of objects that were as they should be. */
  readonly unchanged: number;
}

/**
 * Applies a federation to its clusters, stage by stage on all clusters side by side. It continues from what is on the
 * clusters, so that it can be run again at any time. A cluster that fails does not stop the others.
 *
 * @param prepare makes what delivery needs; called once it is certain that clusters will be reached
 */
export async function runUp(request: UpRequest, prepare: () => Promise<DeliveryTools>): Promise<UpResult> {
  const plan = planUp(request);
  if ('issues' in plan) return { command: 'up', issues: plan.issues, changes: [] };
  const tools = await prepare();
  const run = new UpRun(request, plan, tools);
  return runToEnd(run, tools);
}

/** One run on all clusters. */
class UpRun {
  private readonly deliveries: readonly ClusterDelivery[];
  private readonly keepers = new Map<ClusterDelivery, InventoryKeeper>();
  private readonly deadline: number;
  private objects: RenderedDelivery['objects'];
  private lockWritten = false;
  private readonly warnings: UpWarnings;

  constructor(
    private readonly request: UpRequest,
    private readonly plan: UpPlan,
    private readonly tools: DeliveryTools,
  ) {
    const { clock, progress } = tools;
    const { isDryRun, inventory } = request;
    const { federation, rendered } = plan;
    this.deadline = clock.now() + request.timeout;
    this.objects = rendered.objects;
    const all = request.clusters === undefined ? rendered : renderDelivery(plan.loaded, plan.lock, undefined);
    this.warnings = new UpWarnings(plan, all.objects);
    const meshes = federation.meshes.map(({ name }) => name);
    const slots = new Slots(MAX_REQUESTS);
    this.deliveries = chooseClusters(federation, request.clusters).chosen.map(({ name: cluster, context }) => {
      const options = { clock, deadline: this.deadline, isDryRun, inventory, slots, progress };
      const delivery = new ClusterDelivery({ cluster, context }, tools.connect(context), options);
      this.keepers.set(delivery, new InventoryKeeper(delivery, { name: inventory, version, meshes }));
      return delivery;
    });
  }

  /** Closes all connections. */
  close(): void {
    for (const { client } of this.deliveries) client.close();
  }

  async run(): Promise<UpResult> {
    const { plan, request, deliveries } = this;
    const identities = await checkIdentities(deliveries, plan.lock);
    if (identities.others.length > 0) return this.result([...identities.others, ...identities.issues]);
    const [first, rest] = splitAtFacts(plan.stages);
    const issues: PlacedIssue[] = [...identities.issues];
    if (!request.isDryRun) {
      const { written, issues: unwritable } = await recordIdentities(plan, identities.uids, this.tools.now());
      if (unwritable.length > 0) return this.result([...issues, ...unwritable]);
      this.lockWritten = written;
    }
    const warnings: PlacedIssue[] = [];
    await this.onEach(async (delivery) => {
      await identify(delivery, identities, plan.lock);
      if (!delivery.hasFailed) warnings.push(...(await this.begin(delivery)));
      await this.deliver(delivery, first);
    });
    issues.push(...sorted(warnings));
    if (rest.length > 0 && !request.isDryRun) issues.push(...(await this.fetchFacts(identities.uids)));
    issues.push(...(await this.connect(rest)));
    if (request.prune) issues.push(...(await this.warnBeforePrune()));
    issues.push(...(await this.endInventories()));
    const { status, issues: remarks = [] } = (await this.status(issues)) ?? {};
    // The status also warns of insecure connections.
    return this.result([...issues, ...remarks.filter(({ code }) => code !== 'GET014')], status);
  }

  private objectsOf({ target }: ClusterDelivery): readonly DeliveryObject[] {
    return this.objects.get(target.cluster) ?? [];
  }

  /** Reads what the stages apply to one cluster, begins its inventory, and warns of what they change. */
  private async begin(delivery: ClusterDelivery): Promise<readonly PlacedIssue[]> {
    const included = new Set(this.plan.stages.map(({ directory }) => directory));
    const objects = this.objectsOf(delivery);
    const refs = objects.filter(({ stage }) => included.has(stage)).map(({ ref }) => ref);
    const keeper = this.keepers.get(delivery);
    const find = await delivery.readAhead([...(keeper?.refs ?? []), ...refs]);
    await keeper?.begin(objects, find);
    return delivery.hasFailed ? [] : this.warned(this.warnings.beforeApply(delivery, refs, find));
  }

  /** Warns of what `--prune` deletes, before it does. */
  private warnBeforePrune(): Promise<readonly PlacedIssue[]> {
    const ready = this.deliveries.filter(({ hasFailed }) => !hasFailed);
    const former = ready.map((delivery) => {
      const members = this.keepers.get(delivery)?.former(this.objectsOf(delivery)) ?? [];
      return [delivery, members.map(({ ref }) => ref)] as const;
    });
    return this.warned(this.warnings.beforeDelete(new Map(former)));
  }

  /** Reports warnings as soon as they are known. */
  private async warned(found: Promise<readonly PlacedIssue[]>): Promise<readonly PlacedIssue[]> {
    const issues = await found;
    for (const { cluster = 'all clusters', message } of issues)
      this.tools.progress.report(cluster, `warning: ${message}`);
    return issues;
  }

  private onEach(work: (delivery: ClusterDelivery) => Promise<void>): Promise<void> {
    return Promise.all(this.deliveries.map(work)).then(() => undefined);
  }

  /** Whether an object has all values; a dry run also shows those that only running clusters will complete. */
  private isKnown({ missing, connection }: DeliveryObject): boolean {
    return this.request.isDryRun || (connection?.missing ?? missing).length === 0;
  }

  /** Applies stages one after the other, without what has no value yet and what connects meshes. */
  private async deliver(delivery: ClusterDelivery, stages: readonly Stage[]): Promise<void> {
    const included = new Set(stages.map(({ directory }) => directory));
    const ownStages = stagesOfCluster(this.plan.loaded, delivery.target.cluster);
    for (const stage of ownStages.filter(({ directory }) => included.has(directory))) {
      const own = this.objectsOf(delivery).filter((object) => object.stage === stage.directory);
      const ready = own.filter((object) => object.connection === undefined && this.isKnown(object));
      await delivery.deliver(stage, ready, own.length > 0);
    }
  }

  /** Reads what only running clusters know, writes it to the lock, and renders everything with it. */
  private async fetchFacts(identities: Lock['clusters']): Promise<readonly PlacedIssue[]> {
    const { plan, request, deliveries, tools } = this;
    const now = tools.now();
    const limit = { clock: tools.clock, deadline: this.deadline };
    const { lock, written, issues } = await fetchForDelivery(plan, {
      deliveries,
      identities,
      now,
      ...limit,
      isWhole: request.clusters === undefined,
    });
    this.lockWritten ||= written;
    if (!written) return issues;
    const before = this.objects;
    this.objects = renderDelivery(plan.loaded, lock, request.clusters).objects;
    await this.onEach((delivery) => this.renew(delivery, before.get(delivery.target.cluster) ?? []));
    return issues;
  }

  /** Applies objects again that were applied without values which are known now, such as those of a control plane. */
  private async renew(delivery: ClusterDelivery, before: readonly DeliveryObject[]): Promise<void> {
    const applied = new Map(before.map(({ ref, manifest }) => [objectText(ref), manifest]));
    const [first] = splitAtFacts(this.plan.stages);
    const stages = new Set(first.map(({ directory }) => directory));
    const changed = this.objectsOf(delivery).filter(
      ({ ref, manifest, stage }) => stages.has(stage) && !isDeepStrictEqual(applied.get(objectText(ref)), manifest),
    );
    if (!delivery.hasFailed) await delivery.applyAll(changed);
  }

  /** Applies the stages after the facts are known, and last of all what connects meshes, on all clusters at once. */
  private async connect(stages: readonly Stage[]): Promise<readonly PlacedIssue[]> {
    if (stages.length === 0) return [];
    await this.onEach(async (delivery) => {
      await this.deliver(delivery, stages);
    });
    const included = new Set(stages.map(({ directory }) => directory));
    const connections = this.deliveries.flatMap((delivery) =>
      this.objectsOf(delivery)
        .filter(({ connection, stage }) => connection !== undefined && included.has(stage))
        .map((object) => ({ delivery, object })),
    );
    const { isDryRun } = this.request;
    const ready = await readyClusters(this.deliveries, this.plan, this.tools, connections);
    const isReady = ({ delivery, object }: (typeof connections)[number]) =>
      !delivery.hasFailed && this.isKnown(object) && (isDryRun || ready.has(object.connection?.peerCluster ?? ''));
    const able = connections.filter(isReady);
    await this.onEach(async (delivery) => {
      await delivery.applyAll(able.filter((one) => one.delivery === delivery).map(({ object }) => object));
    });
    return isDryRun ? [] : withheldIssues(connections.filter((one) => !able.includes(one) && !one.delivery.hasFailed));
  }

  /** Deletes or lists what the topology no longer has, and writes the inventories. */
  private async endInventories(): Promise<readonly PlacedIssue[]> {
    const issues: PlacedIssue[] = [];
    const { request, deadline, tools, plan } = this;
    await this.onEach(async (delivery) => {
      const keeper = this.keepers.get(delivery);
      if (keeper === undefined || delivery.isBroken) return;
      const options = { clock: tools.clock, deadline, inventory: request.inventory, isDryRun: request.isDryRun };
      const doesPrune = request.prune && !delivery.hasFailed;
      issues.push(
        ...(await prune(delivery, keeper, this.objectsOf(delivery), plan.loaded.generations, {
          ...options,
          doesPrune,
        })),
      );
    });
    return issues;
  }

  /** The status in the end; read once if anything failed, because it will not become healthy. */
  private async status(issues: readonly PlacedIssue[]): Promise<StatusResult | undefined> {
    const { plan, request, tools, deliveries } = this;
    if (!plan.isWhole || request.isDryRun || deliveries.every(({ isBroken }) => isBroken)) return undefined;
    const clients = new Map(
      deliveries.map(({ target, client }) => [target.context, { ...client, close: () => undefined }]),
    );
    const hasFailed = issues.some(isError) || deliveries.some((delivery) => delivery.hasFailed);
    return settledStatus(plan.loaded, {
      clock: tools.clock,
      deadline: hasFailed ? Number.NEGATIVE_INFINITY : this.deadline,
      connect: (context) => clients.get(context) ?? tools.connect(context),
      now: tools.now,
      clusters: request.clusters,
      atATime: READ_AT_A_TIME,
      lastChange: Math.max(...deliveries.map(({ lastChange }) => lastChange)),
      report: (text) => tools.progress.report('all clusters', text),
    });
  }

  private result(issues: readonly PlacedIssue[], status?: FederationStatus): UpResult {
    const { plan, request, deliveries, lockWritten } = this;
    const clusters = deliveries.map(({ target: { cluster }, stage, hasFailed, unchanged }) => ({
      cluster,
      ...(stage !== undefined && { stage }),
      complete: !hasFailed,
      unchanged,
    }));
    return {
      command: 'up',
      issues: [...plan.rendered.issues, ...deliveries.flatMap((delivery) => delivery.issues), ...issues],
      changes: deliveries.flatMap(({ changes }) => [...changes].sort(byObject)),
      summary: { dryRun: request.isDryRun, lock: plan.lockFile, lockWritten, clusters },
      ...(status !== undefined && { status }),
    };
  }
}

function byObject(a: DeliveredChange, b: DeliveredChange): number {
  return a.object < b.object ? -1 : 1;
}

/** The stages before and after running clusters must have shown what the manifests of others need. */
function splitAtFacts(stages: readonly Stage[]): readonly [readonly Stage[], readonly Stage[]] {
  const at = stages.findIndex(({ done }) => done.some(({ type }) => type === 'filled'));
  return at === -1 ? [stages, []] : [stages.slice(0, at + 1), stages.slice(at + 1)];
}
