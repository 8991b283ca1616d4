import type { ManifestObject } from '../../../manifests/object';
import { listAt, mapAt, textAt } from '../../../observed/fields';
import type { ObservedCluster, ObservedMesh } from '../../../observed/model';
import type { Finding } from '../../diagnostic';
import type { NearestNames } from '../support/nearest-name';
import type { ObservedSubscription } from '../support/subscriptions';
import { ALSO, finding } from './findings';
import { LAST_OPERATOR, minorOf, VERSION } from './versions';

/** The package of the mesh operator. */
export const MESH_OPERATOR = 'servicemeshoperator';

const JAEGER = 'jaeger-product';
const ELASTICSEARCH = 'elasticsearch-operator';

/** The packages that a mesh uses, with the channels that they have. */
const CHANNELS: ReadonlyMap<string, RegExp> = new Map([
  [MESH_OPERATOR, /^stable$/],
  ['kiali-ossm', /^stable(-v\d+(\.\d+)?)?$|^candidate$/],
  [JAEGER, /^stable$/],
  // The plain channel is outdated, which is part of what is reported for the operator itself.
  [ELASTICSEARCH, /^stable(-5\.\d+)?$/],
  ['tempo-product', /^stable$/],
  ['opentelemetry-product', /^stable$/],
]);

/** Packages that exist, that OSSM 2 does not use, and whose names are near to some that it uses. */
const OTHER_PACKAGES = ['servicemeshoperator3', 'tempo-operator', 'opentelemetry-operator'];

/** OpenShift's own namespace for operators, which has an OperatorGroup from the start. */
const COMMON_NAMESPACE = 'openshift-operators';

/** How many meshes a finding names. */
const MAX_RELATED = 5;

/** The OperatorGroups of a cluster by namespace. */
export type OperatorGroups = ReadonlyMap<string, readonly ManifestObject[]>;

/** Reports OperatorGroups beside others in one namespace. */
export function checkGroups(namespace: string, all: readonly ManifestObject[]): readonly Finding[] {
  if (namespace === COMMON_NAMESPACE) {
    const extra = all.filter(({ name }) => name !== 'global-operators');
    return extra.map((object) => finding('besideGlobalOperators', { object }, { namespace }));
  }
  const [first, ...extra] = all;
  return extra.map((object) =>
    finding('duplicateOperatorGroup', { object, related: first ? [{ object: first }] : [] }, { namespace }),
  );
}

/** Reports a misspelled package and a channel that a package does not have. */
export function checkPackage(one: ObservedSubscription, names: NearestNames): readonly Finding[] {
  const { object, channel, source = 'redhat-operators' } = one;
  const channels = CHANNELS.get(one.package);
  if (channels === undefined) {
    const near = OTHER_PACKAGES.includes(one.package) ? undefined : names.find(one.package, [...CHANNELS.keys()]);
    if (near === undefined) return [];
    return [finding('unknownPackage', { object, path: ['spec', 'name'] }, { package: one.package, near })];
  }
  // Another catalog may have other channels.
  if (channel === undefined || source !== 'redhat-operators' || channels.test(channel)) return [];
  const known = one.package === ELASTICSEARCH ? 'stable-5.8' : 'stable';
  return [finding('unknownChannel', { object, path: ['spec', 'channel'] }, { channel, package: one.package, known })];
}

/** Reports a Subscription in a namespace in which OLM cannot install its operator. */
export function checkNamespace(
  one: ObservedSubscription,
  groups: OperatorGroups,
  cluster: ObservedCluster,
): readonly Finding[] {
  const { object } = one;
  const { namespace } = object;
  if (namespace === undefined || namespace === COMMON_NAMESPACE) return [];
  const place = { object, path: ['metadata', 'namespace'] };
  const [first] = groups.get(namespace) ?? [];
  if (first === undefined) {
    const created = cluster.find('Namespace', undefined, namespace);
    // A namespace that the manifests do not create may have an OperatorGroup.
    if (created === undefined) return [finding('perhapsMissingOperatorGroup', place, { namespace })];
    return [finding('missingOperatorGroup', { ...place, related: [{ object: created }] }, { namespace })];
  }
  const targets = ['spec', 'targetNamespaces'];
  if (one.package !== MESH_OPERATOR || listAt(first.value, targets).length === 0) return [];
  return [finding('targetNamespaces', { ...place, related: [{ object: first, path: targets }] }, { namespace })];
}

/** Reports an Elasticsearch in which no Jaeger stores traces, and deprecated operators, once per Subscription. */
export function checkTracing(one: ObservedSubscription, meshes: readonly ObservedMesh[]): readonly Finding[] {
  if (meshes.length === 0 || (one.package !== ELASTICSEARCH && one.package !== JAEGER)) return [];
  const isDeprecated = meshes.every((mesh) => (minorOf(mesh) ?? LAST_OPERATOR) >= 5);
  const isUnused = one.package === ELASTICSEARCH && !meshes.some(storesTraces);
  if (!isDeprecated && !isUnused) return [];
  const path = isUnused ? ['spec', 'addons', 'jaeger', 'install', 'storage', 'type'] : VERSION;
  const related = meshes.slice(0, MAX_RELATED).map(({ object }) => ({ object, path }));
  const place = { object: one.object, path: ['spec', 'name'], related };
  const outdated = one.package === ELASTICSEARCH && one.channel === 'stable' ? ALSO.oldChannel : '';
  if (!isUnused) return [finding('deprecatedOperator', place, { package: one.package, also: outdated })];
  const also = (isDeprecated ? ALSO.deprecated : '') + outdated;
  return [finding('unusedElasticsearch', place, { package: one.package, also })];
}

function storesTraces({ spec, cluster }: ObservedMesh): boolean {
  const storage = mapAt(spec, ['addons', 'jaeger', 'install', 'storage']);
  // A Jaeger object of the user may store anywhere.
  return textAt(storage, ['type']) === 'Elasticsearch' || cluster.byKind.has('Jaeger');
}
