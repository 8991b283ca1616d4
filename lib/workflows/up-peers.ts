import type { ClusterDelivery } from '../deliver/cluster-delivery';
import { unmetConditions } from '../deliver/conditions';
import { type DeliveryObject, objectText } from '../deliver/model';
import { deliveryIssue } from '../deliver/problems';
import type { PlacedIssue } from '../issues/place';
import { renderDelivery, stagesOfCluster } from './delivery-objects';
import type { DeliveryTools, UpPlan } from './up-plan';

/** An object that connects two meshes, with the delivery that it belongs to. */
export interface DeliveredConnection {
  /** The delivery to its cluster. */
  readonly delivery: ClusterDelivery;
  /** The object. */
  readonly object: DeliveryObject;
}

/**
 * The names of the clusters whose meshes are ready for peers: those that were delivered to without a failure, and others that
 * meet the conditions of all stages.
 */
export async function readyClusters(
  deliveries: readonly ClusterDelivery[],
  { loaded, federation, lock }: Pick<UpPlan, 'loaded' | 'federation' | 'lock'>,
  { connect }: Pick<DeliveryTools, 'connect'>,
  connections: readonly DeliveredConnection[],
): Promise<ReadonlySet<string>> {
  const ready = new Set(deliveries.filter(({ hasFailed }) => !hasFailed).map(({ target }) => target.cluster));
  const delivered = new Set(deliveries.map(({ target }) => target.cluster));
  const peers = new Set(connections.map(({ object }) => object.connection?.peerCluster ?? ''));
  const others = federation.clusters.filter(({ name }) => peers.has(name) && !delivered.has(name));
  if (others.length === 0) return ready;
  const { objects } = renderDelivery(
    loaded,
    lock,
    others.map(({ name }) => name),
  );
  await Promise.all(
    others.map(async ({ name, context }) => {
      const client = connect(context);
      try {
        const own = objects.get(name) ?? [];
        const stages = stagesOfCluster(loaded, name);
        const used = stages.filter(({ directory }) => own.some(({ stage }) => stage === directory));
        const conditions = used.flatMap(({ done }) => done);
        const answer = await unmetConditions(client, conditions, own);
        if ('value' in answer && answer.value.length === 0) ready.add(name);
      } finally {
        client.close();
      }
    }),
  );
  return ready;
}

/** The errors for connections that were not applied because the other side is not ready. */
export function withheldIssues(connections: readonly DeliveredConnection[]): readonly PlacedIssue[] {
  return connections.map(({ delivery: { target }, object: { ref, connection } }) => {
    const peer = connection?.peer ?? '';
    const missing = connection?.missing ?? [];
    const reason =
      missing.length > 0
        ? `the value of ${missing.join(', ')} is not known`
        : `the mesh "${peer}" on cluster "${connection?.peerCluster}", or its own cluster, is not ready`;
    const message = `${objectText(ref)} on cluster "${target.cluster}" was not applied: ${reason}`;
    const fix = 'fix what the other problems say, then run "ossm-fed up" again';
    return deliveryIssue('UP007', target.cluster, objectText(ref), message, fix);
  });
}
