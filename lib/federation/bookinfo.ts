import type { IssueList, Path } from '../issues/issue';
import type { BookinfoProps, NamedService } from '../topology/model';
import type { BookinfoComponentName, BookinfoParts, Mesh, Subset } from './model';

/** The components of bookinfo with the versions that exist of each, in the order in which they call each other. */
export const BOOKINFO: Readonly<Record<BookinfoComponentName, readonly string[]>> = {
  productpage: ['v1'],
  details: ['v1'],
  reviews: ['v1', 'v2', 'v3'],
  ratings: ['v1'],
};

const COMPONENTS = Object.keys(BOOKINFO) as readonly BookinfoComponentName[];

/** The versions of a component that a bookinfo has; none where it does not have the component. */
function versionsOf({ components = BOOKINFO }: BookinfoProps, component: BookinfoComponentName): readonly string[] {
  return [...new Set(components[component] ?? [])].sort();
}

/** Fills in what a bookinfo leaves out. `hasRoute` tells which Services get their DestinationRule from a route. */
export function resolveBookinfo(props: BookinfoProps, hasRoute: (service: NamedService) => boolean): BookinfoParts {
  const { namespace, registry = 'maistra' } = props;
  const components = COMPONENTS.map((name) => ({
    name,
    versions: versionsOf(props, name),
    hasRoute: hasRoute({ name, namespace }),
  })).filter(({ versions }) => versions.length > 0);
  const gateway = props.gateway ?? components.some(({ name }) => name === 'productpage');
  return { namespace, registry, components, gateway };
}

/** The subsets of a Service that bookinfo brings to a mesh; none where the Service is not bookinfo's. */
export function subsetsOfBookinfo({ props }: Mesh, service: NamedService): readonly Subset[] {
  const component = COMPONENTS.find((name) => name === service.name);
  if (component === undefined) return [];
  const own = (props.workloads ?? []).flatMap(({ bookinfo }) => bookinfo ?? []);
  const versions = own
    .filter(({ namespace }) => namespace === service.namespace)
    .flatMap((bookinfo) => versionsOf(bookinfo, component));
  return versions.map((version) => ({ name: version, labels: { version } }));
}

/** Notes components that two bookinfos of one mesh both bring to a namespace. */
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
  const message = `"${component}" is in the namespace "${namespace}" already`;
  issues.add('TOP153', path, message, 'list its versions in one place, or choose another namespace');
}
