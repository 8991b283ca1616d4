import type { PlacedIssue } from '../issues/place';
import { suggestName } from '../issues/suggest';
import type { Cluster, Federation } from './model';

/** The clusters with some names, or all where undefined; an issue for each name that no cluster has. */
export function chooseClusters(
  { clusters }: Federation,
  names: readonly string[] | undefined,
): { readonly chosen: readonly Cluster[]; readonly issues: readonly PlacedIssue[] } {
  const known = clusters.map(({ name }) => name);
  const unknown = [...new Set(names)].filter((name) => !known.includes(name));
  const issues = unknown.map((name): PlacedIssue => {
    const message = `unknown cluster "${name}"`;
    return { code: 'CLI001', path: '--cluster', message, fix: suggestName(name, known) };
  });
  return { chosen: clusters.filter(({ name }) => names?.includes(name) ?? true), issues };
}
