import type { Command } from 'commander';
import { STATUS_SUBJECT } from '../fetch/gather-rbac';
import { gather } from '../workflows/gather';
import { loadNamed } from '../workflows/load';
import { type ReportFormat, report } from '../workflows/report';
import { allowInsecureOption, type ClusterFlags, clusterOption, connectTo, kubeconfigOption } from './cluster-options';
import { exitCodesText, helpText } from './help';
import { type CommandContext, formatOption, type Io, quietOption } from './io';
import { addRbacOptions, checkRbacFlags, type RbacFlags } from './rbac-options';
import { readProgress } from './read-progress';
import { printStatusRbac } from './status-rbac';
import { allowFilesOption, fileOption, loadOptionsOf, type TopologyFlags } from './topology-options';

interface GatherFlags extends TopologyFlags, ClusterFlags, RbacFlags {
  readonly output?: string;
  readonly format: ReportFormat;
  readonly quiet?: boolean;
}

const HELP = `
Writes what "ossm-fed status" reads of the clusters into one file, for support and for "ossm-fed status --from": of the objects
of each kind only the parts that it reads. No Secret is read; of Pods only names and phases are kept, of ConfigMaps only the
root certificates. A private key or a credential in one of these parts is left out, with a warning (STA007).

${exitCodesText('everything was read and written', 'the file cannot be written')}

Examples:
  $ ossm-fed gather -o dump.json
  $ ossm-fed gather -o dump.json --cluster rosa
  $ ossm-fed gather --print-rbac --cluster rosa | oc --context rosa apply -f -
  $ ossm-fed status --from dump.json`;

/** Adds the command `gather`. */
export function addGather(program: Command, { io, done, terminal }: CommandContext): void {
  const command = program
    .command('gather')
    .description('write what status reads of the clusters into a file')
    .addOption(fileOption())
    .option('-o, --output <dump>', 'the file to write')
    .addOption(clusterOption())
    .addOption(kubeconfigOption())
    .addOption(allowInsecureOption())
    .addOption(allowFilesOption());
  addRbacOptions(command, STATUS_SUBJECT, ['output', 'kubeconfig', 'allowInsecure'])
    .addOption(formatOption())
    .addOption(quietOption())
    .addHelpText('after', () => helpText(HELP))
    .allowExcessArguments(false)
    .action((flags: GatherFlags) => {
      checkRbacFlags(flags, command);
      if (flags.output === undefined && !flags.printRbac) {
        command.error("error: required option '-o, --output <dump>' not specified");
      }
      done(runGather(flags, io, terminal));
    });
}

async function runGather(flags: GatherFlags, io: Io, terminal?: NodeJS.WriteStream): Promise<number> {
  const { file, output = '', cluster, format } = flags;
  const loaded = loadNamed(file, io.stdin, loadOptionsOf(flags));
  if (flags.printRbac) return printStatusRbac(loaded, 'gather', flags, format, io);
  const options = { clusters: cluster, progress: await readProgress(flags, io, terminal) };
  return report(await gather(loaded, await connectTo(flags), new Date(), output, options), format, io, flags);
}
