import { type Command, Option } from 'commander';
import { STATUS_SUBJECT } from '../fetch/gather-rbac';
import { SYSTEM_CLOCK } from '../workflows/cluster-access';
import { type Loaded, loadNamed } from '../workflows/load';
import { reportStatus, type StatusFormat } from '../workflows/report';
import { readStatus, statusFromDump } from '../workflows/status';
import { waitForStatus } from '../workflows/wait-for-status';
import { allowInsecureOption, type ClusterFlags, clusterOption, connectTo, kubeconfigOption } from './cluster-options';
import { exitCodesText, helpText } from './help';
import { type CommandContext, formatOption, type Io, quietOption } from './io';
import { addRbacOptions, checkRbacFlags, type RbacFlags } from './rbac-options';
import { readProgress } from './read-progress';
import { printStatusRbac } from './status-rbac';
import { showWatchedStatus } from './status-watch';
import { checkWaitFlags, DEFAULT_TIMEOUT, toDuration, type WaitFlags } from './timeout-option';
import { allowFilesOption, fileOption, loadOptionsOf, type TopologyFlags } from './topology-options';

interface StatusFlags extends TopologyFlags, ClusterFlags, WaitFlags, RbacFlags {
  readonly from?: string;
  readonly watch?: boolean;
  readonly format: StatusFormat;
  readonly quiet?: boolean;
}

const HELP = `
Compares what clusters say with what the topology expects: per cluster operators, control planes and members; per edge, which
is one direction between two meshes, both watches, root certificates and addresses; per shared service export, import and host.
Statuses that clusters show are not trusted alone: a dead istiod, a wrong root certificate or a placeholder can leave them as healthy.

With --wait it reads again until everything is healthy, and 60 s have passed since the last change: a change shows its effect
only then. It does not wait for what a person must do first, such as for a missing permission. --watch shows the status again
every few seconds until Ctrl-C: on a terminal in place, elsewhere a line for each change.

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
  $ ossm-fed status --wait --timeout 20m
  $ ossm-fed status --cluster rosa --watch
  $ ossm-fed status --from dump.yaml
  $ ossm-fed status --from dump.yaml --format junit > status.xml
  $ ossm-fed explain STA021`;

/** Adds the command `status`. */
export function addStatus(program: Command, { io, done, terminal }: CommandContext): void {
  const command = program
    .command('status')
    .description('compare the state of clusters with the topology')
    .addOption(fileOption())
    .addOption(
      new Option('--from <dump>', 'a file that "ossm-fed gather" wrote, instead of the clusters').conflicts([
        ...OF_CLUSTERS,
        'printRbac',
      ]),
    )
    .addOption(clusterOption())
    .addOption(kubeconfigOption())
    .addOption(allowInsecureOption())
    .option('--wait', 'read again until everything is healthy')
    .option('--timeout <duration>', 'how long to wait, such as 90s, 10m or 1h (default: 10m)', toDuration)
    .addOption(new Option('--watch', 'show the status again and again, until Ctrl-C').conflicts(['wait', 'quiet']))
    .addOption(allowFilesOption());
  addRbacOptions(command, STATUS_SUBJECT, OF_CLUSTERS)
    .addOption(formatOption(['text', 'json', 'junit']))
    .addOption(quietOption())
    .addHelpText('after', () => helpText(HELP))
    .allowExcessArguments(false)
    .action((flags: StatusFlags) => {
      checkWaitFlags(flags, command);
      checkRbacFlags(flags, command);
      if (flags.watch && flags.format !== 'text') command.error('error: "--watch" requires "--format text"');
      done(runStatus(flags, io, terminal));
    });
}

/** The options that have a meaning only while clusters are read. */
const OF_CLUSTERS = ['kubeconfig', 'allowInsecure', 'wait', 'timeout', 'watch'];

function runStatus(flags: StatusFlags, io: Io, terminal?: NodeJS.WriteStream): number | Promise<number> {
  const { file, from, cluster, format } = flags;
  const loaded = loadNamed(file, io.stdin, loadOptionsOf(flags));
  if (flags.printRbac) return printStatusRbac(loaded, 'status', flags, format === 'json' ? 'json' : 'text', io);
  if (from !== undefined) return reportStatus(statusFromDump(loaded, from, cluster), format, io, flags);
  return statusNow(loaded, flags, io, terminal);
}

async function statusNow(loaded: Loaded, flags: StatusFlags, io: Io, terminal?: NodeJS.WriteStream): Promise<number> {
  const { cluster, watch, wait, timeout = DEFAULT_TIMEOUT, format, quiet } = flags;
  const connect = await connectTo(flags);
  // Lines for each reading would hide what changes between them.
  const isRepeated = watch || (wait && terminal === undefined);
  const progress = await readProgress({ ...flags, quiet: quiet || isRepeated || false }, io, terminal);
  const read = () => readStatus(loaded, connect, new Date(), { clusters: cluster, progress });
  if (watch) return showWatchedStatus(read, io, terminal);
  if (!wait) return reportStatus((await read()).result, format, io, flags);
  const isSilent = quiet || (format !== 'text' && terminal === undefined);
  const tell = (line: string) => isSilent || io.stderr.write(line);
  return reportStatus(await waitForStatus(read, { clock: SYSTEM_CLOCK, timeout, tell }), format, io, flags);
}
