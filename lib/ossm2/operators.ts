import type { Cluster, Mesh } from '../federation/model';
import type { Operator } from '../generation';
import type { IssueList, Path } from '../issues/issue';
import { checkStartingVersions, operatorOf } from '../operators';
import type { OperatorProps } from '../topology/model';

/** The operators that meshes of OpenShift Service Mesh 2 may require. */
const PACKAGES = [
  'elasticsearch-operator',
  'jaeger-product',
  'kiali-ossm',
  'opentelemetry-product',
  'servicemeshoperator',
  'tempo-product',
] as const;

type Package = (typeof PACKAGES)[number];

/** The minor version of the last OSSM 2 operator, to which an unpinned Subscription updates. */
const LAST_OPERATOR = 6;

/** The operators of a cluster: those that its meshes require, unless the topology sets others. */
export function planOperators(cluster: Cluster, meshes: readonly Mesh[], issues: IssueList): readonly Operator[] {
  const stated = cluster.props.operators ?? {};
  checkOperators(cluster, meshes, issues);
  return PACKAGES.flatMap((name) => operatorOf(name, stated[name] ?? needs(name, meshes)) ?? []);
}

/** Whether meshes require an operator by default. */
function needs(name: Package, meshes: readonly Mesh[]): boolean {
  if (name === 'servicemeshoperator') return meshes.length > 0;
  if (name === 'kiali-ossm') return meshes.some(({ props }) => props.addons?.kiali);
  if (name === 'jaeger-product') return meshes.some(({ props }) => props.tracing?.type === 'Jaeger');
  return false;
}

function checkOperators({ path, props }: Cluster, meshes: readonly Mesh[], issues: IssueList): void {
  const mesh = props.operators?.servicemeshoperator;
  checkStartingVersions({ path, props }, issues);
  // Without a Subscription the version of the operator is unknown.
  if (mesh === false) return;
  const minor = pinnedMinor(mesh) ?? LAST_OPERATOR;
  for (const site of meshes) checkVersion(site, minor, issues);
}

/** The minor version to which the mesh operator is pinned; undefined if it updates automatically. */
function pinnedMinor(props: boolean | OperatorProps | undefined): number | undefined {
  if (typeof props !== 'object' || props.approval !== 'Manual') return undefined;
  const [, minor] = /^servicemeshoperator\.v2\.(\d+)\./.exec(props.startingCSV ?? '') ?? [];
  return minor === undefined ? undefined : Number(minor);
}

/**
 * An operator supports no later version than its own, and since 2.6 none before v2.4. Source: docs/federation.md,
 * Operators and versions.
 */
function checkVersion({ path, version, cluster }: Mesh, operatorMinor: number, issues: IssueList): void {
  const minor = Number(version.slice('v2.'.length));
  const where: Path = [...path, 'version'];
  if (minor > operatorMinor) {
    const message = `unsupported version ${version}: the operator of the cluster "${cluster.name}" is pinned to 2.${operatorMinor}`;
    issues.add('TOP113', where, message, `write v2.${operatorMinor}, or a later "startingCSV"`);
  } else if (operatorMinor >= LAST_OPERATOR && minor < 4) {
    const message = `unsupported version ${version}: the operator 2.${operatorMinor} supports v2.4 and later`;
    issues.add(
      'TOP113',
      where,
      message,
      'write v2.4 or later, or pin an older operator with "startingCSV" and "approval: Manual"',
    );
  }
}
