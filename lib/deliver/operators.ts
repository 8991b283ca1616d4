import { type Fields, isFields, isText, valueAt } from '../values';
import type { ClusterDelivery } from './cluster-delivery';
import type { Member } from './inventory';

/** The version that a Subscription has installed, and what keeps it from being deleted. */
export interface InstalledOperator {
  /** The ClusterServiceVersion; undefined if nothing is installed. */
  readonly version?: Fields;
  /** The objects of its kinds that are still on the cluster, as `Kind namespace/name`. */
  readonly users: readonly string[];
}

/** Finds what a Subscription has installed, and whether anything on the cluster still needs it. */
export async function installedOperator(delivery: ClusterDelivery, { ref }: Member): Promise<InstalledOperator> {
  const subscription = await delivery.ask(() => delivery.client.find(ref));
  const name = 'failure' in subscription ? undefined : valueAt(subscription.value, ['status', 'installedCSV']);
  if (!isText(name)) return { users: [] };
  const version = await delivery.ask(() => delivery.client.find({ ...ref, kind: 'ClusterServiceVersion', name }));
  if ('failure' in version || version.value === undefined) return { users: [] };
  const owned = valueAt(version.value, ['spec', 'customresourcedefinitions', 'owned']);
  const users: string[] = [];
  for (const crd of (Array.isArray(owned) ? owned : []).filter(isFields)) users.push(...(await usersOf(delivery, crd)));
  return { version: version.value, users };
}

/** The objects of one kind that an operator brings. */
async function usersOf(delivery: ClusterDelivery, { name, version, kind }: Fields): Promise<readonly string[]> {
  if (!isText(name) || !isText(version) || !isText(kind)) return [];
  const [plural = '', ...group] = name.split('.');
  const answer = await delivery.ask(() =>
    delivery.client.list({ apiVersion: `${group.join('.')}/${version}`, kind, plural }),
  );
  if ('failure' in answer) return [`${kind}, which could not be listed`];
  return answer.value.map((object) => {
    const [namespace, own] = [valueAt(object, ['metadata', 'namespace']), valueAt(object, ['metadata', 'name'])];
    return `${kind} ${[namespace, own].filter(isText).join('/')}`;
  });
}
