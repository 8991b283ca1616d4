import type { Cluster, Mesh } from '../federation/model';
import type { Operator } from '../generation';
import type { IssueList } from '../issues/issue';
import { checkStartingVersions, operatorOf } from '../operators';
import { checkIstioVersions, newestVersion } from './versions';

/** The operators that may be used with OpenShift Service Mesh 3. */
const PACKAGES = ['kiali-ossm', 'opentelemetry-product', 'servicemeshoperator3', 'tempo-product'] as const;

/** The operators of a cluster: that of the newest version of its meshes, and those that the topology states. */
export function planOperators(cluster: Cluster, meshes: readonly Mesh[], issues: IssueList): readonly Operator[] {
  if (meshes.length === 0) return [];
  checkStartingVersions(cluster, issues);
  const channel = `stable-${newestVersion(meshes).slice(1)}`;
  const stated = cluster.props.operators ?? {};
  const operators = PACKAGES.flatMap((name) => {
    const isRequired = name === 'servicemeshoperator3';
    return operatorOf(name, stated[name] ?? isRequired, isRequired ? channel : undefined) ?? [];
  });
  // Without a Subscription the version of the operator is unknown.
  const own = operators.find((operator) => operator.package === 'servicemeshoperator3');
  checkIstioVersions(meshes, own?.channel, issues);
  return operators;
}
