import { issueProblem } from '../../issues/problem';
import { count } from '../../values';
import type { SynthCheck, SynthResult, SynthSummary } from '../synth';
import { exitCodeOf } from './exit';
import { missingText } from './missing';
import type { Output } from './output';
import { issuesText, problemsText } from './problems';
import type { SynthReport } from './shape';

/** The report of synthesis for programs. */
export function synthReport({ command, issues, summary, check }: SynthResult): SynthReport {
  const problems = issues.map(issueProblem);
  return {
    command,
    exitCode: exitCodeOf(issues),
    problems,
    ...(summary !== undefined && { summary }),
    ...(check !== undefined && { check }),
  };
}

/** Writes the report of synthesis for people: problems in full, or a summary of what was written or compared. */
export function writeSynth({ issues, summary, check }: SynthResult, { stdout, stderr }: Output): void {
  if (summary === undefined && check === undefined) {
    stderr.write(problemsText(issues));
    return;
  }
  stderr.write(issuesText(issues));
  if (check !== undefined) stdout.write(`${checkText(check)}\n`);
  if (summary !== undefined)
    stdout.write(`${summaryText(summary)}\n${missingText(summary, 'synth')}${lintText(summary)}`);
}

function summaryText({ outdir, clusters, written, unchanged, removed, missing, lockFile }: SynthSummary): string {
  const files = written.length + unchanged.length;
  const changes = `${written.length} written, ${unchanged.length} unchanged, ${removed.length} removed`;
  const { length } = Object.keys(missing);
  const left = length === 0 ? '' : `; ${count(length, 'value')} missing${lockFile ? ` from ${lockFile}` : ''}`;
  return `${outdir}: ${count(clusters, 'cluster')}, ${count(files, 'file')} (${changes})${left}`;
}

/** The number of warnings of the linter and how to see them, or that the output was not linted; empty without any. */
function lintText({ outdir, topology, lintWarnings }: SynthSummary): string {
  if (lintWarnings === 0) return '';
  const isDefault = topology === 'federation.yaml' && outdir === 'dist';
  const sources = isDefault ? '' : `${topology === undefined ? '' : ` -f ${topology}`} ${outdir}`;
  const found = lintWarnings === undefined ? 'output not linted' : `lint: ${count(lintWarnings, 'warning')}`;
  return `${found}; run "ossm-fed lint${sources}"${lintWarnings === undefined ? '' : ' to list them'}\n`;
}

function checkText({ outdir, clusters, unchanged, different, missing, extra }: SynthCheck): string {
  const files = `${outdir}: ${count(clusters, 'cluster')}, ${count(unchanged, 'file')} unchanged`;
  if (different + missing + extra === 0) return `${files}, no differences`;
  return `${files}, ${different} different, ${missing} missing, ${extra} extra; nothing was written`;
}
