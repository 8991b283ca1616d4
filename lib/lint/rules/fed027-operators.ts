import type { ObservedCluster, ObservedMesh } from '../../observed/model';
import { groupBy } from '../../values';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';
import { ADDONS, checkAddon, checkPrometheus } from './fed027/addons';
import { FINDINGS } from './fed027/findings';
import {
  checkGroups,
  checkNamespace,
  checkPackage,
  checkTracing,
  MESH_OPERATOR,
  type OperatorGroups,
} from './fed027/installation';
import { checkPairs, checkVersion, checkVersionForm } from './fed027/versions';
import { NearestNames } from './support/nearest-name';
import { type ObservedSubscription, subscriptionsOf } from './support/subscriptions';

/** FED027: the operators that the manifests install support the meshes. */
export const operators: Rule = {
  id: 'FED027',
  generations: ['ossm2'],
  title: 'the operators that the manifests install support the versions and addons of the meshes',
  cause:
    'A Subscription installs the newest operator, which no longer supports old versions of the mesh; addons are enabled by default and require their own operators.',
  fix: 'Use a version that the operator supports, disable the addons that are not used, and create one OperatorGroup in each other namespace with operators.',
  sources: [
    'OpenShift Service Mesh 2 documentation, Installing the Operators, and the release notes',
    'Operator Lifecycle Manager documentation, OperatorGroups',
    'maistra/istio-operator pkg/controller/versions (supported versions, Kiali without Prometheus)',
    'maistra/istio-operator resources/smcp-templates (defaults of the addons)',
  ],
  findings: FINDINGS,
  example: { fault: [set('west', 'ServiceMeshControlPlane west-mesh', 'spec.addons.kiali.enabled', true)] },
  check: (fleet, report) => {
    const names = new NearestNames();
    for (const cluster of fleet.clusters) for (const found of checkCluster(cluster, names)) report(found);
    for (const found of checkPairs(fleet)) report(found);
  },
};

function checkCluster(cluster: ObservedCluster, names: NearestNames): readonly Finding[] {
  const subscriptions = subscriptionsOf(cluster);
  const groups = operatorGroups(cluster);
  return [
    ...cluster.meshes.flatMap((mesh) => checkMesh(mesh, subscriptions)),
    ...[...groups].flatMap(([namespace, all]) => checkGroups(namespace, all)),
    ...subscriptions.flatMap((one) => [
      ...checkPackage(one, names),
      ...checkNamespace(one, groups, cluster),
      ...checkTracing(one, cluster.meshes),
    ]),
  ];
}

function operatorGroups(cluster: ObservedCluster): OperatorGroups {
  const objects = (cluster.byKind.get('OperatorGroup') ?? []).filter(
    ({ group, namespace }) => group === 'operators.coreos.com' && namespace !== undefined,
  );
  return groupBy(objects, ({ namespace }) => namespace ?? '');
}

function checkMesh(mesh: ObservedMesh, subscriptions: readonly ObservedSubscription[]): readonly Finding[] {
  const findings = [checkVersionForm(mesh), checkPrometheus(mesh)];
  const operator = subscriptions.find((one) => one.package === MESH_OPERATOR);
  findings.push(operator && checkVersion(mesh, operator));
  // Without any Subscription, the operators are installed by other means.
  if (subscriptions.length > 0) findings.push(...ADDONS.map((addon) => checkAddon(mesh, subscriptions, addon)));
  return findings.flatMap((found) => found ?? []);
}
