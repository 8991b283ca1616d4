import { count, groupBy } from '../../values';
import type { MissingSummary } from '../missing';
import { shown } from './shown';

/** How many missing values a report lists. */
const MAX_LISTED = 20;

/**
 * What is missing, a line for each cluster and token, and the commands that fill it in; empty if nothing is missing.
 *
 * @param command the command to run after "fetch"
 */
export function missingText({ missing, lockFile, hasLock }: MissingSummary, command: 'synth' | 'inject'): string {
  const lines = Object.entries(missing).flatMap(([token, files]) =>
    [...groupBy(files, clusterOf)].map(([cluster, own]) => ({ cluster, token, files: own })),
  );
  if (lines.length === 0) return '';
  const byCluster = [...groupBy(lines, ({ cluster }) => cluster)].sort(([a], [b]) => (a < b ? -1 : 1));
  const more = lines.length > MAX_LISTED ? `  and ${lines.length - MAX_LISTED} more\n` : '';
  const listed = byCluster
    .flatMap(([, own]) => own)
    .slice(0, MAX_LISTED)
    .map(lineOf);
  const head = hasLock || lockFile === undefined ? '' : `${lockFile} does not exist; `;
  return `${listed.join('')}${more}${head}run "ossm-fed fetch", then "ossm-fed ${command}" to fill in missing values\n`;
}

/** A token and the files of one cluster that have it. */
interface MissingIn {
  readonly token: string;
  readonly files: readonly string[];
}

function lineOf({ token, files: [first = '', ...others] }: MissingIn): string {
  const where = `${shown(first)}${others.length === 0 ? '' : ` and ${count(others.length, 'other file')}`}`;
  return `  ${shown(token)} in ${where}\n`;
}

/** The cluster that a path begins with. */
function clusterOf(path: string): string {
  return path.slice(0, path.indexOf('/'));
}
