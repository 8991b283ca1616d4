import { type Command, Option } from 'commander';
import { loadNamed } from '../workflows/load';
import {
  type PlanResult,
  planBetweenRevisions,
  planFromClusters,
  planFromDirectory,
  planFromDump,
  planFromRevision,
} from '../workflows/plan';
import { PLAN_SUBJECT, planPermissions } from '../workflows/plan-rbac';
import { EXIT, type PlanFormat, reportPlan } from '../workflows/report';
import { allowInsecureOption, type ClusterFlags, connectTo, kubeconfigOption } from './cluster-options';
import { exitCodesText, helpText } from './help';
import { type CommandContext, collect, formatOption, type Io, quietOption } from './io';
import { addRbacOptions, checkRbacFlags, type RbacFlags } from './rbac-options';
import { allowFilesOption, fileOption, loadOptionsOf, type TopologyFlags } from './topology-options';

interface PlanFlags extends TopologyFlags, ClusterFlags, RbacFlags {
  readonly from?: string;
  readonly fromDir?: string;
  readonly fromGit?: string;
  readonly toGit?: string;
  readonly dist: string;
  readonly cluster?: readonly string[];
  readonly exitCode?: boolean;
  readonly format: PlanFormat;
  readonly quiet?: boolean;
}

const HELP = `
Shows what would change if the output of "ossm-fed synth" was applied, on which clusters, edges and services, by risk:
  identity  trust domains, root certificates, client IDs: peers lose each other until both sides have the change
  traffic   exports, imports, routes, access, addresses and gateways
  capacity  replicas, resources, addons
  cosmetic  labels, annotations, order
It warns before a change that cuts a peer off, that istiod does not take in place, or that needs an object created again.

Without --from, --from-dir and --from-git the clusters are read: each object that synth would write, and the objects with
the label "app.kubernetes.io/managed-by: ossm-fed" that it would no longer write. Only fields that are applied are compared;
what an API server, a controller or a person has added is no change. Nothing is written, neither to clusters nor to files.

${exitCodesText('changes are shown, or there are none', 'there are changes, with --exit-code; or problems')}

Examples:
  $ ossm-fed plan
  $ ossm-fed plan --cluster rosa --format json
  $ ossm-fed plan --from dump.json
  $ ossm-fed plan --from-dir dist
  $ ossm-fed plan --from-git origin/main --to-git HEAD --format markdown
  $ ossm-fed plan --print-rbac --cluster rosa | oc --context rosa apply -f -`;

/** The options that only clusters need. */
const OF_CLUSTERS = ['kubeconfig', 'allowInsecure'];

/** Adds the command `plan`. */
export function addPlan(program: Command, { io, done }: CommandContext): void {
  const command = program
    .command('plan')
    .description('show what applying the output of synth would change, by risk')
    .addOption(fileOption())
    .addOption(allowFilesOption())
    .option('--cluster <name>', 'plan only this cluster (repeatable)', collect)
    .addOption(kubeconfigOption())
    .addOption(allowInsecureOption())
    .addOption(
      new Option('--from <dump>', 'compare with a file that "ossm-fed gather" wrote').conflicts([
        ...OF_CLUSTERS,
        'fromDir',
        'fromGit',
      ]),
    )
    .addOption(
      new Option('--from-dir <directory>', 'compare with a directory, such as an earlier output').conflicts([
        ...OF_CLUSTERS,
        'fromGit',
      ]),
    )
    .addOption(
      new Option('--from-git <revision>', 'compare with the output directory of a git revision').conflicts(OF_CLUSTERS),
    )
    .option('--to-git <revision>', 'the git revision after the change (default: what synth would write)')
    .option('--dist <directory>', 'the output directory in git', 'dist')
    .option('--exit-code', 'exit with 1 if there are changes');
  addRbacOptions(command, PLAN_SUBJECT, ['kubeconfig', 'allowInsecure', 'from', 'fromDir', 'fromGit', 'exitCode'])
    .addOption(formatOption(['text', 'json', 'markdown']))
    .addOption(quietOption())
    .addHelpText('after', () => helpText(HELP))
    .allowExcessArguments(false)
    .action((flags: PlanFlags) => {
      if (flags.toGit !== undefined && flags.fromGit === undefined) {
        command.error('error: "--to-git" requires "--from-git"');
      }
      checkRbacFlags(flags, command);
      done(flags.printRbac ? printRbac(flags, io) : runPlan(flags, io));
    });
}

function runPlan(flags: PlanFlags, io: Io): number | Promise<number> {
  const { format } = flags;
  const result = planOf(flags, io);
  if ('command' in result) return reportPlan(result, format, io, flags);
  return result.then((plan) => reportPlan(plan, format, io, flags));
}

function planOf(flags: PlanFlags, io: Io): PlanResult | Promise<PlanResult> {
  const { file, from, fromDir, fromGit, toGit, dist, cluster: clusters } = flags;
  if (fromGit !== undefined && toGit !== undefined) return planBetweenRevisions(dist, fromGit, toGit, { clusters });
  const loaded = loadNamed(file, io.stdin, loadOptionsOf(flags));
  if (from !== undefined) return planFromDump(loaded, from, { clusters });
  if (fromDir !== undefined) return planFromDirectory(loaded, fromDir, { clusters });
  if (fromGit !== undefined) return planFromRevision(loaded, dist, fromGit, { clusters });
  return connectTo(flags).then((connect) => planFromClusters(loaded, connect, { clusters }));
}

function printRbac({ file, cluster: clusters, subject = PLAN_SUBJECT, format, ...flags }: PlanFlags, io: Io): number {
  const loaded = loadNamed(file, io.stdin, loadOptionsOf(flags));
  const permissions = planPermissions(loaded, subject, { clusters });
  if (typeof permissions !== 'string') return reportPlan(permissions, format, io, flags);
  io.stdout.write(permissions);
  return EXIT.ok;
}
