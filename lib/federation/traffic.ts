import type { IssueList, Path } from '../issues/issue';
import { suggestName } from '../issues/suggest';
import { exportedName } from '../matching/export';
import { type ImportedService, importedAs } from '../matching/import';
import { labelSelectorProblem } from '../matching/label-selector';
import { matchesName } from '../matching/service-name';
import type { ImportRef, NamedService, SplitProps, TrafficProps } from '../topology/model';
import { subsetsOfBookinfo } from './bookinfo';
import { groupBy } from './meshes';
import type { Destination, Failover, Route, Subset } from './model';
import { serviceHost } from './names';
import { findMesh } from './peerings';
import { arrival, checkMember, type Exchange, importScope, type Transfer } from './shares';
import type { MeshSite } from './sites';

/** A statement of the topology with what is known around it. */
interface Statement {
  readonly props: TrafficProps;
  readonly path: Path;
  readonly mesh: MeshSite;
  readonly host: string;
  readonly exchange: Exchange;
  readonly issues: IssueList;
}

/** A route and the mesh whose callers it concerns. */
export interface MeshRoute {
  readonly mesh: string;
  readonly path: Path;
  readonly route: Route;
}

/** Turns the traffic statements that are in force into routes. The others are checked as well. */
export function resolveTraffic(
  traffic: readonly TrafficProps[],
  meshes: ReadonlyMap<string, MeshSite>,
  exchange: Exchange,
  issues: IssueList,
): readonly MeshRoute[] {
  const routes = traffic.flatMap((props, i) => {
    const path: Path = ['traffic', i];
    const mesh = findMesh(props.mesh, [...path, 'mesh'], meshes, issues);
    if (mesh === undefined) return [];
    const { name, namespace } = props.service;
    const host = serviceHost(name, namespace, mesh.cluster.domain);
    const route = routeOf({ props, path, mesh, host, exchange, issues });
    return props.active === false ? [] : [{ mesh: mesh.name, path, route }];
  });
  checkOnePerService(routes, issues);
  return routes;
}

function routeOf(statement: Statement): Route {
  const { props, path, mesh, host, issues } = statement;
  const { service, mirror, failover, name = service.name, protocol = 'http' } = props;
  checkMember(mesh, service.namespace, [...path, 'service', 'namespace'], issues);
  checkSays(statement);
  checkSubsetForms(statement);
  const subsets = subsetsOf(statement);
  const copy = mirror === undefined ? undefined : hostOf(mirror, 'mirror', [...path, 'mirror'], statement);
  return {
    name,
    namespace: service.namespace,
    host,
    protocol,
    destinations: destinationsOf(statement, subsets),
    ...(copy !== undefined && {
      mirror: { host: copy, ...(mirror?.percentage !== undefined && { percentage: mirror.percentage }) },
    }),
    subsets: writesRule(props) ? subsets : [],
    ...(failover !== undefined && { failover: failoverOf(statement) }),
  };
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

function destinationsOf(statement: Statement, subsets: readonly Subset[]): readonly Destination[] {
  const { props, path, host, issues } = statement;
  if (props.split === undefined) return props.mirror === undefined ? [] : [{ host, weight: 100 }];
  const total = props.split.reduce((sum, { weight }) => sum + weight, 0);
  if (total !== 100) {
    const message = `the weights add up to ${total}, not to 100`;
    issues.add('TOP142', [...path, 'split'], message, `${total < 100 ? 'add' : 'take away'} ${Math.abs(100 - total)}`);
  }
  return props.split.map((part, i) => destinationOf(part, [...path, 'split', i], statement, subsets));
}

function destinationOf(part: SplitProps, path: Path, statement: Statement, subsets: readonly Subset[]): Destination {
  const { share, subset, weight } = part;
  if (share !== undefined) {
    checkNoSubset(part, path, statement);
    return { host: hostOf({ ...part, share }, 'split', path, statement) ?? '', weight };
  }
  checkSubset(part, path, statement, subsets);
  return { host: statement.host, ...(subset !== undefined && { subset }), weight };
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

/** The host of an import; undefined, and noted, where the reference is to none or to several. */
function hostOf(ref: ImportRef, what: string, path: Path, statement: Statement): string | undefined {
  const transfer = findTransfer(ref, path, statement);
  const imported = transfer && arrivalOf(transfer, ref.service, path, statement);
  if (imported === undefined || imported.host !== statement.host) return imported?.host;
  const message = `the import of "${ref.share}" has joined the local service, so a ${what} cannot tell the two apart`;
  statement.issues.add('TOP141', [...path, 'share'], message, 'use "failover", or import it under a name of its own');
  return undefined;
}

/** The one transfer that a reference means. */
function findTransfer(ref: ImportRef, path: Path, { mesh, exchange, issues }: Statement): Transfer | undefined {
  const own = exchange.transfers.filter(({ importer }) => importer === mesh);
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

/** The import that a reference means among those of its transfer. */
function arrivalOf(
  transfer: Transfer,
  service: NamedService | undefined,
  path: Path,
  { exchange, issues }: Statement,
): ImportedService | undefined {
  if (service === undefined) {
    const imported = arrival(transfer);
    if (imported === undefined) {
      const message = `the share "${transfer.name}" may hold several services`;
      issues.add('TOP141', path, message, 'add "service: { namespace: ..., name: ... }" as the exporter has it');
    }
    return imported;
  }
  const { share, importing, importer, exporter } = transfer;
  if (!matchesName(share.service ?? {}, service)) {
    const message = `the share "${transfer.name}" does not hold the service "${service.namespace}/${service.name}"`;
    issues.add('TOP141', [...path, 'service'], message, 'write a service that the share matches');
    return undefined;
  }
  checkMember(exporter, service.namespace, [...path, 'service', 'namespace'], issues);
  if (isOfferedBefore(transfer, service, exchange)) {
    const message = `an earlier share offers "${service.namespace}/${service.name}" before "${transfer.name}" does, and the first one wins`;
    issues.add('TOP141', [...path, 'service'], message, 'refer to the earlier share');
    return undefined;
  }
  const offered = { ...service, ...share.exportAs };
  return importedAs(exchange.imports(importer.name, exporter.name), offered, importScope(importing));
}

/** Whether a rule before that of a transfer takes a service by name; what rules by label take is not known. */
function isOfferedBefore(
  { exportRule, exporter, importer }: Transfer,
  service: NamedService,
  exchange: Exchange,
): boolean {
  const rules = exchange.exports(exporter.name, importer.name);
  const earlier = rules.slice(0, rules.indexOf(exportRule)).filter(({ type }) => type === 'NameSelector');
  return exportedName(earlier, { ...service, labels: {} }) !== undefined;
}

/** How calls move to the imports that joined the local service; fact sheet 5.5. */
function failoverOf({ props, path, mesh, host, exchange, issues }: Statement): Failover {
  const joined = exchange.transfers.filter(
    (transfer) => transfer.importer === mesh && transfer.share.importAsLocal && joins(transfer, host),
  );
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

/** Whether an import becomes part of a local host, or may become so where the share leaves the name open. */
function joins(transfer: Transfer, host: string): boolean {
  const imported = arrival(transfer);
  if (imported !== undefined) return imported.host === host;
  const [name, namespace] = host.split('.', 2);
  const { offered, share } = transfer;
  const [as, at] = [share.importAs?.name ?? offered.name, share.importAs?.namespace ?? offered.namespace];
  return (as ?? name) === name && (at ?? namespace) === namespace;
}

/** Istio heeds one VirtualService and one DestinationRule per host and namespace. */
function checkOnePerService(routes: readonly MeshRoute[], issues: IssueList): void {
  for (const [, [first, ...others]] of groupBy(routes, ({ mesh, route }) => `${mesh} ${route.host}`)) {
    for (const { path, route } of others) {
      const message = `traffic[${first?.path[1]}] is in force for ${route.host} already`;
      issues.add('TOP144', path, message, 'write "active: false" in one of the two');
    }
  }
  const byName = groupBy(routes, ({ mesh, route }) => `${mesh} ${route.namespace} ${route.name}`);
  for (const [first, ...others] of byName.values()) {
    for (const { path, route } of others) {
      if (route.host === first?.route.host) continue;
      const message = `traffic[${first?.path[1]}] is called "${route.name}" already in the namespace "${route.namespace}"`;
      issues.add('TOP103', [...path, 'name'], message, 'choose another "name"');
    }
  }
}
