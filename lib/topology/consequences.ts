import type { IssueCode } from '../issues/catalogue';
import type { Issue } from '../issues/issue';

/**
 * The sections of a topology in which a fault may be what an issue comes from. A mesh or a cluster is there whatever is
 * wrong inside of it, so the references to it suffer only where all of it is at fault.
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
  TOP146: ['clusters', 'shares', 'peerings'],
};

/** Issues about what an entry says, and not about what it lacks; they hold whatever else is wrong with the entry. */
const ABOUT_WHAT_IS_SAID: ReadonlySet<IssueCode> = new Set([
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
 * The issues of a topology without its faults that are no consequence of a fault, so that both can be told in one run.
 *
 * @param faults what is wrong with the shape of the topology
 * @param issues what is wrong with the topology after the faults were taken out
 */
export function independentOf(faults: readonly Issue[], issues: readonly Issue[]): readonly Issue[] {
  const entryOf = ({ path }: Issue): string => JSON.stringify(path.slice(0, 2));
  const faultyEntries = new Set(faults.map(entryOf));
  // Something that says nothing stands in for an entry that is at fault as a whole.
  const lostEntries = new Set(faults.filter(({ path }) => path.length <= 2).map(entryOf));
  const faultySections = new Set(faults.flatMap(sectionsOf));
  return issues.filter((issue) => {
    if (CAUSES[issue.code]?.some((section) => faultySections.has(section))) return false;
    if (lostEntries.has(entryOf(issue))) return false;
    return ABOUT_WHAT_IS_SAID.has(issue.code) || !faultyEntries.has(entryOf(issue));
  });
}

/** The section that a fault lies in, and the same as a whole where nothing is left of an entry. */
function sectionsOf({ path }: Issue): readonly string[] {
  const section = String(path[0]);
  if (section === 'defaults') return ['clusters', 'meshes'];
  return path.length <= 2 ? [section, `whole ${section}`] : [section];
}
