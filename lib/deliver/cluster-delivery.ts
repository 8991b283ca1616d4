import { inParallel } from '../fetch/rounds';
import type { Stage } from '../generation';
import type { PlacedIssue } from '../issues/place';
import type { WriteAnswer, WriteFailure } from '../kube/sending';
import { type ClusterWriter, FIELD_MANAGER, type ObjectRef } from '../kube/writer';
import { count, type Fields, isFields, valueAt } from '../values';
import { unmetConditions } from './conditions';
import { applySetId, INVENTORY_NAMESPACE, inventoryRef, isMember, PART_OF } from './inventory';
import { type DeliveredChange, type DeliveryObject, objectText } from './model';
import { clusterIssue, type DeliveryTarget, deliveryIssue, objectIssue } from './problems';
import type { DeliveryProgress } from './progress';
import { BackOff, isOfOneObject, type RequestSlots, retrying, type TimeLimit } from './retry';

/** What the delivery to one cluster needs. */
export interface DeliveryOptions extends TimeLimit {
  /** Whether nothing is written. */
  readonly isDryRun: boolean;
  /** The name of the inventory. */
  readonly inventory: string;
  /** The slots for requests to all clusters. */
  readonly slots: RequestSlots;
  /** Reports what is going on. */
  readonly progress: DeliveryProgress;
}

/** The number of objects of one cluster that are applied at a time. */
const MAX_OBJECTS = 4;

/** Applies objects to one cluster, and collects what became of them. After a failure of the cluster nothing is sent. */
export class ClusterDelivery {
  /** What is wrong. */
  readonly issues: PlacedIssue[] = [];
  /** What was written, or with a dry run would be. */
  readonly changes: DeliveredChange[] = [];
  /** The directory of the last stage that is complete. */
  stage: string | undefined;
  /** Whether the cluster does not answer, or an object or a stage failed. */
  hasFailed = false;
  /** When this tool last changed an object that was applied, in milliseconds since the epoch; 0 if it is not known. */
  lastChange = 0;
  private readonly applied = new Set<string>();
  private readonly setId: string;

  constructor(
    readonly target: DeliveryTarget,
    readonly client: ClusterWriter,
    private readonly options: DeliveryOptions,
  ) {
    this.setId = applySetId(inventoryRef(options.inventory));
  }

  /** The number of objects that were as they should be. */
  get unchanged(): number {
    return this.applied.size - this.changes.filter(({ object }) => this.applied.has(object)).length;
  }

  /** Sends a request, again while the cluster does not answer; after a last failure, {@link hasFailed}. */
  async ask<T>(request: () => Promise<WriteAnswer<T>>): Promise<WriteAnswer<T>> {
    const answer = await retrying(() => this.options.slots.run(request), this.options);
    if ('failure' in answer && !isOfOneObject(answer.failure)) this.fail(clusterIssue(this.target, answer.failure));
    return answer;
  }

  /** Reports an issue after which the cluster gets nothing else. */
  fail(issue: PlacedIssue): void {
    if (!this.issues.some(({ message }) => message === issue.message)) this.issues.push(issue);
    this.hasFailed = true;
    this.report(`failed: ${issue.message}`);
  }

  /**
   * Applies the objects of a stage and waits until it is complete. Kinds may appear while it waits.
   *
   * @param waits whether the cluster has objects of the stage; without any, its conditions are of no interest
   */
  async deliver(stage: Stage, objects: readonly DeliveryObject[], waits: boolean): Promise<void> {
    if (this.hasFailed) return;
    this.report(`${stage.directory}: applying ${count(objects.length, 'object')}`);
    const isFirst = ({ ref: { kind } }: DeliveryObject) => kind === 'Namespace' || kind === 'CustomResourceDefinition';
    await this.applyAll(objects.filter(isFirst));
    await this.applyAll(objects.filter((object) => !isFirst(object)));
    if (waits && !this.hasFailed && !this.options.isDryRun) await this.wait(stage, objects);
    if (!this.hasFailed) this.stage = stage.directory;
  }

  /** Applies objects, those of unknown kinds again until the deadline. */
  async applyAll(objects: readonly DeliveryObject[]): Promise<void> {
    const backOff = new BackOff(this.options);
    let open = objects;
    while (open.length > 0) {
      const unknown: { readonly object: DeliveryObject; readonly failure: WriteFailure }[] = [];
      await inParallel(open, MAX_OBJECTS, async (object) => {
        const failure = this.isBroken ? undefined : await this.applyOne(object);
        if (failure?.kind === 'unknown-kind') unknown.push({ object, failure });
        else if (failure !== undefined) this.note(object.ref, 'apply', failure);
      });
      const [first] = unknown;
      if (first === undefined || this.options.isDryRun) return;
      this.report(`waiting: ${first.failure.detail}`);
      if (!(await backOff.next())) {
        for (const { object, failure } of unknown) this.note(object.ref, 'apply', failure);
        return;
      }
      open = unknown.map(({ object }) => object);
    }
  }

  /** Applies one object; returns why it failed. */
  private async applyOne(object: DeliveryObject): Promise<WriteFailure | undefined> {
    const { ref } = object;
    const before = await this.ask(() => this.client.find(ref));
    if ('failure' in before) return before.failure;
    this.applied.add(objectText(ref));
    const manifest = this.isOwned(object, before.value) ? withLabel(object.manifest, this.setId) : object.manifest;
    const { isDryRun } = this.options;
    const after = await this.ask(() => this.client.apply(manifest, isDryRun));
    if ('failure' in after) {
      // What does not exist yet cannot be tried in a namespace or of a kind that does not exist either.
      const isUntried = isDryRun && ['missing', 'unknown-kind'].includes(after.failure.kind);
      if (!isUntried) return after.failure;
      this.noteChange(ref, 'created');
      return undefined;
    }
    this.lastChange = Math.max(this.lastChange, lastChangeOf(after.value));
    if (before.value === undefined) this.noteChange(ref, 'created');
    else if (isDryRun ? differs(before.value, after.value) : versionOf(before.value) !== versionOf(after.value)) {
      this.noteChange(ref, 'changed');
    }
    return undefined;
  }

  /**
   * Whether an object becomes or stays a member of the inventory. Namespaces and operators may be shared with others, so they
   * are members only if they were created by this tool.
   */
  private isOwned({ ref: { kind, namespace, name }, stage }: DeliveryObject, before: Fields | undefined): boolean {
    const isShared = kind === 'Namespace' || /^\d+-operators$/.test(stage);
    const isInventory = kind === 'ConfigMap' && namespace === INVENTORY_NAMESPACE && name === this.options.inventory;
    return !isInventory && (!isShared || before === undefined || isMember(before, this.setId));
  }

  /**
   * Reports that a request for one object failed; a failure of the cluster was reported before.
   *
   * @param verb what was to be done, such as `apply`
   */
  note(ref: ObjectRef, verb: string, failure: WriteFailure): void {
    if (isOfOneObject(failure)) this.fail(objectIssue(this.target, ref, verb, failure));
  }

  /** Whether the cluster itself failed, so that nothing else is sent. */
  get isBroken(): boolean {
    return this.issues.some(({ path }) => path === this.target.cluster);
  }

  /** Reports what is going on. */
  report(text: string): void {
    this.options.progress.report(this.target.cluster, text);
  }

  /** Notes what became of an object, once. */
  noteChange(ref: ObjectRef, change: DeliveredChange['change']): void {
    if (this.changes.some(({ object }) => object === objectText(ref))) return;
    this.changes.push({ cluster: this.target.cluster, object: objectText(ref), change });
  }

  /** Waits until the conditions of a stage are true. */
  private async wait(stage: Stage, objects: readonly DeliveryObject[]): Promise<void> {
    const backOff = new BackOff(this.options);
    for (;;) {
      const answer = await this.ask(() => unmetConditions(this.client, stage.done, objects));
      if ('failure' in answer) {
        if (isOfOneObject(answer.failure)) this.fail(clusterIssue(this.target, answer.failure));
        return;
      }
      const [first, ...others] = answer.value;
      if (first === undefined) return;
      const rest = others.length === 0 ? '' : `, and ${others.length} more`;
      this.report(`${stage.directory}: waiting: ${first.text}${rest}`);
      if (await backOff.next()) continue;
      for (const { text } of answer.value) this.fail(this.unmetIssue(stage, text));
      return;
    }
  }

  private unmetIssue({ directory }: Stage, text: string): PlacedIssue {
    const { cluster } = this.target;
    const message = `"${directory}" of cluster "${cluster}" is not complete: ${text}`;
    const fix =
      'see its status and events with kubectl, then run "ossm-fed up" again, with a longer "--timeout" if it needs more time';
    return deliveryIssue('UP006', cluster, directory, message, fix);
  }
}

function withLabel(manifest: Fields, id: string): Fields {
  const metadata = isFields(manifest.metadata) ? manifest.metadata : {};
  const labels = isFields(metadata.labels) ? metadata.labels : {};
  return { ...manifest, metadata: { ...metadata, labels: { ...labels, [PART_OF]: id } } };
}

function versionOf(object: Fields): unknown {
  return valueAt(object, ['metadata', 'resourceVersion']);
}

/** Whether a dry run would change an object: of its metadata, what is applied. */
function differs(before: Fields, after: Fields): boolean {
  const partOf = ({ status: _, metadata, ...rest }: Fields) => {
    const { labels = {}, annotations = {} } = isFields(metadata) ? metadata : {};
    return JSON.stringify([sortedKeys(labels), sortedKeys(annotations), sortedKeys(rest)]);
  };
  return partOf(before) !== partOf(after);
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sortedKeys(value[key])]),
  );
}

/** When the fields of this tool last changed (Kubernetes, "Server-Side Apply", `managedFields`); 0 if it is not known. */
function lastChangeOf(object: Fields): number {
  const managed = valueAt(object, ['metadata', 'managedFields']);
  const own = (Array.isArray(managed) ? managed : [])
    .filter(isFields)
    .filter(({ manager }) => manager === FIELD_MANAGER);
  const times = own.map(({ time }) => (typeof time === 'string' ? Date.parse(time) : 0));
  return Math.max(0, ...times.filter((time) => !Number.isNaN(time)));
}
