import type { Command } from 'commander';
import { lockFileOf } from '../io/lock-file';
import { fillOutput } from '../workflows/inject';
import { loadNamed } from '../workflows/load';
import { type ReportFormat, report } from '../workflows/report';
import { exitCodesText, helpText } from './help';
import { type CommandContext, collect, formatOption, quietOption } from './io';
import { toOutput } from './output-option';
import { allowFilesOption, fileOption, loadOptionsOf, type TopologyFlags } from './topology-options';

interface InjectFlags extends TopologyFlags {
  readonly output: string;
  readonly cluster?: readonly string[];
  readonly requireComplete?: boolean;
  readonly format: ReportFormat;
  readonly quiet?: boolean;
}

const HELP = `
Fills the files that "ossm-fed synth" wrote with the values of the lock next to the topology, such as
federation.lock.yaml, which "ossm-fed fetch" writes. "ossm-fed synth" does the same with the files that it writes; use
this command for a directory that must not be written again, and for a last check before it is applied.

The token of a value stays after it as a comment, so that a later run finds the place again:
  root-cert.pem: | # <ossm-fed:root:MESH>
    -----BEGIN CERTIFICATE-----
Root certificates are under the key root-cert.pem.incomplete, which istiod does not read, until they and the addresses of the
peer are known. A token that an earlier version wrote as root-cert.pem gets that key.
A value without such a comment is not changed, nor is anything else in a file. With --require-complete, known values are filled in all the same.

${exitCodesText('the values of the lock were filled in', 'problems, or with --require-complete also missing values')}

Examples:
  $ ossm-fed inject
  $ ossm-fed inject --cluster rosa --require-complete`;

/** Adds the command `inject`. */
export function addInject(program: Command, { io, done }: CommandContext): void {
  program
    .command('inject')
    .description('replace tokens in the output with values from the lock')
    .addOption(fileOption())
    .option('-o, --output <directory>', 'the output directory', toOutput, 'dist')
    .addOption(allowFilesOption())
    .option('--cluster <name>', 'fill only the files of this cluster (repeatable)', collect)
    .option('--require-complete', 'fail if a value is missing')
    .addOption(formatOption())
    .addOption(quietOption())
    .addHelpText('after', () => helpText(HELP))
    .allowExcessArguments(false)
    .action(({ file, output, cluster, requireComplete, format, ...flags }: InjectFlags) => {
      const result = fillOutput(loadNamed(file, io.stdin, loadOptionsOf(flags)), {
        lockFile: lockFileOf(file),
        outdir: output,
        requireComplete: requireComplete ?? false,
        ...(cluster !== undefined && { clusters: cluster }),
      });
      done(report(result, format, io, flags));
    });
}
