import { isDeepStrictEqual } from 'node:util';
import type { ImportedRef, MergedImports, Route, RouteAction } from '../federation/model';
import { serviceAccountIdentity } from '../federation/names';
import type { RouteActionPlan, RoutePlan } from '../generation';
import type { IssueList, Path } from '../issues/issue';
import { exportedName } from '../matching/export';
import { type ImportedService, importedAs } from '../matching/import';
import type { RouteOverride } from '../topology/model';
import type { Fields } from '../values';
import type { Links } from './links';
import { clientID } from './names';
import { checkFields } from './override';
import { arrival, type Exchange, importScope, type RuledShare } from './rules';

/** The rules and gateways of both sides, for routes. */
export interface RoutePlanning {
  /** The rules of both sides. */
  readonly exchange: Exchange;
  /** The gateways of both sides. */
  readonly links: Links;
  /** Receives what routes cannot express. */
  readonly issues: IssueList;
}

/** Resolves the hosts of routes. Reports imports that a route cannot distinguish from the local service. */
export function planRoutes(routes: readonly Route[], context: RoutePlanning): ReadonlyMap<Route, RoutePlan> {
  return new Map(routes.map((route) => [route, planRoute(route, context)]));
}

function planRoute(route: Route, context: RoutePlanning): RoutePlan {
  const { name, namespace, host, protocol, matched, gateways, subsets, failover, merged } = route;
  const hosts = route.hosts?.map((one) => (typeof one === 'string' ? one : (arrivalOf(one, context)?.host ?? '')));
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
    ...(merged !== undefined && { subjectAltNames: identitiesOf(route, merged, context) }),
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
function overrideOf({ override, overrideHosts, path }: Route, context: RoutePlanning): RouteOverride | undefined {
  if (override === undefined) return undefined;
  const filled = overrideHosts.reduce<unknown>(
    (value, { at, imported }) => setAt(value, at, (imported && arrivalOf(imported, context)?.host) ?? ''),
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

function planAction(action: RouteAction, route: Route, context: RoutePlanning): RouteActionPlan {
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

/**
 * The identities of a service that imports are merged with: istiod knows only those of the local pods, and the import is
 * reached through the egress gateway for its peer. Source: docs/federation.md, Localities and failover.
 */
function identitiesOf({ mesh, namespace }: Route, merged: MergedImports, { links }: RoutePlanning): readonly string[] {
  const { serviceAccounts, exporters } = merged;
  const local = serviceAccounts.map((account) => serviceAccountIdentity(mesh.trustDomain, namespace, account));
  const gateways = exporters.flatMap(({ name }) => links.find(mesh.name, name)?.egress.name ?? []);
  const remote = gateways.map((gateway) => clientID(mesh, gateway));
  return [...new Set([...local, ...remote])].sort().map((identity) => `spiffe://${identity}`);
}

/** The host of an import; reported and undefined if it is that of the local service. */
function hostOf(ref: ImportedRef, what: string, route: Route, context: RoutePlanning): string | undefined {
  const imported = arrivalOf(ref, context);
  if (imported === undefined || imported.host !== route.host) return imported?.host;
  const message = `the import of "${ref.share.name}" is merged with the local service, so a ${what} cannot select it`;
  const fix = 'use "failover", or import it under its own name';
  context.issues.add('TOP141', [...ref.path, 'share'], message, fix);
  return undefined;
}

/** The import of a reference. */
function arrivalOf(
  { share, service, path }: ImportedRef,
  { exchange, issues }: RoutePlanning,
): ImportedService | undefined {
  const ruled = exchange.of(share);
  if (ruled === undefined) return undefined;
  if (service === undefined) return arrival(ruled);
  if (isOfferedBefore(ruled, service, exchange)) {
    const message = `an earlier share exports "${service.namespace}/${service.name}" instead of "${share.name}", because the first match wins`;
    issues.add('TOP141', [...path, 'service'], message, 'refer to the earlier share');
    return undefined;
  }
  const rules = exchange.imports(share.importer.name, share.exporter.name);
  return importedAs(rules, { ...service, ...share.exportAs }, importScope(ruled.importing));
}

/** Whether an earlier rule exports a service by name; what rules by label match is unknown. */
function isOfferedBefore(
  { exportRule, exporter, importer }: RuledShare,
  service: { readonly name: string; readonly namespace: string },
  exchange: Exchange,
): boolean {
  const rules = exchange.exports(exporter.name, importer.name);
  const own = rules.findIndex((rule) => isDeepStrictEqual(rule, exportRule));
  const earlier = rules.slice(0, own).filter(({ type }) => type === 'NameSelector');
  return exportedName(earlier, { ...service, labels: {} }) !== undefined;
}
