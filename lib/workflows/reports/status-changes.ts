import type { FederationStatus } from '../../status/report';
import { type StatusSubject, subjectsOf } from './status-subjects';

/** A line for each subject whose health or causes have changed from one status to the next. */
export function changesText(before: FederationStatus, after: FederationStatus): string {
  const [earlier, later] = [before, after].map((status) => new Map(subjectsOf(status).map((one) => [keyOf(one), one])));
  const keys = new Set([...(earlier?.keys() ?? []), ...(later?.keys() ?? [])]);
  return [...keys]
    .map((key) => {
      const [was, is] = [earlier?.get(key), later?.get(key)];
      const [from, to] = [stateOf(was), stateOf(is)];
      const cause = is?.findings[0]?.cause;
      const title = is?.title ?? was?.title ?? '';
      return from === to ? '' : `${after.time} ${title}: ${from} -> ${to}${cause === undefined ? '' : `: ${cause}`}\n`;
    })
    .join('');
}

function keyOf({ group, title }: StatusSubject): string {
  return `${group} ${title}`;
}

function stateOf(subject: StatusSubject | undefined): string {
  if (subject === undefined) return 'absent';
  const codes = [...new Set(subject.findings.map(({ code }) => code))];
  return [subject.health, ...(codes.length === 0 ? [] : [`(${codes.join(', ')})`])].join(' ');
}
