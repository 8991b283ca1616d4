import type { Cluster, Mesh } from '../federation/model';
import type { Operator } from '../generation';
import type { IssueList, Path } from '../issues/issue';
import { nearest } from '../issues/suggest';
import type { OperatorProps, OperatorsProps } from '../topology/model';
import { OPERATORS_NAMESPACE } from './meshes';

type Package = keyof OperatorsProps;

/** Where the documentation puts each operator, and the channel it names; fact sheet 1.2. */
const PACKAGES: Readonly<Record<Package, { readonly namespace: string; readonly channel: string }>> = {
  'elasticsearch-operator': { namespace: 'openshift-operators-redhat', channel: 'stable-5.8' },
  'jaeger-product': { namespace: 'openshift-distributed-tracing', channel: 'stable' },
  'kiali-ossm': { namespace: OPERATORS_NAMESPACE, channel: 'stable' },
  'opentelemetry-product': { namespace: 'openshift-opentelemetry-operator', channel: 'stable' },
  servicemeshoperator: { namespace: OPERATORS_NAMESPACE, channel: 'stable' },
  'tempo-product': { namespace: 'openshift-tempo-operator', channel: 'stable' },
};

/** The minor version of the last OSSM 2 operator, which an unpinned Subscription ends at. */
const LAST_OPERATOR = 6;

/** The operators of a cluster: those that its meshes need, and what the topology says otherwise. */
export function planOperators(cluster: Cluster, meshes: readonly Mesh[], issues: IssueList): readonly Operator[] {
  const stated = cluster.props.operators ?? {};
  checkOperators(cluster, meshes, issues);
  const packages = Object.keys(PACKAGES) as readonly Package[];
  return packages.flatMap((name) => {
    const props = stated[name] ?? needs(name, meshes);
    return props === false ? [] : operator(name, props === true ? {} : props);
  });
}

/** The namespaces of operators that are not OpenShift's own, sorted. */
export function operatorNamespaces(operators: readonly Operator[]): readonly string[] {
  const namespaces = new Set(operators.map(({ namespace }) => namespace));
  namespaces.delete(OPERATORS_NAMESPACE);
  return [...namespaces].sort();
}

/** Whether meshes need an operator without anybody saying so. */
function needs(name: Package, meshes: readonly Mesh[]): boolean {
  if (name === 'servicemeshoperator') return meshes.length > 0;
  if (name === 'kiali-ossm') return meshes.some(({ props }) => props.addons?.kiali);
  if (name === 'jaeger-product') return meshes.some(({ props }) => props.tracing?.type === 'Jaeger');
  return false;
}

function operator(name: Package, props: OperatorProps): Operator {
  return {
    package: name,
    ...PACKAGES[name],
    catalog: 'redhat-operators',
    catalogNamespace: 'openshift-marketplace',
    approval: 'Automatic',
    ...props,
  };
}

function checkOperators({ path, props }: Cluster, meshes: readonly Mesh[], issues: IssueList): void {
  const mesh = props.operators?.servicemeshoperator;
  for (const [name, stated] of Object.entries(props.operators ?? {})) {
    if (typeof stated === 'object') checkStartingCSV(name, stated, [...path, 'operators', name, 'startingCSV'], issues);
  }
  // Whoever leaves the operator to somebody else knows its version; nobody here does.
  if (mesh === false) return;
  const minor = pinnedMinor(mesh) ?? LAST_OPERATOR;
  for (const site of meshes) checkVersion(site, minor, issues);
}

/** The first version that an operator installs names its package: `kiali-operator` for kiali-ossm, itself for most. */
function checkStartingCSV(name: string, { startingCSV }: OperatorProps, path: Path, issues: IssueList): void {
  if (startingCSV === undefined || /^[a-z0-9][-a-z0-9]*\.v\d+\.\d+\.\d+/.test(startingCSV)) return;
  const guess = nearest(startingCSV.split('.')[0] ?? '', [name]) ?? name;
  issues.add('TOP152', path, `"${startingCSV}" is not a version of an operator`, `write it such as "${guess}.v2.5.1"`);
}

/** The minor version at which the mesh operator stays; undefined where it moves on by itself. */
function pinnedMinor(props: boolean | OperatorProps | undefined): number | undefined {
  if (typeof props !== 'object' || props.approval !== 'Manual') return undefined;
  const [, minor] = /^servicemeshoperator\.v2\.(\d+)\./.exec(props.startingCSV ?? '') ?? [];
  return minor === undefined ? undefined : Number(minor);
}

/** An operator knows no later version than its own, and since 2.6 none before v2.4; fact sheet 1.2. */
function checkVersion({ path, version, cluster }: Mesh, operatorMinor: number, issues: IssueList): void {
  const minor = Number(version.slice('v2.'.length));
  const where: Path = [...path, 'version'];
  if (minor > operatorMinor) {
    const message = `the operator on "${cluster.name}" stays at 2.${operatorMinor} and does not know ${version}`;
    issues.add('TOP113', where, message, `write v2.${operatorMinor}, or a later "startingCSV"`);
  } else if (operatorMinor >= LAST_OPERATOR && minor < 4) {
    const message = `the operator 2.${operatorMinor} no longer takes ${version}`;
    issues.add(
      'TOP113',
      where,
      message,
      'write v2.4 or later, or keep an older operator with "startingCSV" and "approval: Manual"',
    );
  }
}
