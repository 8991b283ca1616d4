import { inParallel } from '../fetch/rounds';
import type { Stage } from '../generation';
import type { PlacedIssue } from '../issues/place';
import type { WriteAnswer, WriteFailure } from '../kube/sending';
import type { Slots } from '../kube/slots';
import type { ClusterWriter, ObjectRef } from '../kube/writer';
import { count, type Fields, isFields } from '../values';
import { unmetConditions } from './conditions';
import { applySetId, INVENTORY_NAMESPACE, inventoryRef, PART_OF } from './inventory';
import { type DeliveredChange, type DeliveryObject, objectKey, objectText } from './model';
import { isChanged, lastChangeOf, type ObjectState, stateOf } from './object-state';
import { clusterIssue, type DeliveryTarget, deliveryIssue, objectIssue } from './problems';
import type { DeliveryProgress } from './progress';
import { BackOff, isOfOneObject, retrying, type TimeLimit } from './retry';

/** What the delivery to one cluster needs. */
export interface DeliveryOptions extends TimeLimit {
  /** Whether nothing is written. */
  readonly isDryRun: boolean;
  /** The name of the inventory. */
  readonly inventory: string;
  /** The slots for requests to all clusters. */
  readonly slots: Slots;
  /** Reports what is going on. */
  readonly progress: DeliveryProgress;
}

/** Finds an object of a cluster; undefined if it does not exist. */
export type FindObject = (ref: ObjectRef) => Promise<WriteAnswer<Fields | undefined>>;

/** The number of objects of one cluster that are read or applied at a time. */
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
  private readonly states = new Map<string, ObjectState>();
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

  /** Finds an object, again while the cluster does not answer. */
  readonly find: FindObject = (ref) => this.ask(() => this.client.find(ref));

  /**
   * Reads objects together that will be applied. Those that exist are not read again before they are applied; a failure is
   * reported when one is applied, as what is applied before it may be its remedy.
   *
   * @returns finds these objects as they were read, and others now
   */
  async readAhead(refs: readonly ObjectRef[]): Promise<FindObject> {
    const found = new Map<string, Fields | undefined>();
    const versions = [...new Set(refs.map(({ apiVersion }) => apiVersion))];
    const requests: readonly (() => Promise<WriteAnswer<unknown>>)[] = [
      ...versions.map((version) => () => this.client.resources(version)),
      ...refs.map((ref) => async () => {
        const answer = await this.client.find(ref);
        if ('value' in answer) found.set(objectKey(ref), answer.value);
        return answer;
      }),
    ];
    let broken: WriteFailure | undefined;
    await inParallel(requests, MAX_OBJECTS, async (request) => {
      if (broken !== undefined) return;
      const answer = await this.options.slots.run(request);
      if ('failure' in answer && !isOfOneObject(answer.failure)) broken ??= answer.failure;
    });
    if (broken !== undefined) await new BackOff(this.options).next(broken.retryAfter);
    for (const [key, object] of found) if (object !== undefined) this.states.set(key, stateOf(object, this.setId));
    return async (ref) => (found.has(objectKey(ref)) ? { value: found.get(objectKey(ref)) } : this.find(ref));
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
    const read = await this.stateBefore(ref);
    if ('failure' in read) return read.failure;
    const { value: before } = read;
    this.applied.add(objectText(ref));
    const manifest = this.isOwned(object, before) ? withLabel(object.manifest, this.setId) : object.manifest;
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
    if (before === undefined) this.noteChange(ref, 'created');
    else if (isChanged(before, stateOf(after.value, this.setId), isDryRun)) this.noteChange(ref, 'changed');
    return undefined;
  }

  /** The state of an object before it is applied: as it was read ahead, but only once, or as it is. */
  private async stateBefore(ref: ObjectRef): Promise<WriteAnswer<ObjectState | undefined>> {
    const key = objectKey(ref);
    const known = this.states.get(key);
    this.states.delete(key);
    if (known !== undefined) return { value: known };
    const answer = await this.find(ref);
    return 'failure' in answer ? answer : { value: answer.value && stateOf(answer.value, this.setId) };
  }

  /**
   * Whether an object becomes or stays a member of the inventory. Namespaces and operators may be shared with others, so they
   * are members only if they were created by this tool.
   */
  private isOwned({ ref: { kind, namespace, name }, stage }: DeliveryObject, before: ObjectState | undefined): boolean {
    const isShared = kind === 'Namespace' || /^\d+-operators$/.test(stage);
    const isInventory = kind === 'ConfigMap' && namespace === INVENTORY_NAMESPACE && name === this.options.inventory;
    return !isInventory && (!isShared || before === undefined || before.isMember);
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

  private readonly serves: ClusterWriter['serves'] = (resource) => this.ask(() => this.client.serves(resource));

  /** Waits until the conditions of a stage are true. */
  private async wait(stage: Stage, objects: readonly DeliveryObject[]): Promise<void> {
    const backOff = new BackOff(this.options);
    for (;;) {
      const answer = await unmetConditions({ find: this.find, serves: this.serves }, stage.done, objects);
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
