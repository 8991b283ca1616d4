import type { IssueList, Path } from '../issues/issue';
import type { BookinfoProps, NamedService } from '../topology/model';
import type { BookinfoComponentName, BookinfoParts, Mesh, Subset } from './model';

/** The port on which every component of bookinfo listens. */
export const BOOKINFO_PORT = 9080;

/** The components of bookinfo with the versions that exist of each, in the order in which they call each other. */
const BOOKINFO: Readonly<Record<BookinfoComponentName, readonly string[]>> = {
  productpage: ['v1'],
  details: ['v1'],
  reviews: ['v1', 'v2', 'v3'],
  ratings: ['v1'],
};

const COMPONENTS = Object.keys(BOOKINFO) as readonly BookinfoComponentName[];

/** The versions of a component; empty if the bookinfo does not have it. */
function versionsOf({ components = BOOKINFO }: BookinfoProps, component: BookinfoComponentName): readonly string[] {
  return [...new Set(components[component] ?? [])].sort();
}

/** The ServiceAccount of a component. */
export function accountOf(component: BookinfoComponentName): string {
  return `bookinfo-${component}`;
}

/** Applies the defaults of bookinfo, as if there were no routes. */
export function resolveBookinfo(props: BookinfoProps): BookinfoParts {
  const { namespace, registry = 'maistra' } = props;
  const components = COMPONENTS.map((name) => ({ name, versions: versionsOf(props, name), hasRoute: false })).filter(
    ({ versions }) => versions.length > 0,
  );
  const gateway = props.gateway ?? components.some(({ name }) => name === 'productpage');
  return { namespace, registry, components, gateway };
}

/** The subsets that bookinfo defines for a Service; empty if the Service is not part of bookinfo. */
export function subsetsOfBookinfo({ props }: Mesh, service: NamedService): readonly Subset[] {
  const component = COMPONENTS.find((name) => name === service.name);
  if (component === undefined) return [];
  const own = (props.workloads ?? []).flatMap(({ bookinfo }) => bookinfo ?? []);
  const versions = own
    .filter(({ namespace }) => namespace === service.namespace)
    .flatMap((bookinfo) => versionsOf(bookinfo, component));
  return versions.map((version) => ({ name: version, labels: { version } }));
}

/** Reports components that two bookinfos of a mesh add to the same namespace. */
export function checkBookinfos({ path, props }: Mesh, issues: IssueList): void {
  const seen = new Set<string>();
  for (const [i, { bookinfo }] of (props.workloads ?? []).entries()) {
    if (bookinfo === undefined) continue;
    for (const component of COMPONENTS.filter((name) => versionsOf(bookinfo, name).length > 0)) {
      const key = `${bookinfo.namespace}/${component}`;
      const where: Path = [...path, 'workloads', i, 'bookinfo'];
      if (seen.has(key)) noteTwice(component, bookinfo.namespace, where, issues);
      seen.add(key);
    }
  }
}

function noteTwice(component: string, namespace: string, path: Path, issues: IssueList): void {
  const message = `duplicate component "${component}" in the namespace "${namespace}"`;
  issues.add('TOP153', path, message, 'list its versions in one workload, or use another namespace');
}
