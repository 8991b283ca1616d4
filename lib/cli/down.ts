import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { DELIVERY_SUBJECT } from '../deliver/rbac';
import { printable } from '../issues/printable';
import { redact } from '../issues/redact';
import { runDown } from '../workflows/down';
import { report } from '../workflows/report';
import { allowInsecureOption, kubeconfigOption } from './cluster-options';
import { printDeliveryRbac } from './delivery-rbac';
import { exitCodesText, helpText } from './help';
import { type CommandContext, collect, formatOption, type Io, quietOption } from './io';
import { addRbacOptions, checkRbacFlags, type RbacFlags } from './rbac-options';
import { toDuration } from './timeout-option';
import { allowFilesOption, fileOption, loadOptionsOf, type TopologyFlags } from './topology-options';
import { type DeliveryFlags, deliveryTools } from './up';

interface DownFlags extends TopologyFlags, DeliveryFlags, RbacFlags {
  readonly yes?: boolean;
  /** In milliseconds. */
  readonly timeout?: number;
  readonly inventory: string;
}

const DEFAULT_TIMEOUT = 900_000;

const HELP = `
Deletes what "ossm-fed up" applied, in the reverse order: traffic, imports, exports and peers on all clusters before any control
plane with its gateways, then operators, then namespaces. It lists everything first and asks, unless --yes.

Only what the inventory on a cluster has and what has its label is deleted. Operators and namespaces are deleted only if "ossm-fed up"
created them, an operator only if no other object of its kinds is on the cluster, and a namespace only if nothing else is in it.
With --cluster, peers of other clusters that lead to these clusters are deleted too.

${exitCodesText('everything of the list is deleted', 'something is left')}

Examples:
  $ ossm-fed down
  $ ossm-fed down --yes --timeout 30m
  $ ossm-fed down --cluster rosa`;

/** Adds the command `down`. */
export function addDown(program: Command, { io, done, terminal }: CommandContext): void {
  const command = program
    .command('down')
    .description('delete what up applied to clusters')
    .addOption(fileOption())
    .addOption(allowFilesOption())
    .option('--cluster <name>', 'delete only from this cluster (repeatable)', collect)
    .option('-y, --yes', 'delete without asking')
    .option('--timeout <duration>', 'how long to wait for finalizers, such as 90s or 15m (default: 15m)', toDuration)
    .option('--inventory <name>', 'the name of the list of applied objects, one for each topology', 'federation')
    .addOption(kubeconfigOption())
    .addOption(allowInsecureOption());
  addRbacOptions(command, DELIVERY_SUBJECT, ['yes', 'timeout', 'kubeconfig', 'allowInsecure'])
    .addOption(formatOption())
    .addOption(quietOption())
    .addHelpText('after', () => helpText(HELP))
    .allowExcessArguments(false)
    .action((flags: DownFlags) => {
      checkRbacFlags(flags, command);
      done(flags.printRbac ? printDeliveryRbac('down', flags, io) : down(flags, io, terminal));
    });
}

async function down(flags: DownFlags, io: Io, terminal?: NodeJS.WriteStream): Promise<number> {
  const { file, cluster, yes, timeout = DEFAULT_TIMEOUT, inventory, format } = flags;
  const canAsk = terminal !== undefined && process.stdin.isTTY === true;
  const ask = canAsk ? (objects: readonly string[]) => confirmed(objects, terminal) : undefined;
  const request = {
    file,
    stdin: io.stdin,
    ...loadOptionsOf(flags),
    ...(cluster !== undefined && { clusters: cluster }),
    timeout,
    inventory,
    confirm: yes ? async () => true : ask,
  };
  return report(await runDown(request, () => deliveryTools(flags, io, terminal)), format, io, flags);
}

/** Lists objects on a terminal and asks whether they may be deleted. */
async function confirmed(objects: readonly string[], output: NodeJS.WriteStream): Promise<boolean> {
  output.write(objects.map((object) => `  ${printable(redact(object))}\n`).join(''));
  const prompt = createInterface({ input: process.stdin, output });
  try {
    return /^y(es)?$/i.test((await prompt.question(`Delete these ${objects.length} objects? [y/N] `)).trim());
  } finally {
    prompt.close();
  }
}
