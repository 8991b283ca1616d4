import type { Issue } from '../issues/issue';
import { suggestName } from '../issues/suggest';
import type { Cluster, Federation } from './model';

/** The clusters with some names, or all where undefined; an issue for each name that no cluster has. */
export function chooseClusters(
  { clusters }: Federation,
  names: readonly string[] | undefined,
): { readonly chosen: readonly Cluster[]; readonly issues: readonly Issue[] } {
  const known = clusters.map(({ name }) => name);
  const unknown = [...new Set(names)].filter((name) => !known.includes(name));
  const issues = unknown.map((name): Issue => {
    return { code: 'TOP110', path: [], message: `there is no cluster "${name}"`, fix: suggestName(name, known) };
  });
  return { chosen: clusters.filter(({ name }) => names?.includes(name) ?? true), issues };
}
