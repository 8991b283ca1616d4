import { inParallel } from '../fetch/rounds';
import { type Fields, valueAt } from '../values';
import type { ClusterDelivery } from './cluster-delivery';

/** What Kubernetes, OpenShift and istiod put into each namespace, by kind and name. */
const OF_NAMESPACE: readonly string[] = [
  'ConfigMap kube-root-ca.crt',
  'ConfigMap openshift-service-ca.crt',
  'ServiceAccount default',
  'ServiceAccount builder',
  'ServiceAccount deployer',
  'RoleBinding system:deployers',
  'RoleBinding system:image-builders',
  'RoleBinding system:image-pullers',
];

/** Kinds that are no contents: they report on others, or are computed. */
const NO_CONTENTS: readonly string[] = ['Event', 'PackageManifest', 'PodMetrics', 'LocalSubjectAccessReview'];

/** Labels of what controllers keep in namespaces: root certificates, what the operator of the mesh makes, copies of OLM. */
const OF_CONTROLLERS: readonly string[] = [
  'istio.io/config',
  'maistra.io/owner',
  'maistra.io/member-of',
  'olm.copiedFrom',
];

/** Annotations of the Secrets of ServiceAccounts: tokens (Kubernetes) and credentials for the registry (OpenShift). */
const OF_ACCOUNTS: readonly string[] = [
  'kubernetes.io/service-account.name',
  'openshift.io/internal-registry-auth-token.service-account',
];

/**
 * What istiod leaves in the namespace of its control plane: elections of its leaders, some of them for each revision, and its own
 * key. Source: Istio, `pilot/pkg/leaderelection`.
 */
const OF_ISTIOD = /^ConfigMap istio-(leader|[a-z-]+-(leader|election))$|^Lease istio-|^Secret istio-ca-secret$/;

/** The number of kinds that are listed at a time. */
const MAX_LISTS = 4;

/** What is in a namespace besides what every namespace has, as `Kind name`, and the kinds that could not be listed. */
export async function namespaceContents(delivery: ClusterDelivery, namespace: string): Promise<readonly string[]> {
  const kinds = await delivery.ask(() => delivery.client.namespacedKinds());
  if ('failure' in kinds) return ['kinds that could not be listed'];
  const found = kinds.value.unread.map((version) => `kinds of ${version}, which could not be listed`);
  await inParallel(kinds.value.kinds, MAX_LISTS, async (served) => {
    const { kind } = served;
    if (NO_CONTENTS.includes(kind)) return;
    const answer = await delivery.ask(() => delivery.client.metadata(served, namespace));
    if ('failure' in answer) {
      found.push(`${kind}, which could not be listed`);
      return;
    }
    const objects = answer.value.filter((object) => isContent(kind, object));
    found.push(...objects.map((object) => `${kind} ${String(valueAt(object, ['metadata', 'name']))}`));
  });
  return found.sort();
}

function isContent(kind: string, object: Fields): boolean {
  const at = (...path: readonly (string | number)[]) => valueAt(object, path);
  const text = `${kind} ${String(at('metadata', 'name'))}`;
  if (OF_NAMESPACE.includes(text) || OF_ISTIOD.test(text)) return false;
  if (at('metadata', 'deletionTimestamp') !== undefined) return false;
  // The garbage collector deletes it with its owner.
  if (at('metadata', 'ownerReferences', 0) !== undefined) return false;
  if (OF_CONTROLLERS.some((label) => at('metadata', 'labels', label) !== undefined)) return false;
  return !(kind === 'Secret' && OF_ACCOUNTS.some((name) => at('metadata', 'annotations', name) !== undefined));
}
