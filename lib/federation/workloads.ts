import type { IssueList, Path } from '../issues/issue';
import { groupBy } from '../values';
import { checkBookinfos, resolveBookinfo } from './bookinfo';
import { addFileProblems, type TopologyFiles } from './files';
import { ManifestObjects } from './manifest-objects';
import type { Federation, Mesh, Route, Workload } from './model';
import { hasDestinationRule } from './routes';

/** The applications of all meshes. Reports files that cannot be read, and what is there twice. */
export function resolveWorkloads(
  meshes: readonly Mesh[],
  files: TopologyFiles,
  issues: IssueList,
): Federation['workloads'] {
  const written = new ManifestObjects(issues);
  const found = meshes.map((mesh) => [mesh.name, workloadsOf(mesh, files, written, issues)] as const);
  return Object.fromEntries(found.filter(([, workloads]) => workloads.length > 0));
}

/** The applications after routes: a component whose DestinationRule a route defines has none of its own. */
export function withRoutes(workloads: Federation['workloads'], routes: readonly Route[]): Federation['workloads'] {
  const ruled = routes.filter((route) => route.isActive && hasDestinationRule(route));
  const byMesh = groupBy(ruled, ({ mesh }) => mesh.name);
  return Object.fromEntries(
    Object.entries(workloads).map(([mesh, own]) => [mesh, own.map((one) => withRules(one, byMesh.get(mesh) ?? []))]),
  );
}

/** @param ruled the routes of the mesh that define a DestinationRule */
function withRules(workload: Workload, ruled: readonly Route[]): Workload {
  if (workload.kind !== 'bookinfo') return workload;
  const { namespace, components } = workload.bookinfo;
  const hasRoute = (name: string) => ruled.some(({ host }) => host.startsWith(`${name}.${namespace}.`));
  const marked = components.map((component) => ({ ...component, hasRoute: hasRoute(component.name) }));
  return { ...workload, bookinfo: { ...workload.bookinfo, components: marked } };
}

function workloadsOf(
  mesh: Mesh,
  files: TopologyFiles,
  written: ManifestObjects,
  issues: IssueList,
): readonly Workload[] {
  checkBookinfos(mesh, issues);
  return (mesh.props.workloads ?? []).flatMap(({ bookinfo, manifests }, i): readonly Workload[] => {
    const path: Path = [...mesh.path, 'workloads', i];
    if ((bookinfo === undefined) === (manifests === undefined)) {
      const message = 'the workload must have exactly one of "bookinfo" and "manifests"';
      issues.add('TOP150', path, message, 'write exactly one of them');
      return [];
    }
    if (bookinfo !== undefined) return [{ kind: 'bookinfo', bookinfo: resolveBookinfo(bookinfo) }];
    const directory = manifests ?? '';
    const { found, problems } = files.manifests(directory);
    addFileProblems(problems, 'TOP151', [...path, 'manifests'], issues);
    for (const manifest of found) written.add(manifest, mesh.cluster, [...path, 'manifests']);
    const name = directory.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'manifests';
    const objects = found.map(({ object }) => object);
    return problems.length > 0 ? [] : [{ kind: 'manifests', name, objects }];
  });
}
