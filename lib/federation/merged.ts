import type { IssueList } from '../issues/issue';
import { matchesLabels } from '../matching/label-selector';
import type { NamedService } from '../topology/model';
import { groupBy, ownEntry, valueAt } from '../values';
import { subsetsOfBookinfo } from './bookinfo';
import { accountsBehind, type KnownService, knownServices } from './known-services';
import type { Federation, MergedImports, Mesh, Route, Share, Workload } from './model';
import { serviceHost } from './names';

/** A service of a mesh that the import of a share is merged with. */
interface ServiceMerge {
  readonly share: Share;
  readonly mesh: Mesh;
  readonly service: NamedService;
  readonly host: string;
  /** Sorted; at least one. */
  readonly serviceAccounts: readonly string[];
}

const ADD_ACCOUNTS =
  'add "localServiceAccounts: [...]" to the share, or "localServiceAccounts: []" if the mesh has no such Service';

/** Whether an import as local is merged with a local service, or can be if the share matches any name. */
export function joins({ importAsLocal, offered, importAs }: Share, { name, namespace }: NamedService): boolean {
  const { name: as = name, namespace: at = namespace } = { ...offered, ...importAs };
  return importAsLocal && as === name && at === namespace;
}

/**
 * Adds to routes what imports are merged with their services, and routes for services that have none in force. Reports
 * shares whose local service is unknown. A DestinationRule among the manifests of a mesh is the user's own: only a route
 * with subsets or a failover replaces it.
 */
export function withMergedImports(
  routes: readonly Route[],
  shares: readonly Share[],
  workloads: Federation['workloads'],
  issues: IssueList,
): readonly Route[] {
  const local = shares.filter(({ importAsLocal }) => importAsLocal);
  if (local.length === 0) return routes;
  const finder = new MergeFinder(shares, routes, workloads, issues);
  const merges = groupBy(
    local.flatMap((share) => finder.mergesOf(share)),
    keyOf,
  );
  const ruling = rulingRoutes(routes);
  const stated = routes.map((route) => {
    const own = merges.get(keyOf(route));
    if (own === undefined || (!writesRule(route) && finder.hasOwnRule(route))) return route;
    // Several entries can route the requests of gateways to one service, which has one DestinationRule.
    if (route.isActive && ruling.get(keyOf(route)) !== route) return route;
    const subsets = route.subsets.length > 0 ? route.subsets : subsetsOfBookinfo(route.mesh, serviceOf(route));
    return { ...route, subsets, merged: mergedBy(own) };
  });
  const inForce = new Set(routes.filter(({ isActive }) => isActive).map(keyOf));
  const added = [...merges].flatMap(([key, own]) => {
    const [first] = own;
    return first === undefined || inForce.has(key) || finder.hasOwnRule(first) ? [] : [routeFor(first, own)];
  });
  return [...stated, ...added];
}

/** The route in force that defines the DestinationRule of each service: the one that has one anyway, or the first. */
function rulingRoutes(routes: readonly Route[]): ReadonlyMap<string, Route> {
  const active = routes.filter(({ isActive }) => isActive);
  const ranked = [...active.filter(writesRule), ...active.filter((route) => !writesRule(route))];
  return new Map([...ranked].reverse().map((route) => [keyOf(route), route]));
}

function keyOf({ mesh, host }: Pick<Route, 'mesh' | 'host'>): string {
  return `${mesh.name} ${host}`;
}

function serviceOf({ host, namespace }: Route): NamedService {
  return { name: host.split('.', 1)[0] ?? '', namespace };
}

function writesRule({ subsets, failover }: Route): boolean {
  return subsets.length > 0 || failover !== undefined;
}

function mergedBy(merges: readonly ServiceMerge[]): MergedImports {
  const exporters = new Set(merges.map(({ share }) => share.exporter));
  return {
    serviceAccounts: [...new Set(merges.flatMap(({ serviceAccounts }) => serviceAccounts))].sort(),
    exporters: [...exporters].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** A route that only defines the DestinationRule of a service. */
function routeFor({ share, mesh, service, host }: ServiceMerge, merges: readonly ServiceMerge[]): Route {
  return {
    path: share.importPath,
    mesh,
    name: service.name,
    namespace: service.namespace,
    host,
    protocol: 'http',
    isActive: true,
    destinations: [],
    matched: [],
    overrideHosts: [],
    subsets: subsetsOfBookinfo(mesh, service),
    merged: mergedBy(merges),
  };
}

/** The hosts of the DestinationRules among manifests, as they are written and in full. */
function ruledHosts(workload: Workload, { cluster: { domain } }: Mesh): readonly string[] {
  if (workload.kind !== 'manifests') return [];
  const rules = workload.objects.filter(({ kind }) => kind === 'DestinationRule');
  return rules.flatMap((rule) => {
    const [host, namespace] = [valueAt(rule, ['spec', 'host']), valueAt(rule, ['metadata', 'namespace'])];
    return [`${host}`, `${host}.${namespace}.svc.${domain}`];
  });
}

/** Finds the local services that shares are merged with, and the ServiceAccounts of their pods. */
class MergeFinder {
  private readonly known = new Map<Mesh, readonly KnownService[]>();
  private readonly ruled = new Map<Mesh, ReadonlySet<string>>();

  constructor(
    private readonly shares: readonly Share[],
    private readonly routes: readonly Route[],
    private readonly workloads: Federation['workloads'],
    private readonly issues: IssueList,
  ) {}

  /** The merges of a share; reported if its local service, or the ServiceAccounts of that one, are unknown. */
  mergesOf(share: Share): readonly ServiceMerge[] {
    const { importer: mesh, localServiceAccounts: stated } = share;
    if (stated?.length === 0) return [];
    const names = this.namesOf(share);
    if (names === undefined) return this.unknown(share, 'the local Services', 'share each service by its name');
    return names.flatMap((service): readonly ServiceMerge[] => {
      const serviceAccounts = stated ?? this.accountsOf(mesh, service);
      const host = serviceHost(service.name, service.namespace, mesh.cluster.domain);
      if (serviceAccounts.length > 0) return [{ share, mesh, service, host, serviceAccounts }];
      return this.unknown(share, `the ServiceAccounts of the pods of "${service.name}"`, ADD_ACCOUNTS);
    });
  }

  /** Whether the manifests of a mesh have a DestinationRule for a host. */
  hasOwnRule({ mesh, host }: Pick<Route, 'mesh' | 'host'>): boolean {
    const known = this.ruled.get(mesh) ?? new Set(this.workloadsOf(mesh).flatMap((one) => ruledHosts(one, mesh)));
    this.ruled.set(mesh, known);
    return known.has(host);
  }

  /** The services that a share may be merged with; undefined where they are unknown. */
  private namesOf(share: Share): readonly NamedService[] | undefined {
    const { importer: mesh, offered, importAs, localServiceAccounts } = share;
    const { name, namespace = '' } = { ...offered, ...importAs };
    const routed = this.routes.filter((route) => route.mesh === mesh).map(serviceOf);
    const known = this.servicesOf(mesh).filter((service) => service.namespace === namespace);
    const local = [...known, ...routed].filter((service) => joins(share, service));
    const isUnknown = known.length === 0 || localServiceAccounts !== undefined;
    if (name !== undefined) return local.length > 0 || isUnknown ? [{ name, namespace }] : [];
    if (local.length === 0 && known.length === 0) return undefined;
    return [...new Set(local.map((service) => service.name))]
      .filter((one) => this.mayOffer(share, one) && !this.isTaken(share, one))
      .map((one) => ({ name: one, namespace }));
  }

  /** Whether an earlier import of the same exporter takes a service, because the first match wins. */
  private isTaken(share: Share, name: string): boolean {
    const { exporter, importer, offered } = share;
    return this.shares
      .slice(0, this.shares.indexOf(share))
      .filter((one) => one.isImported && one.exporter === exporter && one.importer === importer)
      .some(({ offered: { name: first = name, namespace = offered.namespace } }) => {
        return first === name && namespace === offered.namespace;
      });
  }

  /** Whether the exporter may have a service of a share; it does not if its workloads have only others. */
  private mayOffer({ exporter, service, exportAs, offered, selector }: Share, name: string): boolean {
    const at = service?.namespace ?? (exportAs?.namespace === undefined ? offered.namespace : undefined);
    const known = this.servicesOf(exporter).filter(({ namespace }) => namespace === at);
    return known.length === 0 || known.some((one) => one.name === name && matchesLabels(selector, one.labels));
  }

  private accountsOf(mesh: Mesh, { name, namespace }: NamedService): readonly string[] {
    const own = this.servicesOf(mesh).filter((service) => service.name === name && service.namespace === namespace);
    return own.flatMap((service) => accountsBehind(service, this.workloadsOf(mesh)));
  }

  private servicesOf(mesh: Mesh): readonly KnownService[] {
    const known = this.known.get(mesh) ?? knownServices(this.workloadsOf(mesh));
    this.known.set(mesh, known);
    return known;
  }

  private workloadsOf({ name }: Mesh): readonly Workload[] {
    return ownEntry(this.workloads, name) ?? [];
  }

  private unknown({ importPath, importer }: Share, what: string, fix: string): readonly ServiceMerge[] {
    const message = `${what} of the mesh "${importer.name}" are unknown: no DestinationRule has the identities of both sides, so calls to the peer fail`;
    this.issues.warn('TOP158', [...importPath, 'importAsLocal'], message, fix);
    return [];
  }
}
