import type { LintReport } from '../../lib/lint/report/json';
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

/** Runs `lint` and reads its report; throws where there is none. */
export function lintReport(args: readonly string[], stdin?: () => string): LintReport & { readonly code: number } {
  const { code, out } = runCli(['lint', '--format', 'json', ...args], stdin);
  return { code, ...(JSON.parse(out) as LintReport) };
}
