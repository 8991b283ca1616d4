import { run } from '../../lib/cli/program';

/** What a command line wrote, with every character that it wrote. */
export interface RawResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process to its end, clusters included. */
export async function rawRun(args: readonly string[], stdin: () => string = () => ''): Promise<RawResult> {
  let stdout = '';
  let stderr = '';
  const code = await run(args, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    stdin,
  });
  return { code, stdout, stderr };
}
