import type { Command } from 'commander';
import { gather } from '../workflows/gather';
import { loadNamed } from '../workflows/load';
import { type ReportFormat, report } from '../workflows/report';
import { allowInsecureOption, type ClusterFlags, connectTo, kubeconfigOption } from './cluster-options';
import { exitCodesText, helpText } from './help';
import { type CommandContext, formatOption, type Io, quietOption } from './io';
import { allowFilesOption, fileOption, loadOptionsOf, type TopologyFlags } from './topology-options';

interface GatherFlags extends TopologyFlags, ClusterFlags {
  readonly output: string;
  readonly format: ReportFormat;
  readonly quiet?: boolean;
}

const HELP = `
Writes what "ossm-fed status" reads of the clusters into one file, for support and for "ossm-fed status --from": of the objects
of each kind only the parts that it reads. No Secret is read; of Pods only names and phases are kept, of ConfigMaps only the
root certificates.

${exitCodesText('everything was read and written', 'the file cannot be written')}

Examples:
  $ ossm-fed gather -o dump.json
  $ ossm-fed status --from dump.json`;

/** Adds the command `gather`. */
export function addGather(program: Command, { io, done }: CommandContext): void {
  program
    .command('gather')
    .description('write what status reads of the clusters into a file')
    .addOption(fileOption())
    .requiredOption('-o, --output <dump>', 'the file to write')
    .addOption(kubeconfigOption())
    .addOption(allowInsecureOption())
    .addOption(allowFilesOption())
    .addOption(formatOption())
    .addOption(quietOption())
    .addHelpText('after', () => helpText(HELP))
    .allowExcessArguments(false)
    .action((flags: GatherFlags) => done(runGather(flags, io)));
}

async function runGather({ file, output, format, ...flags }: GatherFlags, io: Io): Promise<number> {
  const loaded = loadNamed(file, io.stdin, loadOptionsOf(flags));
  return report(await gather(loaded, await connectTo(flags), new Date(), output), format, io, flags);
}
