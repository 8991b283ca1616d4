import type { ManifestObject } from '../../../manifests/object';
import { textAt } from '../../../observed/fields';
import type { IndexedManifests } from '../../../observed/indexed-manifests';

/** A Subscription of the Operator Lifecycle Manager. */
export interface ObservedSubscription {
  /** The Subscription. */
  readonly object: ManifestObject;
  /** The package that it installs. */
  readonly package: string;
  /** The update channel. */
  readonly channel?: string;
  /** The CatalogSource. */
  readonly source?: string;
  /** The minor version of OSSM 2 at which manual approval pins the operator. */
  readonly pinnedMinor?: number;
}

/** The operators that the manifests of a cluster install; other groups have Subscriptions too. */
export function subscriptionsOf(cluster: IndexedManifests): readonly ObservedSubscription[] {
  return (cluster.byKind.get('Subscription') ?? [])
    .filter(({ group }) => group === 'operators.coreos.com')
    .flatMap((object) => {
      const at = (field: string) => textAt(object.value, ['spec', field]);
      const [name, channel, source] = [at('name'), at('channel'), at('source')];
      const pinned = at('installPlanApproval') === 'Manual' ? /\.v2\.(\d{1,3})\./.exec(at('startingCSV') ?? '') : null;
      if (name === undefined) return [];
      return [
        {
          object,
          package: name,
          ...(channel !== undefined && { channel }),
          ...(source !== undefined && { source }),
          ...(pinned !== null && { pinnedMinor: Number(pinned[1]) }),
        },
      ];
    });
}
