import { issueProblem } from '../../issues/problem';
import { count } from '../../values';
import type { SynthResult, SynthSummary } from '../synth';
import { exitCodeOf } from './exit';
import type { Output } from './output';
import { issuesText, problemsText } from './problems';
import type { SynthReport } from './shape';

/** The report of synthesis for programs. */
export function synthReport({ command, issues, summary }: SynthResult): SynthReport {
  const problems = issues.map(issueProblem);
  return { command, exitCode: exitCodeOf(issues), problems, ...(summary !== undefined && { summary }) };
}

/** Writes the report of synthesis for people: problems in full, and a summary of what was written. */
export function writeSynth({ issues, summary }: SynthResult, { stdout, stderr }: Output): void {
  stderr.write(summary === undefined ? problemsText(issues) : issuesText(issues));
  if (summary !== undefined) stdout.write(`${summaryText(summary)}\n`);
}

function summaryText({ outdir, clusters, written, unchanged, removed }: SynthSummary): string {
  const files = written.length + unchanged.length;
  const changes = `${written.length} written, ${unchanged.length} unchanged, ${removed.length} removed`;
  return `${outdir}: ${count(clusters, 'cluster')}, ${count(files, 'file')} (${changes})`;
}
