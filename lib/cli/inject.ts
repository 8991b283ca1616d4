import { type Command, Option } from 'commander';
import { lockFileOf } from '../io/lock-file';
import { fillOutput } from '../workflows/inject';
import { loadFile } from '../workflows/load';
import { type ReportFormat, report } from '../workflows/report';
import { type CommandContext, collect } from './io';

interface InjectFlags {
  readonly file: string;
  readonly output: string;
  readonly cluster?: readonly string[];
  readonly allowFiles?: readonly string[];
  readonly requireComplete?: boolean;
  readonly format: ReportFormat;
}

const HELP = `
Fills the files that "ossm-fed synth" wrote with the values of the lock next to the topology, such as
federation.lock.yaml, which "ossm-fed fetch" writes. "ossm-fed synth" does the same with the files that it writes; use
this command for a directory that must not be written again, and for a last check before it is applied.

The token of a value stays after it as a comment, so that a later run finds the place again:
  root-cert.pem: | # <ossm-fed:root:MESH>
    -----BEGIN CERTIFICATE-----
A value without such a comment is not changed, nor is anything else in a file.

Exit codes: 0 values of the lock were filled in, 1 problems (with --require-complete also missing values), 2 invalid usage.

Examples:
  $ ossm-fed inject
  $ ossm-fed inject --cluster rosa --require-complete`;

/** Adds the command `inject`. */
export function addInject(program: Command, { io, done }: CommandContext): void {
  program
    .command('inject')
    .description('replace tokens in the output with values from the lock')
    .option('-f, --file <file>', 'the topology file', 'federation.yaml')
    .option('-o, --output <directory>', 'the output directory', 'dist')
    .option(
      '--allow-files <directory>',
      'a directory outside of that of the topology whose files it may use (repeatable)',
      collect,
    )
    .option('--cluster <name>', 'fill only the files of this cluster (repeatable)', collect)
    .option('--require-complete', 'fail if a value is missing')
    .addOption(new Option('--format <format>', 'the format of the report').choices(['text', 'json']).default('text'))
    .addHelpText('after', HELP)
    .allowExcessArguments(false)
    .action(({ file, output, cluster, allowFiles, requireComplete, format }: InjectFlags) => {
      const result = fillOutput(loadFile(file, { allowFiles: allowFiles ?? [] }), {
        lockFile: lockFileOf(file),
        outdir: output,
        requireComplete: requireComplete ?? false,
        ...(cluster !== undefined && { clusters: cluster }),
      });
      done(report(result, format, io));
    });
}
