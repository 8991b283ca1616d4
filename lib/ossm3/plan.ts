import type { Cluster, Federation, Mesh } from '../federation/model';
import type { Planned, RoutePlan } from '../generation';
import { IssueList } from '../issues/issue';
import { operatorNamespaces } from '../operators';
import { planActiveRoutes } from '../route-plans';
import { groupBy, ownEntry } from '../values';
import { planAccess } from './access';
import { type GatewaySite, gatewayOf, remoteOf } from './gateways';
import { exportedHosts, exportedServices, exposedHosts, importedHosts, remoteEndpoints } from './imports';
import { checkMeshes, istioName, namespacesOf, network, revision, selectsNamespaces } from './meshes';
import type { IstioPlan, Ossm3Mesh, Ossm3Plan } from './model';
import { planOperators } from './operators';
import { type PeerNames, resolvePeers } from './peers';
import { routeHosts } from './routes';
import { resolveServiceShares, type ServiceShares } from './service-shares';
import { ServiceFinder } from './services';
import { rootsOf } from './trust';
import { AUTO_ALLOCATION_MINOR, istioVersion, minorOf } from './versions';

/** The context of planning. */
interface Ossm3Context {
  readonly federation: Federation;
  readonly peers: PeerNames;
  readonly shared: ServiceShares;
  /** The gateways of meshes by name. */
  readonly sites: ReadonlyMap<string, GatewaySite>;
  /** The routes in force, by mesh. */
  readonly routes: ReadonlyMap<string, readonly RoutePlan[]>;
  readonly issues: IssueList;
}

/** Derives every name and value that OpenShift Service Mesh 3 needs, and reports all that it cannot express. */
export function planOssm3(federation: Federation): Planned<Ossm3Plan> {
  const issues = new IssueList();
  const { clusters, meshes, peerings, shares, routes, workloads } = federation;
  checkMeshes(meshes, issues);
  const peers = resolvePeers(peerings, network, issues);
  const shared = resolveServiceShares(shares, new ServiceFinder(workloads, issues), peers, issues);
  const byCluster = groupBy(meshes, ({ cluster }) => cluster.name);
  const isAlone = ({ cluster }: Mesh) => byCluster.get(cluster.name)?.length === 1;
  const sites = new Map(meshes.map((mesh) => [mesh.name, gatewayOf(mesh, peers, isAlone(mesh), issues)]));
  const planned = planActiveRoutes(routes, routeHosts(shared, issues), issues);
  const context = { federation, peers, shared, sites, routes: planned, issues };
  const plans = clusters.map((cluster) => planCluster(cluster, byCluster.get(cluster.name) ?? [], context));
  return { plans, issues: issues.all() };
}

function planCluster(cluster: Cluster, meshes: readonly Mesh[], context: Ossm3Context): Ossm3Plan {
  const operators = planOperators(cluster, meshes, context.issues);
  const cniVersion = meshes.map(istioVersion).sort((a, b) => minorOf(b) - minorOf(a))[0];
  return {
    cluster: cluster.name,
    context: cluster.context,
    operators,
    operatorNamespaces: operatorNamespaces(operators),
    workloads: meshes.map(({ name: mesh }) => ({
      mesh,
      workloads: ownEntry(context.federation.workloads, mesh) ?? [],
    })),
    ...(cniVersion !== undefined && { cniVersion }),
    meshes: meshes.map((mesh) => planMesh(mesh, context)),
  };
}

function planMesh(mesh: Mesh, { federation, peers, shared, sites, routes, issues }: Ossm3Context): Ossm3Mesh {
  const { name, namespace, props } = mesh;
  const hosts = exposedHosts(mesh, shared);
  const site = sites.get(name);
  const gateway = site === undefined || hosts.length === 0 ? undefined : { ...site.gateway, hosts };
  const exporters = new Set(shared.to(name).map(({ share }) => share.exporter.name));
  const remotes = peers.of(name).flatMap((side) => {
    const remote = sites.get(side.peer.name);
    return remote === undefined || !exporters.has(side.peer.name) ? [] : [remoteOf(side, remote, peers, issues)];
  });
  return {
    name,
    namespace,
    members: mesh.members,
    istio: istioOf(mesh, shared),
    namespaces: namespacesOf(mesh, gateway, federation.workloads, issues),
    ...(props.mtls !== undefined && { isStrict: props.mtls }),
    ...(gateway !== undefined && { gateway }),
    remotes,
    imports: importedHosts(mesh, shared, peers),
    endpoints: remoteEndpoints(mesh, shared, peers),
    exportedServices: exportedServices(mesh, shared),
    exports: exportedHosts(mesh, shared),
    accessPolicies: planAccess(mesh, shared, issues),
    routes: routes.get(name) ?? [],
  };
}

function istioOf(mesh: Mesh, shared: ServiceShares): IstioPlan {
  const { trustDomain, props } = mesh;
  const version = istioVersion(mesh);
  return {
    name: istioName(mesh),
    version,
    revision: revision(mesh),
    trustDomain,
    network: network(mesh),
    ...(props.clusterName !== undefined && { clusterName: props.clusterName }),
    selectsNamespaces: selectsNamespaces(mesh),
    allocatesAddresses: minorOf(version) < AUTO_ALLOCATION_MINOR,
    roots: rootsOf(mesh, shared),
    ...(props.override !== undefined && { override: props.override }),
  };
}
