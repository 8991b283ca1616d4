/** The operators of OLM that clusters subscribe to, for every generation of OpenShift Service Mesh. */

import type { Cluster } from './federation/model';
import type { Operator } from './generation';
import type { IssueList, Path } from './issues/issue';
import { nearest } from './issues/suggest';
import type { OperatorProps, OperatorsProps } from './topology/model';

/** The namespace of cluster-wide operators in OpenShift, which has an OperatorGroup by default. */
export const OPERATORS_NAMESPACE = 'openshift-operators';

/** The OLM package of an operator. */
export type OperatorPackage = keyof OperatorsProps;

/** Namespace and channel of each operator. Source: product documentation, "Installing the Operators". */
const PACKAGES: Readonly<Record<OperatorPackage, { readonly namespace: string; readonly channel: string }>> = {
  'elasticsearch-operator': { namespace: 'openshift-operators-redhat', channel: 'stable-5.8' },
  'jaeger-product': { namespace: 'openshift-distributed-tracing', channel: 'stable' },
  'kiali-ossm': { namespace: OPERATORS_NAMESPACE, channel: 'stable' },
  'opentelemetry-product': { namespace: 'openshift-opentelemetry-operator', channel: 'stable' },
  servicemeshoperator: { namespace: OPERATORS_NAMESPACE, channel: 'stable' },
  servicemeshoperator3: { namespace: OPERATORS_NAMESPACE, channel: 'stable' },
  'tempo-product': { namespace: 'openshift-tempo-operator', channel: 'stable' },
};

/**
 * An operator to subscribe to; undefined for none.
 *
 * @param props the settings of the topology, or whether to subscribe
 * @param channel the default channel, where it depends on the meshes
 */
export function operatorOf(
  name: OperatorPackage,
  props: boolean | OperatorProps,
  channel: string = PACKAGES[name].channel,
): Operator | undefined {
  if (props === false) return undefined;
  return {
    package: name,
    namespace: PACKAGES[name].namespace,
    channel,
    catalog: 'redhat-operators',
    catalogNamespace: 'openshift-marketplace',
    approval: 'Automatic',
    ...(props !== true && props),
  };
}

/** The namespaces of operators that OpenShift does not have by default, sorted. */
export function operatorNamespaces(operators: readonly Operator[]): readonly string[] {
  const namespaces = new Set(operators.map(({ namespace }) => namespace));
  namespaces.delete(OPERATORS_NAMESPACE);
  return [...namespaces].sort();
}

/** Reports the invalid first versions of the operators of a cluster. */
export function checkStartingVersions({ path, props }: Pick<Cluster, 'path' | 'props'>, issues: IssueList): void {
  for (const [name, stated] of Object.entries(props.operators ?? {})) {
    if (typeof stated === 'object') checkStartingCSV(name, stated, [...path, 'operators', name, 'startingCSV'], issues);
  }
}

/** The first version that an operator installs names its package: `kiali-operator` for kiali-ossm, itself for most. */
function checkStartingCSV(name: string, { startingCSV }: OperatorProps, path: Path, issues: IssueList): void {
  if (startingCSV === undefined || /^[a-z0-9][-a-z0-9]*\.v\d+\.\d+\.\d+/.test(startingCSV)) return;
  const guess = nearest(startingCSV.split('.')[0] ?? '', [name]) ?? name;
  issues.add('TOP152', path, `invalid operator version "${startingCSV}"`, `write a version such as "${guess}.v2.5.1"`);
}
