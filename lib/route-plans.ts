/**
 * The plans of routes, which are common to all generations; what imports are called, and who serves a merged service,
 * each generation knows itself.
 */

import type { ImportedRef, MergedImports, Route, RouteAction } from './federation/model';
import type { RouteActionPlan, RoutePlan } from './generation';
import type { IssueList, Path } from './issues/issue';
import { checkFields } from './override';
import type { RouteOverride } from './topology/model';
import { type Fields, groupBy } from './values';

/** What a generation knows of the imports that routes refer to. */
export interface RouteHosts {
  /** The host of an import; undefined where there is none, which is reported. */
  hostOf(ref: ImportedRef): string | undefined;
  /** The identities of all that serve a service that imports are merged with, such as `spiffe://a.local/ns/b/sa/c`. */
  identitiesOf(route: Route, merged: MergedImports): readonly string[];
}

/** What routes are planned with. */
interface HostContext {
  readonly hosts: RouteHosts;
  readonly issues: IssueList;
}

/**
 * The routes in force by the name of their mesh, sorted by namespace and name, with the hosts of imports. Reports imports that
 * a route cannot distinguish from the local service; also of routes that are not in force.
 */
export function planActiveRoutes(
  routes: readonly Route[],
  hosts: RouteHosts,
  issues: IssueList,
): ReadonlyMap<string, readonly RoutePlan[]> {
  const planned = routes.map((route) => ({ route, plan: planRoute(route, { hosts, issues }) }));
  const active = groupBy(
    planned.filter(({ route }) => route.isActive),
    ({ route }) => route.mesh.name,
  );
  const keyOf = ({ namespace, name }: RoutePlan) => `${namespace}/${name}`;
  const sorted = (own: typeof planned) => own.map(({ plan }) => plan).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return new Map([...active].map(([mesh, own]) => [mesh, sorted([...own])]));
}

function planRoute(route: Route, context: HostContext): RoutePlan {
  const { name, namespace, host, protocol, matched, gateways, subsets, failover, merged } = route;
  const hosts = route.hosts?.map((one) => (typeof one === 'string' ? one : (context.hosts.hostOf(one) ?? '')));
  const override = overrideOf(route, context);
  const exporters = exportersOf(route);
  return {
    ...(exporters.length > 0 && { exporters }),
    name,
    namespace,
    host,
    protocol,
    ...planAction(route, route, context),
    ...(matched.length > 0 && {
      matched: matched.map((one) => ({ match: one.match, ...planAction(one, route, context) })),
    }),
    ...(hosts !== undefined && { hosts }),
    ...(gateways !== undefined && { gateways }),
    ...(override !== undefined && { override }),
    subsets,
    ...(failover !== undefined && { failover }),
    ...(merged !== undefined && { subjectAltNames: context.hosts.identitiesOf(route, merged) }),
  };
}

/** The meshes that a route sends calls to; what is merged with the local service stays local without them. */
function exportersOf({ matched, hosts = [], overrideHosts, ...route }: Route): readonly string[] {
  const actions: readonly RouteAction[] = [route, ...matched];
  const refs = [
    ...actions.flatMap(({ destinations, mirror }) => [...destinations, mirror].map((one) => one?.imported)),
    ...hosts.map((one) => (typeof one === 'string' ? undefined : one)),
    ...overrideHosts.map(({ imported }) => imported),
  ];
  return [...new Set(refs.flatMap((ref) => ref?.share.exporter.name ?? []))].sort();
}

/** The override of a route with the hosts of imports. Reports what does not fit the schema of a VirtualService. */
function overrideOf({ override, overrideHosts, path }: Route, context: HostContext): RouteOverride | undefined {
  if (override === undefined) return undefined;
  const filled = overrideHosts.reduce<unknown>(
    (value, { at, imported }) => setAt(value, at, (imported && context.hosts.hostOf(imported)) ?? ''),
    override,
  ) as RouteOverride;
  checkFields(filled, 'VirtualService', [...path, 'override'], context.issues);
  return filled;
}

/** A copy of a value with another part at a path. */
function setAt(value: unknown, [first, ...rest]: Path, part: unknown): unknown {
  if (first === undefined) return part;
  if (Array.isArray(value)) return value.map((item, i) => (i === first ? setAt(item, rest, part) : item));
  return { ...(value as Fields), [first]: setAt((value as Fields)[first], rest, part) };
}

function planAction(action: RouteAction, route: Route, context: HostContext): RouteActionPlan {
  const { destinations, mirror, timeout, retries } = action;
  const { host } = route;
  const copy = mirror && hostOf(mirror.imported, 'mirror', route, context);
  return {
    destinations: destinations.map(({ imported, subset, weight }) => ({
      host: (imported === undefined ? host : hostOf(imported, 'split', route, context)) ?? '',
      ...(subset !== undefined && { subset }),
      weight,
    })),
    ...(copy !== undefined && {
      mirror: { host: copy, ...(mirror?.percentage !== undefined && { percentage: mirror.percentage }) },
    }),
    ...(timeout !== undefined && { timeout }),
    ...(retries !== undefined && { retries }),
  };
}

/** The host of an import; reported and undefined if it is that of the local service. */
function hostOf(ref: ImportedRef, what: string, route: Route, context: HostContext): string | undefined {
  const host = context.hosts.hostOf(ref);
  if (host !== route.host) return host;
  const message = `the import of "${ref.share.name}" is merged with the local service, so a ${what} cannot select it`;
  const fix = 'use "failover", or import it under its own name';
  context.issues.add('TOP141', [...ref.path, 'share'], message, fix);
  return undefined;
}
