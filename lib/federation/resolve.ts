import { type Issue, IssueList, type Path } from '../issues/issue';
import type { Topology } from '../topology/model';
import { resolveAccess } from './access';
import { checkBookinfos, resolveBookinfo } from './bookinfo';
import { resolveRoots, rootOf } from './certificates';
import { contentOf, type TopologyFiles } from './files';
import type { Side } from './gateways';
import { type Links, resolveLinks } from './links';
import { checkLoops } from './loops';
import { checkMeshes } from './meshes';
import type { Cluster, ControlPlane, Federation, Mesh, Peer, Route, Workload } from './model';
import { identity, serviceAccount } from './names';
import { operatorNamespaces, resolveOperators } from './operators';
import { type Exchange, resolveShares } from './shares';
import { bookinfoNamespaces, type ClusterSite, findSites, type MeshSite } from './sites';
import { type MeshRoute, resolveTraffic } from './traffic';

/** A federation, or what keeps a topology from being one. */
export interface Resolution {
  /** The federation; complete only where there is no issue. */
  readonly federation: Federation;
  readonly issues: readonly Issue[];
}

/** Everything that is known when meshes are put together. */
interface Context {
  readonly files: TopologyFiles;
  readonly links: Links;
  readonly exchange: Exchange;
  readonly routes: readonly MeshRoute[];
  readonly roots: ReadonlyMap<string, string>;
  readonly issues: IssueList;
}

/** Derives every name and value of the federation that a topology describes, and notes all that is wrong with it. */
export function resolveFederation(topology: Topology, files: TopologyFiles): Resolution {
  const issues = new IssueList();
  const { clusters, meshes } = findSites(topology, issues);
  const ignoredRules = Object.keys(topology.lint?.ignore ?? {}).sort();
  checkMeshes({ clusters, meshes }, ignoredRules, issues);
  const links = resolveLinks(topology.peerings ?? [], meshes, issues);
  const exchange = resolveShares(topology.shares ?? [], meshes, links, issues);
  const routes = resolveTraffic(topology.traffic ?? [], meshes, exchange, issues);
  checkLoops(exchange, routes, issues);
  const roots = resolveRoots([...meshes.values()], files, issues);
  const context: Context = { files, links, exchange, routes, roots, issues };
  const federation = {
    clusters: [...clusters.values()].map((site) => resolveCluster(site, [...meshes.values()], context)),
    ignoredRules,
  };
  return { federation, issues: issues.all() };
}

function resolveCluster(site: ClusterSite, meshes: readonly MeshSite[], context: Context): Cluster {
  const { name, props, domain } = site;
  const own = meshes.filter(({ cluster }) => cluster === site);
  const operators = resolveOperators(site, own, context.issues);
  return {
    name,
    context: props.context ?? name,
    platform: props.platform ?? 'other',
    domain,
    operators,
    operatorNamespaces: operatorNamespaces(operators),
    meshes: own.map((mesh) => resolveMesh(mesh, context)),
  };
}

function resolveMesh(site: MeshSite, context: Context): Mesh {
  const { name, cluster, namespace, trustDomain, members, props } = site;
  const { links, exchange, issues } = context;
  const routes = context.routes.filter(({ mesh }) => mesh === name).map(({ route }) => route);
  const made = members.includes('*') ? bookinfoNamespaces(props) : members;
  return {
    name,
    cluster: cluster.name,
    namespace,
    controlPlane: controlPlaneOf(site),
    trustDomain,
    ...(props.commonRoot !== undefined && { commonRoot: props.commonRoot }),
    members,
    namespaces: props.createNamespaces === false ? [] : [...new Set([namespace, ...made])],
    peers: links.of(name).map((side) => resolvePeer(side, context)),
    accessPolicies: resolveAccess(site, exchange, links, issues),
    workloads: resolveWorkloads(site, routes, context),
    routes: [...routes].sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1)),
  };
}

function controlPlaneOf({ name, props, cluster, clusterName }: MeshSite): ControlPlane {
  const { tracing, addons, override } = props;
  const identityType = props.identity ?? (cluster.props.platform === 'aws' ? 'ThirdParty' : undefined);
  return {
    name: props.controlPlane ?? name,
    version: props.version ?? 'v2.6',
    mode: props.mode ?? 'MultiTenant',
    clusterName,
    tracing: { type: 'None', ...tracing },
    addons: { kiali: false, grafana: false, prometheus: true, ...addons },
    ...(identityType !== undefined && { identity: identityType }),
    customCA: props.customCA ?? false,
    ...(override !== undefined && { override }),
  };
}

function resolvePeer(side: Side, { links, exchange, roots }: Context): Peer {
  const { mesh, peer, peerName, ingress, egress } = side;
  const opposite = links.find(peer.name, mesh.name);
  if (opposite === undefined) throw new Error(`the pair ${mesh.name} and ${peer.name} has one side only`);
  const { locality } = peer.cluster.props;
  return {
    name: peerName,
    mesh: peer.name,
    ingress,
    egress,
    remote: opposite.reach,
    trustDomain: peer.trustDomain,
    clientIdentity: identity(peer.trustDomain, peer.namespace, serviceAccount(opposite.egress.name)),
    rootCertificate: rootOf(peer, peerName, roots),
    ...(locality !== undefined && { locality }),
    exports: exchange.exports(mesh.name, peer.name),
    imports: exchange.imports(mesh.name, peer.name),
  };
}

function resolveWorkloads(site: MeshSite, routes: readonly Route[], { files, issues }: Context): readonly Workload[] {
  checkBookinfos(site, issues);
  return (site.props.workloads ?? []).flatMap(({ bookinfo, manifests }, i): readonly Workload[] => {
    const path: Path = [...site.path, 'workloads', i];
    if ((bookinfo === undefined) === (manifests === undefined)) {
      issues.add(
        'TOP150',
        path,
        'the workload has neither or both of "bookinfo" and "manifests"',
        'write exactly one of them',
      );
      return [];
    }
    if (bookinfo !== undefined) {
      const ruled = routes.filter(({ subsets, failover }) => subsets.length > 0 || failover !== undefined);
      const hasRoute = (service: { name: string; namespace: string }) =>
        ruled.some((route) => route.host.startsWith(`${service.name}.${service.namespace}.`));
      return [{ kind: 'bookinfo', bookinfo: resolveBookinfo(bookinfo, hasRoute) }];
    }
    const directory = manifests ?? '';
    const objects = contentOf(files.manifests(directory), 'TOP151', [...path, 'manifests'], issues);
    const name = directory.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'manifests';
    return objects === undefined ? [] : [{ kind: 'manifests', name, objects }];
  });
}
