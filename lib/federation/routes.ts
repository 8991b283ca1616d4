import type { IssueList, Path } from '../issues/issue';
import { suggestName } from '../issues/suggest';
import { labelSelectorProblem } from '../matching/label-selector';
import { matchesName } from '../matching/service-name';
import type { ImportRef, NamedService, SplitProps, TrafficProps } from '../topology/model';
import { groupBy } from '../values';
import { subsetsOfBookinfo } from './bookinfo';
import type { Failover, ImportedRef, Mesh, Route, RouteDestination, RouteMirror, Share, Subset } from './model';
import { serviceHost } from './names';
import { findMesh } from './peerings';
import { checkMember } from './shares';

/** A traffic statement of the topology with what is known around it. */
interface Statement {
  readonly props: TrafficProps;
  readonly path: Path;
  readonly mesh: Mesh;
  readonly host: string;
  /** The shares that the mesh imports. */
  readonly imports: readonly Share[];
  readonly issues: IssueList;
}

/** Resolves the traffic statements into routes, with the shares that they refer to. */
export function resolveRoutes(
  traffic: readonly TrafficProps[],
  meshes: ReadonlyMap<string, Mesh>,
  shares: readonly Share[],
  issues: IssueList,
): readonly Route[] {
  const imports = groupBy(shares, ({ importer }) => importer.name);
  const routes = traffic.flatMap((props, i) => {
    const path: Path = ['traffic', i];
    const mesh = findMesh(props.mesh, [...path, 'mesh'], meshes, issues);
    if (mesh === undefined) return [];
    const { name, namespace } = props.service;
    const host = serviceHost(name, namespace, mesh.cluster.domain);
    return [routeOf({ props, path, mesh, host, imports: imports.get(mesh.name) ?? [], issues })];
  });
  checkOnePerService(
    routes.filter(({ isActive }) => isActive),
    issues,
  );
  return routes;
}

/** Whether a route brings a DestinationRule for its service. */
export function hasDestinationRule({ subsets, failover }: Pick<Route, 'subsets' | 'failover'>): boolean {
  return subsets.length > 0 || failover !== undefined;
}

function routeOf(statement: Statement): Route {
  const { props, path, mesh, host, issues } = statement;
  const { service, failover, name = service.name, protocol = 'http' } = props;
  checkMember(mesh, service.namespace, [...path, 'service', 'namespace'], issues);
  checkSays(statement);
  checkSubsetForms(statement);
  const subsets = subsetsOf(statement);
  const mirror = mirrorOf(statement);
  return {
    path,
    mesh,
    name,
    namespace: service.namespace,
    host,
    protocol,
    isActive: props.active !== false,
    destinations: destinationsOf(statement, subsets),
    ...(mirror !== undefined && { mirror }),
    subsets: writesRule(props) ? subsets : [],
    ...(failover !== undefined && { failover: failoverOf(statement) }),
  };
}

function mirrorOf(statement: Statement): RouteMirror | undefined {
  const { mirror } = statement.props;
  const imported = mirror && importedRef(mirror, [...statement.path, 'mirror'], statement);
  if (imported === undefined) return undefined;
  return { imported, ...(mirror?.percentage !== undefined && { percentage: mirror.percentage }) };
}

/** Whether a statement brings a DestinationRule of its own for its service. */
function writesRule({ subsets, failover }: TrafficProps): boolean {
  return subsets !== undefined || failover !== undefined;
}

function checkSays({ props, path, issues }: Statement): void {
  const { split, mirror, failover, subsets, protocol } = props;
  if ([split, mirror, failover, subsets].every((part) => part === undefined)) {
    issues.add('TOP147', path, 'the traffic statement says nothing', 'add "split:", "mirror:" or "failover:"');
  }
  if (protocol === 'tcp' && mirror !== undefined) {
    issues.add(
      'TOP145',
      [...path, 'mirror'],
      'only HTTP can be mirrored',
      'remove "mirror", or write "protocol: http"',
    );
  }
}

/** The names of subsets become parts of names, and their labels are looked for on pods. */
function checkSubsetForms({ props, path, issues }: Statement): void {
  for (const [name, labels] of Object.entries(props.subsets ?? {})) {
    const where: Path = [...path, 'subsets', name];
    if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/i.test(name) || name.length > 63) {
      const message = `the subset name "${name}" is not one that Istio takes`;
      issues.addAtKey('TOP143', where, message, 'use letters, digits and "-", 63 at most');
    }
    if (labelSelectorProblem({ matchLabels: labels }) === undefined) continue;
    const message = `the labels of the subset "${name}" are not ones that Kubernetes takes`;
    issues.add('TOP143', where, message, 'write labels as pods have them, such as "version: v1"');
  }
}

/** The subsets of the local service that are known: those of bookinfo and those of the statement. */
function subsetsOf({ props, mesh }: Statement): readonly Subset[] {
  const stated = Object.entries(props.subsets ?? {}).map(([name, labels]): Subset => ({ name, labels }));
  const known = subsetsOfBookinfo(mesh, props.service).filter(({ name }) => !props.subsets?.[name]);
  return [...known, ...stated].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function destinationsOf(statement: Statement, subsets: readonly Subset[]): readonly RouteDestination[] {
  const { props, path, issues } = statement;
  if (props.split === undefined) return props.mirror === undefined ? [] : [{ weight: 100 }];
  const total = props.split.reduce((sum, { weight }) => sum + weight, 0);
  if (total !== 100) {
    const message = `the weights add up to ${total}, not to 100`;
    issues.add('TOP142', [...path, 'split'], message, `${total < 100 ? 'add' : 'take away'} ${Math.abs(100 - total)}`);
  }
  return props.split.map((part, i) => destinationOf(part, [...path, 'split', i], statement, subsets));
}

function destinationOf(
  part: SplitProps,
  path: Path,
  statement: Statement,
  subsets: readonly Subset[],
): RouteDestination {
  const { share, subset, weight } = part;
  if (share !== undefined) {
    checkNoSubset(part, path, statement);
    const imported = importedRef({ ...part, share }, path, statement);
    return { ...(imported !== undefined && { imported }), weight };
  }
  checkSubset(part, path, statement, subsets);
  return { ...(subset !== undefined && { subset }), weight };
}

/** The endpoints of an import carry no labels of the pods behind them; fact sheet 5.1. */
function checkNoSubset({ share, subset }: SplitProps, path: Path, { issues }: Statement): void {
  if (subset === undefined) return;
  const message = `the import of "${share}" has no subsets: the labels of pods do not cross meshes`;
  issues.add('TOP143', [...path, 'subset'], message, 'remove "subset", or share each version as a Service of its own');
}

function checkSubset(part: SplitProps, path: Path, statement: Statement, subsets: readonly Subset[]): void {
  const { props, issues, host } = statement;
  const { subset, mesh, service } = part;
  if (mesh !== undefined || service !== undefined) {
    issues.add('TOP141', path, '"mesh" and "service" belong to a share', 'add "share:"');
  }
  if (subset === undefined) return;
  const names = subsets.map(({ name }) => name);
  if (!names.includes(subset)) {
    const fix =
      names.length === 0 ? `add "subsets: { ${subset}: { version: ${subset} } }"` : suggestName(subset, names);
    issues.add('TOP143', [...path, 'subset'], `no subset "${subset}" of ${host} is known`, fix);
  } else if (props.failover !== undefined) {
    const message = `the subset "${subset}" holds no imported endpoint, so there is nothing to fail over to`;
    issues.add('TOP143', [...path, 'subset'], message, 'remove "subset", or "failover"');
  }
}

/** The import that a reference means; undefined, and reported, where it means none or several. */
function importedRef(ref: ImportRef, path: Path, statement: Statement): ImportedRef | undefined {
  const share = findShare(ref, path, statement);
  if (share === undefined || !isOneService(share, ref.service, path, statement)) return undefined;
  return { share, ...(ref.service !== undefined && { service: ref.service }), path };
}

/** The one share that a reference means. */
function findShare(ref: ImportRef, path: Path, { mesh, imports: own, issues }: Statement): Share | undefined {
  const named = own.filter(({ name }) => name === ref.share);
  if (named.length === 0) {
    const known = own.flatMap(({ name }) => name ?? []);
    const message = `the mesh "${mesh.name}" imports no share "${ref.share}"`;
    issues.add('TOP140', [...path, 'share'], message, suggestName(ref.share, new Set(known)));
    return undefined;
  }
  const from = named.filter(({ exporter }) => ref.mesh === undefined || exporter.name === ref.mesh);
  if (from.length === 1) return from[0];
  const exporters = named.map(({ exporter }) => exporter.name);
  if (from.length === 0) {
    const message = `the share "${ref.share}" does not come from the mesh "${ref.mesh}"`;
    issues.add('TOP141', [...path, 'mesh'], message, suggestName(ref.mesh ?? '', exporters));
  } else if (new Set(exporters).size > 1 && ref.mesh === undefined) {
    const message = `the share "${ref.share}" comes from several meshes`;
    issues.add('TOP141', path, message, `add "mesh:" with one of ${exporters.join(', ')}`);
  } else {
    issues.add(
      'TOP141',
      [...path, 'share'],
      `several shares are called "${ref.share}"`,
      'give each of them a "name" of its own',
    );
  }
  return undefined;
}

/** Whether a share, with the service of a reference to it, is about one service. */
function isOneService(share: Share, service: NamedService | undefined, path: Path, { issues }: Statement): boolean {
  if (service === undefined) {
    const { name, namespace } = share.offered;
    if (name !== undefined && namespace !== undefined) return true;
    const message = `the share "${share.name}" may hold several services`;
    issues.add('TOP141', path, message, 'add "service: { namespace: ..., name: ... }" as the exporter has it');
    return false;
  }
  if (!matchesName(share.service ?? {}, service)) {
    const message = `the share "${share.name}" does not hold the service "${service.namespace}/${service.name}"`;
    issues.add('TOP141', [...path, 'service'], message, 'write a service that the share matches');
    return false;
  }
  checkMember(share.exporter, service.namespace, [...path, 'service', 'namespace'], issues);
  return true;
}

/** How calls move to the imports that joined the local service; fact sheet 5.5. */
function failoverOf({ props, path, mesh, host, imports, issues }: Statement): Failover {
  const joined = imports.filter((share) => share.importAsLocal && joins(share, host));
  if (joined.length === 0) {
    const message = `no import of the mesh "${mesh.name}" joins ${host}`;
    issues.add('TOP146', [...path, 'failover'], message, 'share the service with "importAsLocal: true"');
  }
  const places = [mesh, ...joined.map(({ exporter }) => exporter)];
  for (const { cluster } of places) {
    if (cluster.props.locality !== undefined) continue;
    const message = `failover needs to know where the cluster "${cluster.name}" is`;
    issues.add(
      'TOP146',
      [...path, 'failover'],
      message,
      `add "locality: { region: ... }" to the cluster "${cluster.name}"`,
    );
  }
  const from = mesh.cluster.props.locality?.region ?? '';
  const regions = new Set(joined.flatMap(({ exporter }) => exporter.cluster.props.locality?.region ?? []));
  const { consecutive5xxErrors = 3, interval = '10s', baseEjectionTime = '1m' } = props.failover ?? {};
  return {
    // One region names one successor; with several the distance decides, as it does without a word.
    regions: regions.size === 1 ? [...regions].filter((to) => to !== from).map((to) => ({ from, to })) : [],
    consecutive5xxErrors,
    interval,
    baseEjectionTime,
  };
}

/** Whether an import as local becomes part of a local host, or may become so where the share leaves a name open. */
function joins({ offered, importAs }: Share, host: string): boolean {
  const [name, namespace] = host.split('.', 2);
  const [as, at] = [importAs?.name ?? offered.name, importAs?.namespace ?? offered.namespace];
  return (as ?? name) === name && (at ?? namespace) === namespace;
}

/** Istio heeds one VirtualService and one DestinationRule per host and namespace. */
function checkOnePerService(routes: readonly Route[], issues: IssueList): void {
  for (const [, [first, ...others]] of groupBy(routes, ({ mesh, host }) => `${mesh.name} ${host}`)) {
    for (const { path, host } of others) {
      const message = `traffic[${first?.path[1]}] is in force for ${host} already`;
      issues.add('TOP144', path, message, 'write "active: false" in one of the two');
    }
  }
  const byName = groupBy(routes, ({ mesh, namespace, name }) => `${mesh.name} ${namespace} ${name}`);
  for (const [first, ...others] of byName.values()) {
    for (const { path, host, name, namespace } of others) {
      if (host === first?.host) continue;
      const message = `traffic[${first?.path[1]}] is called "${name}" already in the namespace "${namespace}"`;
      issues.add('TOP103', [...path, 'name'], message, 'choose another "name"');
    }
  }
}
