import { isToken, makeToken } from '../facts/token';
import type { Cluster, Federation, Mesh, Share } from '../federation/model';
import type { Planned, RoutePlan } from '../generation';
import { IssueList } from '../issues/issue';
import { operatorNamespaces } from '../operators';
import { planActiveRoutes } from '../route-plans';
import { groupBy, ownEntry } from '../values';
import { planAccess } from './access';
import type { Side } from './gateways';
import { type Links, resolveLinks } from './links';
import { checkLoops } from './loops';
import { checkMeshes } from './meshes';
import type { ControlPlane, MeshPlan, Ossm2Plan, Peer, Remote, RootCertificate } from './model';
import { clientID, INCOMPLETE_ROOT_KEY, ROOT_KEY, rootConfigMap } from './names';
import { planOperators } from './operators';
import { routeHosts } from './routes';
import { type Exchange, resolveRules } from './rules';

/** The context of planning. */
interface PlanContext {
  readonly federation: Federation;
  readonly links: Links;
  /** The shares by their exporter. */
  readonly shares: ReadonlyMap<Mesh, readonly Share[]>;
  readonly exchange: Exchange;
  /** The routes in force, by mesh. */
  readonly routes: ReadonlyMap<string, readonly RoutePlan[]>;
  readonly issues: IssueList;
}

/** Derives every name and value that OpenShift Service Mesh 2 needs, and reports all that it cannot express. */
export function planOssm2(federation: Federation): Planned<Ossm2Plan> {
  const issues = new IssueList();
  const { clusters, meshes, peerings, shares, routes } = federation;
  checkMeshes(meshes, issues);
  const links = resolveLinks(peerings, issues);
  const exchange = resolveRules(shares, links, issues);
  const planned = planActiveRoutes(routes, routeHosts({ exchange, links, issues }), issues);
  const active = routes.filter(({ isActive }) => isActive);
  checkLoops(shares, active, issues);
  const byExporter = groupBy(shares, ({ exporter }) => exporter);
  const context = { federation, links, shares: byExporter, exchange, routes: planned, issues };
  const meshesByCluster = groupBy(meshes, ({ cluster }) => cluster.name);
  const plans = clusters.map((cluster) => planCluster(cluster, meshesByCluster.get(cluster.name) ?? [], context));
  return { plans, issues: issues.all() };
}

function planCluster(cluster: Cluster, meshes: readonly Mesh[], context: PlanContext): Ossm2Plan {
  const operators = planOperators(cluster, meshes, context.issues);
  return {
    cluster: cluster.name,
    context: cluster.context,
    operators,
    operatorNamespaces: operatorNamespaces(operators),
    workloads: meshes.map(({ name: mesh }) => ({
      mesh,
      workloads: ownEntry(context.federation.workloads, mesh) ?? [],
    })),
    meshes: meshes.map((mesh) => planMesh(mesh, context)),
  };
}

function planMesh(mesh: Mesh, context: PlanContext): MeshPlan {
  const { name, cluster, namespace, trustDomain, members, createsNamespace, memberNamespaces, props } = mesh;
  const { links, shares, routes, issues } = context;
  return {
    name,
    cluster: cluster.name,
    namespace,
    controlPlane: controlPlaneOf(mesh),
    trustDomain,
    ...(props.commonRoot !== undefined && { commonRoot: props.commonRoot }),
    members,
    createsNamespace,
    memberNamespaces,
    peers: links.of(name).map((side) => planPeer(side, context)),
    accessPolicies: planAccess(shares.get(mesh) ?? [], links, issues),
    routes: routes.get(name) ?? [],
  };
}

function controlPlaneOf({ name, version, props, cluster, clusterName }: Mesh): ControlPlane {
  const { tracing, addons, override } = props;
  // The documented procedure for a custom CA has it; the CA works without.
  const mtls = props.mtls ?? (props.customCA === true ? true : undefined);
  const identityType = props.identity ?? (cluster.props.platform === 'rosa' ? 'ThirdParty' : undefined);
  return {
    name: props.controlPlane ?? name,
    version,
    mode: props.mode ?? 'MultiTenant',
    clusterName,
    tracing: { type: 'None', ...tracing },
    addons: { kiali: false, grafana: false, prometheus: true, ...addons },
    ...(identityType !== undefined && { identity: identityType }),
    customCA: props.customCA ?? false,
    ...(mtls !== undefined && { mtls }),
    ...(override !== undefined && { override }),
  };
}

function planPeer(side: Side, { links, exchange }: PlanContext): Peer {
  const { mesh, peer, peerName, ingress, egress } = side;
  const opposite = links.find(peer.name, mesh.name);
  if (opposite === undefined) throw new Error(`missing side of the pair ${mesh.name} and ${peer.name}`);
  const { locality } = peer.cluster.props;
  return {
    name: peerName,
    mesh: peer.name,
    ingress,
    egress,
    remote: opposite.reach,
    trustDomain: peer.trustDomain,
    clientID: clientID(peer, opposite.egress.name),
    rootCertificate: planRoot(side, opposite.reach),
    ...(locality !== undefined && { locality }),
    exports: exchange.exports(mesh.name, peer.name),
    imports: exchange.imports(mesh.name, peer.name),
  };
}

/** The root certificates of a peer; istiod would accept a peer that has them although its addresses are tokens. */
function planRoot({ peer, peerName }: Side, { addresses }: Remote): RootCertificate {
  const pem = peer.rootCertificate ?? makeToken({ kind: 'root', mesh: peer.name });
  const isComplete = !isToken(pem) && !addresses.some(isToken);
  return { configMap: rootConfigMap(peerName), key: isComplete ? ROOT_KEY : INCOMPLETE_ROOT_KEY, pem };
}
