import { MAX_MERGED_SERVICES } from '../bounds';
import type { IssueList } from '../issues/issue';
import { CoverIndex } from '../matching/covering';
import { matchesLabels } from '../matching/label-selector';
import type { NamedService } from '../topology/model';
import { groupBy, ownEntry } from '../values';
import { subsetsOfBookinfo } from './bookinfo';
import { LocalServices, serviceOf } from './local-services';
import type { Federation, MergedImports, Mesh, Route, Share } from './model';
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

/** Finds the local services that shares are merged with, and the ServiceAccounts of their pods. */
class MergeFinder {
  private readonly local = new Map<Mesh, LocalServices>();
  private readonly routes: ReadonlyMap<string, readonly Route[]>;
  private readonly positions: ReadonlyMap<Share, number>;
  private readonly taken: ReadonlyMap<string, CoverIndex>;
  private candidates = 0;

  constructor(
    shares: readonly Share[],
    routes: readonly Route[],
    private readonly workloads: Federation['workloads'],
    private readonly issues: IssueList,
  ) {
    this.routes = groupBy(routes, ({ mesh }) => mesh.name);
    this.positions = new Map(shares.map((share, i) => [share, i]));
    this.taken = importsByDirection(shares);
  }

  /** The merges of a share; reported if its local service, or the ServiceAccounts of that one, are unknown. */
  mergesOf(share: Share): readonly ServiceMerge[] {
    const { importer: mesh, localServiceAccounts: stated } = share;
    if (stated?.length === 0 || this.issues.isExceeded) return [];
    const names = this.namesOf(share);
    if (names === undefined) return this.unknown(share, 'the local Services', 'share each service by its name');
    return names.flatMap((service): readonly ServiceMerge[] => {
      const serviceAccounts = stated ?? this.localOf(mesh).accountsOf(service);
      const host = serviceHost(service.name, service.namespace, mesh.cluster.domain);
      if (serviceAccounts.length > 0) return [{ share, mesh, service, host, serviceAccounts }];
      return this.unknown(share, `the ServiceAccounts of the pods of "${service.name}"`, ADD_ACCOUNTS);
    });
  }

  /** Whether the manifests of a mesh have a DestinationRule for a host. */
  hasOwnRule({ mesh, host }: Pick<Route, 'mesh' | 'host'>): boolean {
    return this.localOf(mesh).hasOwnRule(host);
  }

  /** The services that a share may be merged with; undefined where they are unknown. */
  private namesOf(share: Share): readonly NamedService[] | undefined {
    const { offered, importAs, localServiceAccounts } = share;
    const { name, namespace = '' } = { ...offered, ...importAs };
    const local = this.localOf(share.importer);
    const [known, routed] = [local.in(namespace), local.routedIn(namespace)];
    if (name !== undefined) {
      const isLocal = routed.has(name) || local.named({ name, namespace }).length > 0;
      return isLocal || known.length === 0 || localServiceAccounts !== undefined ? [{ name, namespace }] : [];
    }
    if (routed.size === 0 && known.length === 0) return undefined;
    const names = new Set([...known.map((service) => service.name), ...routed]);
    this.candidates += names.size;
    if (this.candidates > MAX_MERGED_SERVICES) {
      const message = `more than ${MAX_MERGED_SERVICES} local services to merge with imports, counted for each share`;
      this.issues.exceed([...share.importPath, 'importAsLocal'], message, 'share services by their names');
      return [];
    }
    return [...names]
      .filter((one) => this.mayOffer(share, one) && !this.isTaken(share, one))
      .map((one) => ({ name: one, namespace }));
  }

  /** Whether an earlier import of the same exporter takes a service, because the first match wins. */
  private isTaken(share: Share, name: string): boolean {
    const first = this.taken.get(directionOf(share))?.first({ ...share.offered, name });
    return first !== undefined && first < (this.positions.get(share) ?? 0);
  }

  /** Whether the exporter may have a service of a share; it does not if its workloads have only others. */
  private mayOffer({ exporter, service, exportAs, offered, selector }: Share, name: string): boolean {
    const at = service?.namespace ?? (exportAs?.namespace === undefined ? offered.namespace : undefined);
    const local = this.localOf(exporter);
    if (at === undefined || local.in(at).length === 0) return true;
    return local.named({ name, namespace: at }).some(({ labels }) => matchesLabels(selector, labels));
  }

  private localOf(mesh: Mesh): LocalServices {
    const workloads = ownEntry(this.workloads, mesh.name) ?? [];
    const known = this.local.get(mesh) ?? new LocalServices(mesh, workloads, this.routes.get(mesh.name) ?? []);
    this.local.set(mesh, known);
    return known;
  }

  private unknown({ importPath, importer }: Share, what: string, fix: string): readonly ServiceMerge[] {
    const message = `${what} of the mesh "${importer.name}" are unknown: no DestinationRule has the identities of both sides, so calls to the peer fail`;
    this.issues.warn('TOP158', [...importPath, 'importAsLocal'], message, fix);
    return [];
  }
}

function directionOf({ exporter, importer }: Share): string {
  return `${exporter.name} ${importer.name}`;
}

/** What each mesh imports from each other one, with the positions of the shares. */
function importsByDirection(shares: readonly Share[]): ReadonlyMap<string, CoverIndex> {
  const indexes = new Map<string, CoverIndex>();
  for (const [i, share] of shares.entries()) {
    if (!share.isImported) continue;
    const index = indexes.get(directionOf(share)) ?? new CoverIndex();
    indexes.set(directionOf(share), index);
    index.add(share.offered, i);
  }
  return indexes;
}
