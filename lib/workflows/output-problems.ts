import type { OtherOutput, OutputDifferences } from '../io/output-changes';
import { OWNER_FILE } from '../io/output-owner';
import type { IssueCode } from '../issues/catalogue';
import type { PlacedIssue } from '../issues/place';
import { count } from '../values';

/** The maximum number of files that a message lists. */
const MAX_LISTED = 5;

/** The maximum number of files of a comparison that have a problem of their own. */
const MAX_DIFFERING = 20;

/** How many files that ossm-fed did not write have to be found: one more than are listed. */
export const FOREIGN_LIMIT = MAX_LISTED + 1;

/** The output cannot be written. */
export function unwritable(problem: string): PlacedIssue {
  return ofOption('TOP170', problem, 'move it away, fix its permissions, or use another directory with "-o"');
}

/** The output directory has the output of another topology. */
export function otherTopology(outdir: string, { owner, replaced, removed }: OtherOutput): PlacedIssue {
  const whose = owner === undefined ? '' : `: ${outdir}/${OWNER_FILE} states "${owner}"`;
  const counts = [...verb('remove', removed), ...verb('replace', replaced)].join(' and ') || 'add files';
  const paths = [...removed, ...replaced];
  const list = paths.length === 0 ? '' : `: ${listOf(paths)}`;
  return ofOption(
    'TOP171',
    `${outdir} has the output of another topology${whose}; this run would ${counts}${list}`,
    'use another directory with "-o"; if this topology replaces the other one, or was moved or renamed, add "--take-ownership"',
  );
}

/** The output directory has files that ossm-fed did not write. */
export function foreignOutput(outdir: string, files: readonly string[]): PlacedIssue {
  return ofOption(
    'TOP172',
    `${outdir} is not an output directory, it has files that ossm-fed did not write: ${listOf(files, 'more')}`,
    'use an empty or new directory with "-o", or add "--take-ownership" to write into this one; these files stay as they are',
  );
}

/** How the output directory differs from the output: a problem for each of the first files, and one for the others. */
export function differenceIssues(outdir: string, differences: OutputDifferences): readonly PlacedIssue[] {
  const { different, missing, extra } = differences;
  const all = [
    ...different.map((path) => [path, 'the file differs from what synth would write'] as const),
    ...missing.map((path) => [path, 'the file is missing, synth would write it'] as const),
    ...extra.map((path) => [path, 'the file is not part of the output, synth would remove it'] as const),
  ].sort(([a], [b]) => (a < b ? -1 : 1));
  const issues = all
    .slice(0, MAX_DIFFERING)
    .map(([path, message]) => ({ ...differing(message), file: `${outdir}/${path}` }));
  const more = all.length - issues.length;
  return more === 0
    ? issues
    : [...issues, { ...differing(`${count(more, 'more file')} with differences`), file: outdir }];
}

function differing(message: string): PlacedIssue {
  return { code: 'TOP173', path: '', message, fix: 'run "ossm-fed synth" with the same options, without "--check"' };
}

/** A problem of the option that names the output directory. */
function ofOption(code: IssueCode, message: string, fix: string): PlacedIssue {
  return { code, path: '--output', message, fix };
}

function verb(word: string, paths: readonly string[]): readonly string[] {
  return paths.length === 0 ? [] : [`${word} ${count(paths.length, 'file')}`];
}

/** The first of some paths, and how many there are besides. */
function listOf(paths: readonly string[], others = `${paths.length - MAX_LISTED} more`): string {
  const listed = paths.slice(0, MAX_LISTED).join(', ');
  return paths.length > MAX_LISTED ? `${listed} and ${others}` : listed;
}
