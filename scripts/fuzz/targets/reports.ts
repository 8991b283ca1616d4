import { type CommandResult, report } from '../../../lib/workflows/report';

/** Collects what is written to both standard streams. */
export function written(write: (output: Parameters<typeof report>[2]) => unknown): string {
  let text = '';
  const stream = {
    write: (part: string) => {
      text += part;
    },
  };
  write({ stdout: stream, stderr: stream });
  return text;
}

/** The reports of a command in both formats, by name. */
export function reportsOf(result: CommandResult): Map<string, string> {
  return new Map(
    (['text', 'json'] as const).map((format) => {
      return [`${result.command} --format ${format}`, written((output) => report(result, format, output))] as const;
    }),
  );
}
