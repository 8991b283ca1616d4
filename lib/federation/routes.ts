import type { IssueList, Path } from '../issues/issue';
import { suggestName } from '../issues/suggest';
import { labelSelectorProblem } from '../matching/label-selector';
import { applyAlias, matchesName } from '../matching/service-name';
import type { ImportRef, NamedService, SplitProps, TrafficProps } from '../topology/model';
import { groupBy } from '../values';
import { subsetsOfBookinfo } from './bookinfo';
import type { Failover, ImportedRef, Mesh, Route, RouteDestination, RouteMirror, Share, Subset } from './model';
import { serviceHost } from './names';
import { findMesh } from './peerings';
import { checkMember } from './shares';

/** A traffic entry of the topology with its context. */
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
  const imported = shares.filter(({ isImported }) => isImported);
  const imports = groupBy(imported, ({ importer }) => importer.name);
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

/** Whether a route defines a DestinationRule for its service. */
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

/** Whether a traffic entry defines a DestinationRule for its service. */
function writesRule({ subsets, failover }: TrafficProps): boolean {
  return subsets !== undefined || failover !== undefined;
}

function checkSays({ props, path, issues }: Statement): void {
  const { split, mirror, failover, subsets, protocol } = props;
  if ([split, mirror, failover, subsets].every((part) => part === undefined)) {
    issues.add('TOP147', path, 'empty traffic entry', 'add "split:", "mirror:" or "failover:"');
  }
  if (protocol === 'tcp' && mirror !== undefined) {
    issues.add('TOP145', [...path, 'mirror'], '"mirror" requires HTTP', 'remove "mirror", or write "protocol: http"');
  }
}

/** The names of subsets become parts of names, and their labels select pods. */
function checkSubsetForms({ props, path, issues }: Statement): void {
  for (const [name, labels] of Object.entries(props.subsets ?? {})) {
    const where: Path = [...path, 'subsets', name];
    if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/i.test(name) || name.length > 63) {
      const message = `invalid subset name "${name}"`;
      issues.addAtKey('TOP143', where, message, 'use letters, digits and "-", at most 63 characters');
    }
    if (labelSelectorProblem({ matchLabels: labels }) === undefined) continue;
    const message = `invalid labels of the subset "${name}"`;
    issues.add('TOP143', where, message, 'write valid labels, such as "version: v1"');
  }
}

/** The subsets of the local service: those of bookinfo and those of the traffic entry. */
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
    const message = `the weights add up to ${total}, expected 100`;
    issues.add('TOP142', [...path, 'split'], message, `${total < 100 ? 'add' : 'subtract'} ${Math.abs(100 - total)}`);
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

/** Endpoints of imports do not have the labels of pods. Source: docs/federation.md, Imports. */
function checkNoSubset({ share, subset }: SplitProps, path: Path, { issues }: Statement): void {
  if (subset === undefined) return;
  const message = `the import of "${share}" has no subsets, because labels of pods are not transferred`;
  issues.add('TOP143', [...path, 'subset'], message, 'remove "subset", or share each version as its own Service');
}

function checkSubset(part: SplitProps, path: Path, statement: Statement, subsets: readonly Subset[]): void {
  const { props, issues, host } = statement;
  const { subset, mesh, service } = part;
  if (mesh !== undefined || service !== undefined) {
    issues.add('TOP141', path, '"mesh" and "service" require "share"', 'add "share:"');
  }
  if (subset === undefined) return;
  const names = subsets.map(({ name }) => name);
  if (!names.includes(subset)) {
    const fix =
      names.length === 0 ? `add "subsets: { ${subset}: { version: ${subset} } }"` : suggestName(subset, names);
    issues.add('TOP143', [...path, 'subset'], `unknown subset "${subset}" of ${host}`, fix);
  } else if (props.failover !== undefined) {
    const message = `the subset "${subset}" has no imported endpoints to fail over to`;
    issues.add('TOP143', [...path, 'subset'], message, 'remove "subset", or "failover"');
  }
}

/** The import of a reference; reported and undefined if no import or several imports match. */
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
    const message = `unknown share "${ref.share}", not imported by the mesh "${mesh.name}"`;
    issues.add('TOP140', [...path, 'share'], message, suggestName(ref.share, new Set(known)));
    return undefined;
  }
  const from = named.filter(({ exporter }) => ref.mesh === undefined || exporter.name === ref.mesh);
  if (from.length === 1) return from[0];
  const exporters = [...new Set(named.map(({ exporter }) => exporter.name))];
  if (from.length === 0) {
    const message = `the share "${ref.share}" is not exported by the mesh "${ref.mesh}"`;
    issues.add('TOP141', [...path, 'mesh'], message, suggestName(ref.mesh ?? '', exporters));
  } else if (exporters.length > 1 && ref.mesh === undefined) {
    const message = `ambiguous share "${ref.share}", exported by several meshes`;
    issues.add('TOP141', path, message, `add "mesh:" with one of ${exporters.join(', ')}`);
  } else if (from.every((share) => share.path === from[0]?.path)) {
    return findImport(from, ref, path, issues);
  } else {
    issues.add(
      'TOP141',
      [...path, 'share'],
      `ambiguous share "${ref.share}", the name of several shares`,
      'set a unique "name" in each of them',
    );
  }
  return undefined;
}

/** The one of the imports of a share that has the service of a reference. */
function findImport(
  imports: readonly Share[],
  { share, service }: ImportRef,
  path: Path,
  issues: IssueList,
): Share | undefined {
  if (service !== undefined) return imports.find((one) => exportsAs(one, service)) ?? imports[0];
  reportSeveral(share, path, issues);
  return undefined;
}

function reportSeveral(share: string | undefined, path: Path, issues: IssueList): void {
  const message = `ambiguous share "${share}", can match several services`;
  issues.add('TOP141', path, message, 'add "service: { namespace: ..., name: ... }" of the exporter');
}

/** Whether a share exports a service and imports it. */
function exportsAs({ service, exportAs, offered }: Share, wanted: NamedService): boolean {
  return matchesName(service ?? {}, wanted) && matchesName(offered, applyAlias(exportAs ?? {}, wanted));
}

/** Whether a share, with the service of a reference to it, is about one service. */
function isOneService(share: Share, service: NamedService | undefined, path: Path, { issues }: Statement): boolean {
  if (service === undefined) {
    const { name, namespace } = share.offered;
    if (name !== undefined && namespace !== undefined) return true;
    reportSeveral(share.name, path, issues);
    return false;
  }
  if (!exportsAs(share, service)) {
    const message = `the share "${share.name}" does not match the service "${service.namespace}/${service.name}"`;
    issues.add('TOP141', [...path, 'service'], message, 'write a service that the share matches');
    return false;
  }
  checkMember(share.exporter, service.namespace, [...path, 'service', 'namespace'], issues);
  return true;
}

/**
 * Failover to the imports that are merged with the local service. Source: docs/federation.md, Localities and failover.
 */
function failoverOf({ props, path, mesh, host, imports, issues }: Statement): Failover {
  const joined = imports.filter((share) => share.importAsLocal && joins(share, host));
  if (joined.length === 0) {
    const message = `no import of the mesh "${mesh.name}" is merged with ${host}`;
    issues.add('TOP146', [...path, 'failover'], message, 'add "importAsLocal: true" to the share of the service');
  }
  const places = [mesh, ...joined.map(({ exporter }) => exporter)];
  for (const { cluster } of places) {
    if (cluster.props.locality !== undefined) continue;
    const message = `failover requires the locality of the cluster "${cluster.name}"`;
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
    // With one region, calls fail over to it; with several, Istio's default order by distance applies.
    regions: regions.size === 1 ? [...regions].filter((to) => to !== from).map((to) => ({ from, to })) : [],
    consecutive5xxErrors,
    interval,
    baseEjectionTime,
  };
}

/** Whether an import as local is merged with a local host, or can be if the share matches any name. */
function joins({ offered, importAs }: Share, host: string): boolean {
  const [name, namespace] = host.split('.', 2);
  const [as, at] = [importAs?.name ?? offered.name, importAs?.namespace ?? offered.namespace];
  return (as ?? name) === name && (at ?? namespace) === namespace;
}

/** Istio applies only one VirtualService and one DestinationRule per host and namespace. */
function checkOnePerService(routes: readonly Route[], issues: IssueList): void {
  for (const [, [first, ...others]] of groupBy(routes, ({ mesh, host }) => `${mesh.name} ${host}`)) {
    for (const { path, host } of others) {
      const message = `duplicate traffic entry for ${host}, traffic[${first?.path[1]}] is active too`;
      issues.add('TOP144', path, message, 'write "active: false" in one of the two');
    }
  }
  const byName = groupBy(routes, ({ mesh, namespace, name }) => `${mesh.name} ${namespace} ${name}`);
  for (const [first, ...others] of byName.values()) {
    for (const { path, host, name, namespace } of others) {
      if (host === first?.host) continue;
      const message = `duplicate name "${name}" in the namespace "${namespace}", already used by traffic[${first?.path[1]}]`;
      issues.add('TOP103', [...path, 'name'], message, 'set another "name"');
    }
  }
}
