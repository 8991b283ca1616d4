import type { IssueCode } from '../issues/catalogue';
import type { Issue } from '../issues/issue';

/**
 * The sections of a topology in which a fault can cause an issue. A mesh or a cluster exists even if a part of it is
 * invalid, so references to it are affected only if the entry as a whole is invalid.
 */
const CAUSES: { readonly [code in IssueCode]?: readonly string[] } = {
  TOP103: ['meshes', 'peerings'],
  TOP110: ['whole clusters'],
  TOP113: ['clusters', 'whole clusters'],
  TOP120: ['whole meshes'],
  TOP121: ['whole meshes'],
  TOP123: ['peerings'],
  TOP124: ['peerings', 'whole meshes'],
  TOP125: ['clusters', 'whole clusters', 'meshes', 'peerings'],
  TOP130: ['peerings', 'whole meshes'],
  TOP132: ['meshes'],
  TOP140: ['shares', 'peerings', 'whole meshes'],
  TOP141: ['shares', 'peerings', 'whole meshes'],
  TOP143: ['meshes'],
  TOP146: ['clusters', 'whole clusters', 'meshes', 'whole meshes', 'shares', 'peerings'],
  TOP155: ['meshes', 'peerings'],
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

/** Issues of an entry that is left out when the federation is resolved, as a whole or in part, by their sections. */
const LEFT_OUT: { readonly [section: string]: readonly IssueCode[] } = {
  clusters: ['TOP101', 'TOP103', 'TOP104'],
  meshes: ['TOP101', 'TOP103', 'TOP104', 'TOP110'],
  peerings: ['TOP120', 'TOP121', 'TOP122'],
  shares: ['TOP120', 'TOP130', 'TOP131'],
};

/** Issues that an issue of the same entry implies. */
const IMPLIED: { readonly [code in IssueCode]?: IssueCode } = { TOP136: 'TOP135', TOP137: 'TOP135' };

/**
 * The issues of a topology without its faults that are not consequences of a fault or of another issue, so that one run
 * can report all of them.
 *
 * @param faults issues of the topology's shape
 * @param issues issues of the topology without its invalid parts
 */
export function independentOf(faults: readonly Issue[], issues: readonly Issue[]): readonly Issue[] {
  const faultyEntries = new Set(faults.map(entryOf));
  // An empty statement replaces an entry that is invalid as a whole.
  const lostEntries = new Set(faults.filter(({ path }) => path.length <= 2).map(entryOf));
  const faultySections = new Set(faults.flatMap(sectionsOf));
  const reported = new Set(issues.map((issue) => `${issue.code} ${entryOf(issue)}`));
  const leftOut = new Set(issues.flatMap((issue) => leftOutSection(issue) ?? []));
  return issues.filter((issue) => {
    const causes = CAUSES[issue.code] ?? [];
    if (causes.some((section) => faultySections.has(section))) return false;
    if (causes.some((section) => leftOut.has(section) && !section.endsWith(String(issue.path[0])))) return false;
    if (reported.has(`${IMPLIED[issue.code]} ${entryOf(issue)}`) || lostEntries.has(entryOf(issue))) return false;
    return ABOUT_STATED_VALUES.has(issue.code) || !faultyEntries.has(entryOf(issue));
  });
}

function entryOf({ path }: Issue): string {
  return JSON.stringify(path.slice(0, 2));
}

/** The section in which an issue leaves out an entry or a part of it, `whole <section>` for a mesh or a cluster. */
function leftOutSection({ code, path }: Issue): string | undefined {
  const section = String(path[0]);
  if (!LEFT_OUT[section]?.includes(code)) return undefined;
  // A mesh on an unknown cluster lacks what the cluster has.
  if (code === 'TOP110') return 'clusters';
  return section === 'peerings' || section === 'shares' ? section : `whole ${section}`;
}

const SECTIONS = ['clusters', 'meshes', 'peerings', 'shares'] as const;

/** The section of a fault, and `whole <section>` if nothing is left of the entry. */
function sectionsOf({ code, path }: Issue): readonly string[] {
  const section = String(path[0]);
  if (section === 'defaults') return ['clusters', 'meshes'];
  // A key that is no section can be any of them.
  if (code === 'TOP003' && path.length === 1) return SECTIONS.flatMap((name) => [name, `whole ${name}`]);
  return path.length <= 2 ? [section, `whole ${section}`] : [section];
}
