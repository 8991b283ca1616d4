import type { IssueCode } from '../issues/catalogue';
import type { Issue } from '../issues/issue';

/**
 * The sections of a topology in which a fault can cause an issue. A mesh or a cluster exists even if a part of it is
 * invalid, so references to it are affected only if the entry as a whole is invalid.
 */
const CAUSES: { readonly [code in IssueCode]?: readonly string[] } = {
  TOP103: ['meshes', 'peerings'],
  TOP110: ['whole clusters'],
  TOP113: ['clusters'],
  TOP120: ['whole meshes'],
  TOP121: ['whole meshes'],
  TOP124: ['peerings', 'whole meshes'],
  TOP130: ['peerings', 'whole meshes'],
  TOP132: ['meshes'],
  TOP140: ['shares', 'peerings', 'whole meshes'],
  TOP141: ['shares', 'peerings', 'whole meshes'],
  TOP143: ['meshes'],
  TOP155: ['meshes', 'peerings'],
  TOP146: ['clusters', 'shares', 'peerings'],
};

/** Issues about a value that an entry states, not about a missing one; they do not depend on other faults of it. */
const ABOUT_STATED_VALUES: ReadonlySet<IssueCode> = new Set([
  'TOP112',
  'TOP113',
  'TOP114',
  'TOP120',
  'TOP122',
  'TOP123',
  'TOP126',
  'TOP128',
]);

/**
 * The issues of a topology without its faults that are not consequences of a fault, so that one run can report both.
 *
 * @param faults issues of the topology's shape
 * @param issues issues of the topology without its invalid parts
 */
export function independentOf(faults: readonly Issue[], issues: readonly Issue[]): readonly Issue[] {
  const entryOf = ({ path }: Issue): string => JSON.stringify(path.slice(0, 2));
  const faultyEntries = new Set(faults.map(entryOf));
  // An empty statement replaces an entry that is invalid as a whole.
  const lostEntries = new Set(faults.filter(({ path }) => path.length <= 2).map(entryOf));
  const faultySections = new Set(faults.flatMap(sectionsOf));
  return issues.filter((issue) => {
    if (CAUSES[issue.code]?.some((section) => faultySections.has(section))) return false;
    if (lostEntries.has(entryOf(issue))) return false;
    return ABOUT_STATED_VALUES.has(issue.code) || !faultyEntries.has(entryOf(issue));
  });
}

/** The section of a fault, and `whole <section>` if nothing is left of the entry. */
function sectionsOf({ path }: Issue): readonly string[] {
  const section = String(path[0]);
  if (section === 'defaults') return ['clusters', 'meshes'];
  return path.length <= 2 ? [section, `whole ${section}`] : [section];
}
