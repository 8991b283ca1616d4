import type { IssueList, Path } from '../issues/issue';
import { groupBy } from '../values';
import { checkBookinfos, resolveBookinfo } from './bookinfo';
import { contentOf, type TopologyFiles } from './files';
import type { Federation, Mesh, Route, Workload } from './model';
import { hasDestinationRule } from './routes';

/** The applications of all meshes. Reports files that cannot be read, and components that are there twice. */
export function resolveWorkloads(
  meshes: readonly Mesh[],
  routes: readonly Route[],
  files: TopologyFiles,
  issues: IssueList,
): Federation['workloads'] {
  const ruled = routes.filter((route) => route.isActive && hasDestinationRule(route));
  const byMesh = groupBy(ruled, ({ mesh }) => mesh.name);
  const found = meshes.map(
    (mesh) => [mesh.name, workloadsOf(mesh, byMesh.get(mesh.name) ?? [], files, issues)] as const,
  );
  return Object.fromEntries(found.filter(([, workloads]) => workloads.length > 0));
}

/** @param ruled the routes of the mesh that bring a DestinationRule */
function workloadsOf(
  mesh: Mesh,
  ruled: readonly Route[],
  files: TopologyFiles,
  issues: IssueList,
): readonly Workload[] {
  checkBookinfos(mesh, issues);
  return (mesh.props.workloads ?? []).flatMap(({ bookinfo, manifests }, i): readonly Workload[] => {
    const path: Path = [...mesh.path, 'workloads', i];
    if ((bookinfo === undefined) === (manifests === undefined)) {
      const message = 'the workload has neither or both of "bookinfo" and "manifests"';
      issues.add('TOP150', path, message, 'write exactly one of them');
      return [];
    }
    if (bookinfo !== undefined) {
      const hasRoute = (service: { name: string; namespace: string }) =>
        ruled.some(({ host }) => host.startsWith(`${service.name}.${service.namespace}.`));
      return [{ kind: 'bookinfo', bookinfo: resolveBookinfo(bookinfo, hasRoute) }];
    }
    const directory = manifests ?? '';
    const objects = contentOf(files.manifests(directory), 'TOP151', [...path, 'manifests'], issues);
    const name = directory.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'manifests';
    return objects === undefined ? [] : [{ kind: 'manifests', name, objects }];
  });
}
