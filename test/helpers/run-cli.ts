import { stripVTControlCharacters } from 'node:util';
import { run } from '../../lib/cli/program';
import type { LintReport } from '../../lib/lint/report/json';

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
  const texts = { out: '', err: '' };
  const into = (stream: keyof typeof texts) => ({
    write: (text: string) => {
      texts[stream] += stripVTControlCharacters(text);
    },
  });
  const code = run(args, { stdout: into('out'), stderr: into('err'), stdin });
  if (typeof code !== 'number') throw new Error(`${args[0]} waits for clusters`);
  return { code, ...texts };
}

/** Runs `lint` and reads its report; throws where there is none. */
export function lintReport(args: readonly string[], stdin?: () => string): LintReport & { readonly code: number } {
  const { code, out } = runCli(['lint', '--format', 'json', ...args], stdin);
  return { code, ...(JSON.parse(out) as LintReport) };
}
