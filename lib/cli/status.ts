import { type Command, Option } from 'commander';
import { loadNamed } from '../workflows/load';
import { reportStatus, type StatusFormat } from '../workflows/report';
import { statusFromDump, statusOfClusters } from '../workflows/status';
import { allowInsecureOption, type ClusterFlags, connectTo, kubeconfigOption } from './cluster-options';
import { exitCodesText, helpText } from './help';
import { type CommandContext, formatOption, type Io, quietOption } from './io';
import { allowFilesOption, fileOption, loadOptionsOf, type TopologyFlags } from './topology-options';

interface StatusFlags extends TopologyFlags, ClusterFlags {
  readonly from?: string;
  readonly format: StatusFormat;
  readonly quiet?: boolean;
}

const HELP = `
Compares what clusters say with what the topology expects: per cluster operators, control planes and members; per edge, which
is one direction between two meshes, both watches, root certificates and addresses; per shared service export, import and host.
Statuses that clusters show are not trusted alone: a dead istiod, a wrong root certificate or a placeholder can leave them as healthy.

A dump is one YAML or JSON file, which "ossm-fed gather" writes:
  version: 1
  time: 2026-11-25T13:23:00Z      when it was read
  clusters:
    west: { objects: [...] }      objects or Lists, as "oc get -o yaml" prints them
    east: { failure: "why it could not be read" }
Everything is judged as of the time of the dump.

${exitCodesText('everything is healthy', 'something is not healthy')}

Examples:
  $ ossm-fed status
  $ ossm-fed status --from dump.yaml
  $ ossm-fed status --from dump.yaml --format junit > status.xml
  $ ossm-fed explain STA021`;

/** Adds the command `status`. */
export function addStatus(program: Command, { io, done }: CommandContext): void {
  program
    .command('status')
    .description('compare the state of clusters with the topology')
    .addOption(fileOption())
    .addOption(
      new Option('--from <dump>', 'a file that "ossm-fed gather" wrote, instead of the clusters').conflicts([
        'kubeconfig',
        'allowInsecure',
      ]),
    )
    .addOption(kubeconfigOption())
    .addOption(allowInsecureOption())
    .addOption(allowFilesOption())
    .addOption(formatOption(['text', 'json', 'junit']))
    .addOption(quietOption())
    .addHelpText('after', () => helpText(HELP))
    .allowExcessArguments(false)
    .action((flags: StatusFlags) => done(runStatus(flags, io)));
}

function runStatus({ file, from, format, ...flags }: StatusFlags, io: Io): number | Promise<number> {
  const loaded = loadNamed(file, io.stdin, loadOptionsOf(flags));
  if (from !== undefined) return reportStatus(statusFromDump(loaded, from), format, io, flags);
  const now = new Date();
  return connectTo(flags)
    .then((connect) => statusOfClusters(loaded, connect, now))
    .then((result) => reportStatus(result, format, io, flags));
}
