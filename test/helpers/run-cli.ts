import type { LintReport } from '../../lib/workflows/reports/shape';
import { runCommand } from './command';

/** What a command line did. */
export interface CliResult {
  readonly code: number;
  /** What it wrote to standard output, without colours. */
  readonly out: string;
  /** What it wrote to standard error, without colours. */
  readonly err: string;
}

/** Runs a command line in this process. */
export function runCli(args: readonly string[], stdin: () => string = () => ''): CliResult {
  const { code, stdout, stderr } = runCommand(args, stdin);
  return { code, out: stdout, err: stderr };
}

/** Runs `lint` and reads its report; throws if it has no summary, or another exit code than the command. */
export function lintReport(args: readonly string[], stdin?: () => string): Required<LintReport> {
  const { code, out } = runCli(['lint', '--format', 'json', ...args], stdin);
  const { summary, ...report } = JSON.parse(out) as LintReport;
  if (summary === undefined || report.exitCode !== code) throw new Error(`exit code ${code} with ${out}`);
  return { ...report, summary };
}
