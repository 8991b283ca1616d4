import { type Issue, IssueList } from '../issues/issue';
import type { Topology } from '../topology/model';
import type { TopologyFiles } from './files';
import { resolveArgoCd } from './gitops';
import { checkMeshes } from './meshes';
import type { Federation } from './model';
import { PeerPairs, resolvePeerings } from './peerings';
import { resolveRoutes } from './routes';
import { checkServiceRules } from './service-rules';
import { resolveShares } from './shares';
import { findSites } from './sites';
import { resolveWorkloads, withRoutes } from './workloads';

/** A federation and what is wrong with the topology that it comes from. */
export interface Resolution {
  /** The federation; complete only if there are no issues. */
  readonly federation: Federation;
  /** The problems, in the order in which they were found. */
  readonly issues: readonly Issue[];
}

/** Resolves ranges, defaults and references of a topology, and reports all that is wrong in any generation. */
export function resolveFederation(topology: Topology, files: TopologyFiles): Resolution {
  const issues = new IssueList();
  const sites = findSites(topology, files, issues);
  const { meshes } = sites;
  checkMeshes(sites, issues);
  const peerings = resolvePeerings(topology.peerings ?? [], meshes, issues);
  const shares = resolveShares(topology.shares ?? [], meshes, new PeerPairs(peerings), issues);
  const workloads = resolveWorkloads([...meshes.values()], files, issues);
  const routes = resolveRoutes(topology.traffic ?? [], { meshes, shares, workloads }, issues);
  checkServiceRules(shares, routes, issues);
  const argocd = resolveArgoCd(topology, [...sites.clusters.keys()], issues);
  const federation = {
    clusters: [...sites.clusters.values()],
    meshes: [...meshes.values()],
    peerings,
    shares,
    routes,
    workloads: withRoutes(workloads, routes),
    ignoredRules: Object.keys(topology.lint?.ignore ?? {}).sort(),
    ...(argocd !== undefined && { argocd }),
  };
  return { federation, issues: issues.all() };
}
