import type { Cluster, Federation, Mesh } from '../federation/model';
import type { Planned, RoutePlan } from '../generation';
import { IssueList } from '../issues/issue';
import { operatorNamespaces } from '../operators';
import { planActiveRoutes } from '../route-plans';
import { groupBy, ownEntry } from '../values';
import { planAccess } from './access';
import { type Exchanges, resolveExchanges } from './exchange';
import { type GatewaySite, gatewayOf, remoteOf } from './gateways';
import { exportedHosts, exportedServices, exposedHosts, importedHosts, remoteEndpoints } from './imports';
import { checkMeshes, istioName, namespacesOf, network, revision, selectsNamespaces } from './meshes';
import type { IstioPlan, Ossm3Mesh, Ossm3Plan } from './model';
import { planOperators } from './operators';
import { type PeerNames, resolvePeers } from './peers';
import { routeHosts } from './routes';
import { ServiceFinder } from './services';
import { rootsOf } from './trust';
import { AUTO_ALLOCATION_MINOR, istioVersion, minorOf } from './versions';

/** The context of planning. */
interface PlanContext {
  readonly federation: Federation;
  readonly peers: PeerNames;
  readonly exchanges: Exchanges;
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
  const exchanges = resolveExchanges(shares, new ServiceFinder(workloads, issues), peers, issues);
  const byCluster = groupBy(meshes, ({ cluster }) => cluster.name);
  const isAlone = ({ cluster }: Mesh) => byCluster.get(cluster.name)?.length === 1;
  const sites = new Map(meshes.map((mesh) => [mesh.name, gatewayOf(mesh, peers, isAlone(mesh), issues)]));
  const planned = planActiveRoutes(routes, routeHosts(exchanges, issues), issues);
  const context = { federation, peers, exchanges, sites, routes: planned, issues };
  const plans = clusters.map((cluster) => planCluster(cluster, byCluster.get(cluster.name) ?? [], context));
  return { plans, issues: issues.all() };
}

function planCluster(cluster: Cluster, meshes: readonly Mesh[], context: PlanContext): Ossm3Plan {
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

function planMesh(mesh: Mesh, { federation, peers, exchanges, sites, routes, issues }: PlanContext): Ossm3Mesh {
  const { name, namespace, props } = mesh;
  const hosts = exposedHosts(mesh, exchanges);
  const site = sites.get(name);
  const gateway = site === undefined || hosts.length === 0 ? undefined : { ...site.gateway, hosts };
  const exporters = new Set(exchanges.to(name).map(({ share }) => share.exporter.name));
  const remotes = peers.of(name).flatMap((side) => {
    const remote = sites.get(side.peer.name);
    return remote === undefined || !exporters.has(side.peer.name) ? [] : [remoteOf(side, remote, peers, issues)];
  });
  return {
    name,
    namespace,
    members: mesh.members,
    istio: istioOf(mesh, exchanges),
    namespaces: namespacesOf(mesh, gateway, federation.workloads, issues),
    ...(props.mtls !== undefined && { isStrict: props.mtls }),
    ...(gateway !== undefined && { gateway }),
    remotes,
    imports: importedHosts(mesh, exchanges, peers),
    endpoints: remoteEndpoints(mesh, exchanges, peers),
    exportedServices: exportedServices(mesh, exchanges),
    exports: exportedHosts(mesh, exchanges),
    accessPolicies: planAccess(mesh, exchanges, issues),
    routes: routes.get(name) ?? [],
  };
}

function istioOf(mesh: Mesh, exchanges: Exchanges): IstioPlan {
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
    roots: rootsOf(mesh, exchanges),
    ...(props.override !== undefined && { override: props.override }),
  };
}
