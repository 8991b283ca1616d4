import { plainText } from '../values';
import { absence, unreadFinding } from './clusters';
import { type ClusterObjects, type ListedKind, mapsAt, textAt } from './observation';
import { finding, itemOf, type PartStatus, type StatusFinding } from './report';

/** An operator that a cluster subscribes to. */
export interface SubscribedOperator {
  /** The OLM package, which is also the Subscription's name. */
  readonly package: string;
  /** The namespace of the Subscription. */
  readonly namespace: string;
  /** Whether OLM installs updates automatically. */
  readonly approval: 'Automatic' | 'Manual';
}

/** The objects that the status of operators depends on. */
export function operatorLists(operators: readonly SubscribedOperator[]): readonly ListedKind[] {
  return [...new Set(operators.map(({ namespace }) => namespace))].sort().flatMap(listsIn);
}

function listsIn(namespace: string): readonly ListedKind[] {
  const olm = { apiVersion: 'operators.coreos.com/v1alpha1', namespace };
  const states = ['state', 'installedCSV', 'currentCSV', 'conditions'];
  return [
    { ...olm, kind: 'Subscription', plural: 'subscriptions', parts: states.map((state) => ['status', state]) },
    { ...olm, kind: 'ClusterServiceVersion', plural: 'clusterserviceversions', parts: [['status', 'phase']] },
  ];
}

/** The operators of a cluster. */
export function operatorParts(
  cluster: ClusterObjects,
  operators: readonly SubscribedOperator[],
): readonly PartStatus[] {
  return operators.map((operator) => ({
    part: 'operator',
    name: operator.package,
    ...itemOf(operatorFindings(cluster, operator)),
  }));
}

/** Conditions of a Subscription that are true when something is wrong. */
const FAILING = [
  'InstallPlanFailed',
  'ResolutionFailed',
  'BundleUnpackFailed',
  'CatalogSourcesUnhealthy',
  'InstallPlanMissing',
];

/** A Subscription and the ClusterServiceVersion that it has installed. */
function operatorFindings(cluster: ClusterObjects, operator: SubscribedOperator): readonly StatusFinding[] {
  const { package: name, namespace } = operator;
  const subscription = cluster.find('Subscription', namespace, name);
  if (subscription === undefined) {
    return [absence(cluster, { kind: 'Subscription', namespace, name, stage: '10-operators' })];
  }
  const failing = mapsAt(subscription, ['status', 'conditions']).filter(
    ({ type, status }) => status === 'True' && FAILING.some((each) => each === type),
  );
  const reasons = failing.map(({ type, message }) => `${type}: ${plainText(message) ?? ''}`);
  const installed = textAt(subscription, ['status', 'installedCSV']);
  if (installed === '') return [notInstalled(operator, reasons)];
  const csv = cluster.find('ClusterServiceVersion', namespace, installed);
  if (csv === undefined) return [absenceOfVersion(cluster, namespace, installed)];
  const phase = textAt(csv, ['status', 'phase']);
  if (phase !== 'Succeeded') {
    const health = phase === 'Failed' ? 'degraded' : 'progressing';
    const cause = `ClusterServiceVersion "${installed}" is "${phase}" instead of "Succeeded"`;
    return [finding(health, 'STA010', cause, `read its conditions in namespace "${namespace}"`)];
  }
  if (reasons.length === 0) return [];
  const cause = `the Subscription of "${name}" cannot update it: ${reasons.join('; ')}`;
  return [finding('degraded', 'STA010', cause, `read its conditions in namespace "${namespace}"`)];
}

function notInstalled(
  { package: name, namespace, approval }: SubscribedOperator,
  reasons: readonly string[],
): StatusFinding {
  const why = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  const fix =
    approval === 'Manual'
      ? `approve its InstallPlan in namespace "${namespace}"`
      : `wait, or read the conditions of the Subscription in namespace "${namespace}"`;
  const health = reasons.length === 0 ? 'progressing' : 'degraded';
  return finding(health, 'STA010', `operator "${name}" is not installed${why}`, fix);
}

function absenceOfVersion(cluster: ClusterObjects, namespace: string, name: string): StatusFinding {
  const cause = `ClusterServiceVersion "${name}", which the Subscription names, does not exist in namespace "${namespace}"`;
  return (
    unreadFinding(cluster, 'ClusterServiceVersion', namespace) ??
    finding('degraded', 'STA010', cause, 'delete the Subscription and apply it again')
  );
}
