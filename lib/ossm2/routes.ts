import { isDeepStrictEqual } from 'node:util';
import type { ImportedRef, MergedImports, Route } from '../federation/model';
import { serviceAccountIdentity } from '../federation/names';
import type { IssueList } from '../issues/issue';
import { exportedName } from '../matching/export';
import { type ImportedService, importedAs } from '../matching/import';
import type { RouteHosts } from '../route-plans';
import type { Links } from './links';
import { clientID } from './names';
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

/** What imports are called, and who serves merged services. */
export function routeHosts(context: RoutePlanning): RouteHosts {
  return {
    hostOf: (ref) => arrivalOf(ref, context)?.host,
    identitiesOf: (route, merged) => identitiesOf(route, merged, context),
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
