import { count, groupBy } from '../../values';
import type { MissingSummary } from '../missing';

/** How many missing values a report lists. */
const MAX_LISTED = 20;

/**
 * What is missing, a line for each cluster and token, and the commands that fill it in; empty if nothing is missing.
 *
 * @param command the command to run after "fetch"
 */
export function missingText({ missing, lockFile, hasLock }: MissingSummary, command: 'synth' | 'inject'): string {
  const lines = Object.entries(missing).flatMap(([token, files]) => linesOf(token, files));
  if (lines.length === 0) return '';
  const sorted = lines.sort((a, b) => (a.cluster === b.cluster ? 0 : a.cluster < b.cluster ? -1 : 1));
  const more = sorted.length > MAX_LISTED ? `  and ${sorted.length - MAX_LISTED} more\n` : '';
  const listed = sorted.slice(0, MAX_LISTED).map(({ text }) => `  ${text}\n`);
  const head = hasLock || lockFile === undefined ? '' : `${lockFile} does not exist; `;
  return `${listed.join('')}${more}${head}run "ossm-fed fetch", then "ossm-fed ${command}" to fill in missing values\n`;
}

/** A line for each cluster that has a token; each path begins with the cluster. */
function linesOf(
  token: string,
  files: readonly string[],
): readonly { readonly cluster: string; readonly text: string }[] {
  return [...groupBy(files, clusterOf)].map(([cluster, [first = '', ...others]]) => {
    const rest = others.length === 0 ? '' : ` and ${count(others.length, 'other file')}`;
    return { cluster, text: `${token} in ${first}${rest}` };
  });
}

function clusterOf(path: string): string {
  return path.slice(0, path.indexOf('/'));
}
