import type { Command } from 'commander';
import type { FactKind } from '../facts/kind';
import { liveProgress, plainProgress, SILENT } from '../fetch/progress';
import { DEFAULT_SUBJECT, rbacText } from '../fetch/rbac';
import type { FetchOptions } from '../fetch/read-facts';
import { clusterAccess, SYSTEM_CLOCK } from '../workflows/cluster-access';
import { nothingRead, planFetch, runFetch } from '../workflows/fetch';
import { EXIT, type Output, type ReportFormat, report } from '../workflows/report';
import { allowInsecureOption, type ClusterFlags, clusterOption, kubeconfigOption } from './cluster-options';
import { exitCodesText, helpText } from './help';
import { type CommandContext, formatOption, type Io, quietOption } from './io';
import { addRbacOptions, checkRbacFlags, type RbacFlags } from './rbac-options';
import { checkWaitFlags, DEFAULT_TIMEOUT, toDuration, type WaitFlags } from './timeout-option';
import { allowFilesOption, fileOption, loadOptionsOf, type TopologyFlags } from './topology-options';

interface FetchFlags extends TopologyFlags, ClusterFlags, WaitFlags, RbacFlags {
  readonly check?: boolean;
  readonly dropOld?: boolean;
  readonly format: ReportFormat;
  readonly quiet?: boolean;
}

const HELP = `
Reads values that only running clusters know, and writes them to the lock next to the topology, such as
federation.lock.yaml: the root certificates of meshes and the addresses of their ingress gateways. Values that the
topology states are not read. Each cluster is reached by its kubeconfig context; the current context is not used.
Nothing is changed on any cluster: only ConfigMaps, Services, the namespace kube-system and, for node ports, Nodes are read.

A root certificate that its mesh no longer publishes stays in the lock, so that peers trust the old and the new one,
until --drop-old. Values that cannot be read stay in the lock as they were.

${exitCodesText('everything was read, and with --check nothing differs', 'values are missing or invalid, or differ with --check')}

Examples:
  $ ossm-fed fetch
  $ ossm-fed fetch --wait --timeout 20m
  $ ossm-fed fetch --check --format json
  $ ossm-fed fetch --print-rbac --cluster rosa | oc --context rosa apply -f -`;

/** Adds the command `fetch`. */
export function addFetch(program: Command, { io, done, terminal }: CommandContext): void {
  const command = program
    .command('fetch')
    .description('read root certificates and addresses from clusters, and write them to the lock')
    .addOption(fileOption())
    .addOption(allowFilesOption())
    .addOption(clusterOption())
    .addOption(kubeconfigOption())
    .addOption(allowInsecureOption())
    .option('--wait', 'retry until missing values can be read')
    .option('--timeout <duration>', 'how long to retry, such as 90s, 10m or 1h (default: 10m)', toDuration)
    .option('--check', 'compare the clusters with the lock without writing it')
    .option('--drop-old', 'drop root certificates from the lock that their mesh no longer publishes');
  const conflicts = ['kubeconfig', 'allowInsecure', 'wait', 'timeout', 'check', 'dropOld'];
  addRbacOptions(command, DEFAULT_SUBJECT, conflicts)
    .addOption(formatOption())
    .addOption(quietOption())
    .addHelpText('after', () => helpText(HELP))
    .allowExcessArguments(false)
    .action((flags: FetchFlags) => {
      checkWaitFlags(flags, command);
      checkRbacFlags(flags, command);
      done(flags.printRbac ? printRbac(flags, io) : fetchFacts(flags, io, terminal));
    });
}

async function fetchFacts(flags: FetchFlags, io: Io, terminal?: NodeJS.WriteStream): Promise<number> {
  const { file, cluster, check, dropOld, format } = flags;
  const request = {
    file,
    stdin: io.stdin,
    ...loadOptionsOf(flags),
    check: check ?? false,
    dropOld: dropOld ?? false,
    ...(cluster !== undefined && { clusters: cluster }),
  };
  const prepare = (kinds: readonly FactKind[]) => prepareFetch(kinds, flags, io, terminal);
  return report(await runFetch(request, prepare, new Date()), format, io, flags);
}

/** Clusters, terminal and clock. The code that connects to clusters is large, so only this command loads it. */
async function prepareFetch(
  kinds: readonly FactKind[],
  { kubeconfig, allowInsecure = false, wait, timeout = DEFAULT_TIMEOUT, format, quiet }: FetchFlags,
  { stderr }: Output,
  terminal?: NodeJS.WriteStream,
): Promise<FetchOptions> {
  const { connectByKubeconfig, terminalBlock } = await clusterAccess();
  const plain = format === 'json' ? SILENT : plainProgress(kinds, (line) => stderr.write(line));
  const live = terminal === undefined ? plain : liveProgress(kinds, terminalBlock(terminal));
  return {
    connect: connectByKubeconfig(kubeconfig, { allowInsecure }),
    progress: quiet ? SILENT : live,
    clock: SYSTEM_CLOCK,
    wait: wait ? timeout : 0,
  };
}

function printRbac({ file, cluster, subject = DEFAULT_SUBJECT, format, ...flags }: FetchFlags, io: Io): number {
  const { clusters, kinds, issues } = planFetch({
    file,
    stdin: io.stdin,
    ...loadOptionsOf(flags),
    ...(cluster !== undefined && { clusters: cluster }),
  });
  if (issues.length > 0) return report(nothingRead(issues), format, io);
  io.stdout.write(rbacText(clusters, kinds, subject));
  return EXIT.ok;
}
