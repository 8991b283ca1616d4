import type { Command } from 'commander';
import { liveDelivery, plainDelivery, SILENT_DELIVERY } from '../deliver/progress';
import { DELIVERY_SUBJECT } from '../deliver/rbac';
import { clusterAccess, SYSTEM_CLOCK } from '../workflows/cluster-access';
import { type ReportFormat, report } from '../workflows/report';
import { runUp } from '../workflows/up';
import type { DeliveryTools } from '../workflows/up-plan';
import { allowInsecureOption, type ClusterFlags, kubeconfigOption } from './cluster-options';
import { printDeliveryRbac } from './delivery-rbac';
import { exitCodesText, helpText } from './help';
import { type CommandContext, collect, formatOption, type Io, quietOption } from './io';
import { addRbacOptions, checkRbacFlags, type RbacFlags } from './rbac-options';
import { toDuration } from './timeout-option';
import { allowFilesOption, fileOption, loadOptionsOf, type TopologyFlags } from './topology-options';

/** How the progress of a delivery is shown. */
export interface DeliveryFlags extends ClusterFlags {
  /** The format of the report; JSON has no progress. */
  readonly format: ReportFormat;
  /** Whether there is no progress. */
  readonly quiet?: boolean;
}

interface UpFlags extends TopologyFlags, DeliveryFlags, RbacFlags {
  readonly to?: string;
  readonly dryRun?: boolean;
  readonly prune?: boolean;
  /** In milliseconds. */
  readonly timeout?: number;
  readonly inventory: string;
}

const DEFAULT_TIMEOUT = 1_800_000;

const HELP = `
Applies what synth would write, stage by stage on all clusters side by side, and waits until each stage is complete: kinds that
operators install, control planes, member rolls and workloads that are ready. Then it reads root certificates and addresses, writes
them to the lock, and applies the rest. ServiceMeshPeers come last, when both meshes of each are ready, because a peer that does not
answer freezes the control plane of the mesh that has it. In the end it waits until the status is healthy.

It continues from what is on the clusters, so it can be run again at any time; what is as it should be is not written. Objects are
applied on the server under the field manager "ossm-fed"; fields of other managers are not taken over. What an earlier run applied
and the topology no longer has is listed, and deleted with --prune. Namespaces are never pruned.

${exitCodesText('everything is applied and healthy', 'something was not applied or is not healthy')}

Examples:
  $ ossm-fed up --dry-run
  $ ossm-fed up
  $ ossm-fed up --cluster rosa --to mesh
  $ ossm-fed up --prune --timeout 1h`;

/** Adds the command `up`. */
export function addUp(program: Command, { io, done, terminal }: CommandContext): void {
  const command = program
    .command('up')
    .description('apply a federation to its clusters and wait until it is healthy')
    .addOption(fileOption())
    .addOption(allowFilesOption())
    .option('--cluster <name>', 'apply only to this cluster (repeatable)', collect)
    .option('--to <stage>', 'the last stage to apply, such as mesh or 20-mesh')
    .option('--dry-run', 'list what would change; the clusters check it and store nothing')
    .option('--prune', 'delete objects that an earlier run applied and the topology no longer has')
    .option('--timeout <duration>', 'how long to wait, such as 90s, 30m or 1h (default: 30m)', toDuration)
    .option('--inventory <name>', 'the name of the list of applied objects, one for each topology', 'federation')
    .addOption(kubeconfigOption())
    .addOption(allowInsecureOption());
  addRbacOptions(command, DELIVERY_SUBJECT, ['to', 'dryRun', 'prune', 'timeout', 'kubeconfig', 'allowInsecure'])
    .addOption(formatOption())
    .addOption(quietOption())
    .addHelpText('after', () => helpText(HELP))
    .allowExcessArguments(false)
    .action((flags: UpFlags) => {
      checkRbacFlags(flags, command);
      done(flags.printRbac ? printDeliveryRbac('up', flags, io) : up(flags, io, terminal));
    });
}

async function up(flags: UpFlags, io: Io, terminal?: NodeJS.WriteStream): Promise<number> {
  const { file, cluster, to, dryRun, prune, timeout = DEFAULT_TIMEOUT, inventory, format } = flags;
  const request = {
    file,
    stdin: io.stdin,
    ...loadOptionsOf(flags),
    ...(cluster !== undefined && { clusters: cluster }),
    ...(to !== undefined && { to }),
    isDryRun: dryRun ?? false,
    prune: prune ?? false,
    timeout,
    inventory,
  };
  return report(await runUp(request, () => deliveryTools(flags, io, terminal)), format, io, flags);
}

/** Clusters, clock and progress. The code that connects to clusters is large, so it is loaded only then. */
export async function deliveryTools(
  { kubeconfig, allowInsecure = false, format, quiet }: DeliveryFlags,
  { stderr }: Io,
  terminal?: NodeJS.WriteStream,
): Promise<DeliveryTools> {
  const { connectByKubeconfig, terminalBlock } = await clusterAccess();
  const plain = format === 'json' ? SILENT_DELIVERY : plainDelivery((line) => stderr.write(line));
  const live = terminal === undefined ? plain : liveDelivery(terminalBlock(terminal));
  return {
    connect: connectByKubeconfig(kubeconfig, { allowInsecure }),
    clock: SYSTEM_CLOCK,
    now: () => new Date(),
    progress: quiet ? SILENT_DELIVERY : live,
  };
}
