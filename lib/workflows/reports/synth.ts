import { issueProblem } from '../../issues/problem';
import { count } from '../../values';
import type { SynthCheck, SynthResult, SynthSummary } from '../synth';
import { exitCodeOf } from './exit';
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
  if (check !== undefined) {
    stderr.write(issuesText(issues));
    stdout.write(`${checkText(check)}\n`);
  } else if (summary === undefined) stderr.write(problemsText(issues));
  else stdout.write(`${summaryText(summary)}\n`);
}

function summaryText({ outdir, clusters, written, unchanged, removed }: SynthSummary): string {
  const files = written.length + unchanged.length;
  const changes = `${written.length} written, ${unchanged.length} unchanged, ${removed.length} removed`;
  return `${outdir}: ${count(clusters, 'cluster')}, ${count(files, 'file')} (${changes})`;
}

function checkText({ outdir, clusters, unchanged, different, missing, extra }: SynthCheck): string {
  const files = `${outdir}: ${count(clusters, 'cluster')}, ${count(unchanged, 'file')} unchanged`;
  if (different + missing + extra === 0) return `${files}, no differences`;
  return `${files}, ${different} different, ${missing} missing, ${extra} extra; nothing was written`;
}
