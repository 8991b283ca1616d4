import type { PlacedObject } from '../changes/model';
import { identityOf, objectChanges } from '../changes/objects';
import { appliedPart } from '../changes/owned';
import type { ClusterDelivery, FindObject } from '../deliver/cluster-delivery';
import type { PlacedIssue } from '../issues/place';
import type { ObjectRef } from '../kube/writer';
import { groupBy } from '../values';
import { changesOf, changeWarnings } from './changes';
import type { RenderedDelivery } from './delivery-objects';
import type { UpPlan } from './up-plan';

/** Warns before objects of clusters are changed or deleted, as `ossm-fed plan` does. */
export class UpWarnings {
  private readonly kinds: ReadonlySet<string>;
  private readonly after: readonly PlacedObject[];
  private readonly byCluster: ReadonlyMap<string, readonly PlacedObject[]>;

  /** @param rendered what all clusters get */
  constructor(
    private readonly plan: Pick<UpPlan, 'loaded' | 'federation'>,
    rendered: RenderedDelivery['objects'],
  ) {
    this.kinds = new Set(plan.loaded.generations.flatMap(({ changes }) => changes?.warnedKinds ?? []));
    this.after = [...rendered].flatMap(([cluster, objects]) =>
      // An object that lacks a value is not applied.
      objects
        .filter(({ ref, missing }) => this.kinds.has(ref.kind) && missing.length === 0)
        .map(({ manifest }) => ({ cluster, object: manifest })),
    );
    this.byCluster = groupBy(this.after, ({ cluster }) => cluster);
  }

  /** Warns of what applying some objects changes on a cluster; the other clusters count as up to date. */
  async beforeApply(
    delivery: ClusterDelivery,
    refs: readonly ObjectRef[],
    find: FindObject,
  ): Promise<readonly PlacedIssue[]> {
    const { cluster } = delivery.target;
    const live = await this.read(delivery, refs, find);
    if (live.length === 0) return [];
    const found = new Set(live.map(identityOf));
    const own = (this.byCluster.get(cluster) ?? []).filter((placed) => found.has(identityOf(placed)));
    // Judging takes all clusters, which is too long to do for each cluster without a reason.
    if (objectChanges(live, own, { compared: appliedPart }).length === 0) return [];
    const others = this.after.filter((placed) => placed.cluster !== cluster);
    return this.warnings([...others, ...live], [...others, ...own]);
  }

  /** Warns of what deleting some objects does, all of them together. */
  async beforeDelete(all: ReadonlyMap<ClusterDelivery, readonly ObjectRef[]>): Promise<readonly PlacedIssue[]> {
    const read = [...all].map(([delivery, refs]) => this.read(delivery, refs));
    const live = (await Promise.all(read)).flat();
    return live.length === 0 ? [] : this.warnings([...this.after, ...live], this.after);
  }

  private async read(
    delivery: ClusterDelivery,
    refs: readonly ObjectRef[],
    find = delivery.find,
  ): Promise<readonly PlacedObject[]> {
    const warned = refs.filter(({ kind }) => this.kinds.has(kind));
    const answers = await Promise.all(warned.map(find));
    return answers.flatMap((answer) =>
      'value' in answer && answer.value !== undefined
        ? [{ cluster: delivery.target.cluster, object: answer.value }]
        : [],
    );
  }

  private warnings(before: readonly PlacedObject[], after: readonly PlacedObject[]): readonly PlacedIssue[] {
    const { loaded, federation } = this.plan;
    const { generations } = loaded;
    const input = { before, after, allAfter: this.after, isLive: true, generations, federation };
    return changeWarnings(changesOf(input));
  }
}
