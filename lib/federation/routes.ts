import type { IssueList, Path } from '../issues/issue';
import { suggestName } from '../issues/suggest';
import { labelSelectorProblem } from '../matching/label-selector';
import type { RouteActionProps, SplitProps, TrafficProps } from '../topology/model';
import { groupBy } from '../values';
import { subsetsOfBookinfo } from './bookinfo';
import { importedRef, type RefContext } from './import-refs';
import { joins, withMergedImports } from './merged';
import type {
  Failover,
  Federation,
  Mesh,
  Route,
  RouteAction,
  RouteDestination,
  RouteMirror,
  Share,
  Subset,
} from './model';
import { serviceHost } from './names';
import { findMesh } from './peerings';
import { checkRouteForms, hostsIn, requestHosts, routesRequests } from './route-forms';
import { checkMember } from './shares';

/** A traffic entry of the topology with its context. */
interface Statement extends RefContext {
  readonly props: TrafficProps;
  readonly path: Path;
  readonly host: string;
}

/** What routes refer to. */
export interface RouteContext {
  /** The meshes by name. */
  readonly meshes: ReadonlyMap<string, Mesh>;
  /** The shares of all meshes. */
  readonly shares: readonly Share[];
  /** The applications of all meshes. */
  readonly workloads: Federation['workloads'];
}

/**
 * Resolves the traffic statements into routes, with the shares that they refer to, and adds routes for services that
 * only imports are merged with.
 */
export function resolveRoutes(
  traffic: readonly TrafficProps[],
  { meshes, shares, workloads }: RouteContext,
  issues: IssueList,
): readonly Route[] {
  const imported = shares.filter(({ isImported }) => isImported);
  const imports = groupBy(imported, ({ importer }) => importer.name);
  const stated = traffic.flatMap((props, i) => {
    const path: Path = ['traffic', i];
    const mesh = findMesh(props.mesh, [...path, 'mesh'], meshes, issues);
    if (mesh === undefined) return [];
    const { name, namespace } = props.service;
    const host = serviceHost(name, namespace, mesh.cluster.domain);
    return [routeOf({ props, path, mesh, host, imports: imports.get(mesh.name) ?? [], issues })];
  });
  const routes = withMergedImports(stated, shares, workloads, issues);
  checkOnePerService(
    routes.filter(({ isActive }) => isActive),
    issues,
  );
  return routes;
}

/** Whether a route defines a DestinationRule for its service. */
export function hasDestinationRule({ subsets, failover, merged }: Route): boolean {
  return subsets.length > 0 || failover !== undefined || merged !== undefined;
}

function routeOf(statement: Statement): Route {
  const { props, path, mesh, host, issues } = statement;
  const { service, failover, name = service.name, protocol = 'http' } = props;
  checkMember(mesh, service.namespace, [...path, 'service', 'namespace'], issues);
  checkSays(statement);
  checkSubsetForms(statement);
  checkRouteForms(props, path, issues);
  const subsets = subsetsOf(statement);
  const { override, gateways, hosts } = props;
  return {
    path,
    mesh,
    name,
    namespace: service.namespace,
    host,
    protocol,
    isActive: props.active !== false,
    ...actionOf(props, path, statement, subsets),
    matched: (props.routes ?? []).map((route, i) => ({
      match: route.match,
      ...actionOf(route, [...path, 'routes', i], statement, subsets),
    })),
    ...(hosts !== undefined && { hosts: requestHosts(hosts, [...path, 'hosts'], statement) }),
    ...(gateways !== undefined && { gateways }),
    ...(override !== undefined && { override }),
    overrideHosts: hostsIn(override, [...path, 'override'], statement),
    subsets: writesRule(props) ? subsets : [],
    ...(failover !== undefined && { failover: failoverOf(statement) }),
  };
}

/** Where an entry, or one of its routes, sends requests. */
function actionOf(props: RouteActionProps, path: Path, statement: Statement, subsets: readonly Subset[]): RouteAction {
  const { timeout, retries } = props;
  const mirror = mirrorOf(props, path, statement);
  return {
    destinations: destinationsOf(props, path, statement, subsets),
    ...(mirror !== undefined && { mirror }),
    ...(timeout !== undefined && { timeout }),
    ...(retries !== undefined && { retries }),
  };
}

function mirrorOf({ mirror }: RouteActionProps, path: Path, statement: Statement): RouteMirror | undefined {
  const imported = mirror && importedRef(mirror, [...path, 'mirror'], statement);
  if (imported === undefined) return undefined;
  return { imported, ...(mirror?.percentage !== undefined && { percentage: mirror.percentage }) };
}

/** Whether a traffic entry defines a DestinationRule for its service. */
function writesRule({ subsets, failover }: TrafficProps): boolean {
  return subsets !== undefined || failover !== undefined;
}

function checkSays({ props, path, issues }: Statement): void {
  if (!routesRequests(props) && props.failover === undefined && props.subsets === undefined) {
    issues.add('TOP147', path, 'empty traffic entry', 'add "split:", "mirror:" or "failover:"');
  }
  for (const key of ['mirror', 'routes', 'timeout', 'retries'] as const) {
    if (props.protocol !== 'tcp' || props[key] === undefined) continue;
    issues.add('TOP145', [...path, key], `"${key}" requires HTTP`, `remove "${key}", or write "protocol: http"`);
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

function destinationsOf(
  { split }: RouteActionProps,
  path: Path,
  statement: Statement,
  subsets: readonly Subset[],
): readonly RouteDestination[] {
  const { props, issues } = statement;
  if (split === undefined) return routesRequests(props) ? [{ weight: 100 }] : [];
  const total = split.reduce((sum, { weight }) => sum + weight, 0);
  if (total !== 100) {
    const message = `the weights add up to ${total}, expected 100`;
    issues.add('TOP142', [...path, 'split'], message, `${total < 100 ? 'add' : 'subtract'} ${Math.abs(100 - total)}`);
  }
  return split.map((part, i) => destinationOf(part, [...path, 'split', i], statement, subsets));
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

/**
 * Failover to the imports that are merged with the local service. Source: docs/federation.md, Localities and failover.
 */
function failoverOf({ props, path, mesh, host, imports, issues }: Statement): Failover {
  const joined = imports.filter((share) => joins(share, props.service));
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

/** Istio applies only one VirtualService and one DestinationRule per host and namespace. */
function checkOnePerService(routes: readonly Route[], issues: IssueList): void {
  // The gateways of an entry can have several VirtualServices for one host, as Istio merges those.
  const ofCalls = routes.filter(({ gateways, hosts }) => gateways === undefined && hosts === undefined);
  const ruled = routes.filter(hasDestinationRule);
  const groups = [ofCalls, ruled].flatMap((some) => [
    ...groupBy(some, ({ mesh, host }) => `${mesh.name} ${host}`).values(),
  ]);
  for (const [first, ...others] of groups) {
    for (const { path, host } of others) {
      const message = `duplicate traffic entry for ${host}, traffic[${first?.path[1]}] is active too`;
      issues.add('TOP144', path, message, 'write "active: false" in one of the two');
    }
  }
  checkNames(routes, issues);
}

/** The objects of two routes cannot have one name. */
function checkNames(routes: readonly Route[], issues: IssueList): void {
  const byName = groupBy(routes, ({ mesh, namespace, name }) => `${mesh.name} ${namespace} ${name}`);
  for (const [first, ...others] of byName.values()) {
    for (const { path, host, name, namespace, hosts, gateways } of others) {
      const isReported = [hosts, gateways, first?.hosts, first?.gateways].every((part) => part === undefined);
      if (isReported && host === first?.host) continue;
      const message = `duplicate name "${name}" in the namespace "${namespace}", already used by traffic[${first?.path[1]}]`;
      // The route of a share is named after its service.
      const isStated = path[0] === 'traffic';
      const fix = isStated ? 'set another "name"' : `set another "name" in traffic[${first?.path[1]}]`;
      issues.add('TOP103', isStated ? [...path, 'name'] : path, message, fix);
    }
  }
}
