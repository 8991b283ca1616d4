import { type Command, InvalidArgumentError, Option } from 'commander';
import { placeIssues } from '../issues/place';
import type { Platform } from '../platforms';
import { type StarterChoices, type StarterContext, starterOf } from '../starter/choices';
import { STARTER_EXAMPLES, STARTER_WORKFLOWS, type StarterExample, type StarterWorkflow } from '../starter/model';
import { clusterAccess } from '../workflows/cluster-access';
import { init } from '../workflows/init';
import { EXIT, type ReportFormat, report } from '../workflows/report';
import { kubeconfigOption } from './cluster-options';
import { exitCodesText, helpText } from './help';
import { askChoices } from './init-questions';
import { type CommandContext, collect, formatOption, type Io, quietOption } from './io';
import { collectPlatform } from './platform-option';

interface InitFlags {
  readonly example?: StarterExample;
  readonly cluster?: readonly string[];
  readonly contexts?: readonly string[];
  readonly kubeconfig?: string;
  readonly platform?: ReadonlyMap<string, Platform>;
  readonly mesh?: ReadonlyMap<string, string>;
  readonly meshVersion?: string;
  readonly gitops?: boolean;
  readonly repository?: string;
  readonly workflow?: StarterWorkflow;
  readonly yes?: boolean;
  readonly format: ReportFormat;
  readonly quiet?: boolean;
}

const HELP = `
Writes federation.yaml, from which "ossm-fed synth" writes manifests at once, and a .gitignore, into the directory. On a terminal it
asks for what the options do not say; without one, or with --yes, it uses the defaults: two clusters, west and east, with a mesh each.

With --contexts the clusters are those of the kubeconfig. The platform of a cluster is guessed from the host name of its API server
or from its name, and reported. No request is sent to a cluster.

With --repository the topology and a README are made for Argo CD; --workflow adds a workflow that checks each commit.

The first line of federation.yaml names the schema with which editors complete and explain keys. Where ossm-fed is installed in
node_modules it is the schema of the package, otherwise it is written beside the topology.

No existing file is overwritten: nothing is written if one of the files exists. Only an existing .gitignore, README.md and
federation.schema.json stay as they are.

${exitCodesText('the files are written', 'invalid names, or a file exists; nothing was written')}

Examples:
  $ ossm-fed init
  $ ossm-fed init federation --example three-clouds
  $ ossm-fed init --cluster rosa --cluster aro --mesh rosa=prod-mesh --mesh aro=stg-mesh
  $ ossm-fed init --contexts rosa,aro,rog --platform rog=gcp
  $ ossm-fed init --gitops --repository https://github.com/example/federation.git --workflow github`;

/** Adds the command `init`. */
export function addInit(program: Command, { io, done, terminal }: CommandContext): void {
  const clusters = ['cluster', 'contexts', 'platform', 'mesh'];
  const command = program
    .command('init')
    .description('write a new topology')
    .argument('[directory]', 'the directory to write to, which is created if necessary', '.')
    .addOption(new Option('--example <name>', 'start from an example').choices(STARTER_EXAMPLES).conflicts(clusters))
    .option('--cluster <name>', 'a cluster, by the name of its kubeconfig context (repeatable)', collect)
    .addOption(
      new Option('--contexts <names>', 'clusters by their kubeconfig contexts, separated by commas')
        .argParser(toNames)
        .conflicts('cluster'),
    )
    .option('--platform <cluster=platform>', 'the platform of a cluster (repeatable)', collectPlatform)
    .option('--mesh <cluster=mesh>', 'the name of the mesh on a cluster (repeatable)', addMesh)
    .option('--mesh-version <version>', 'the version of all meshes, such as v2.6 or v3.4')
    .option('--gitops', 'deliver the output with Argo CD; requires --repository')
    .addOption(new Option('--repository <url>', 'the Git repository that Argo CD reads').implies({ gitops: true }))
    .addOption(new Option('--workflow <host>', 'write a workflow that checks each commit').choices(STARTER_WORKFLOWS))
    .addOption(kubeconfigOption())
    .option('-y, --yes', 'use defaults without asking')
    .addOption(formatOption())
    .addOption(quietOption())
    .addHelpText('after', () => helpText(HELP))
    .allowExcessArguments(false)
    .action((directory: string, flags: InitFlags) => {
      const canAsk = process.stdin.isTTY === true && !flags.yes && !flags.quiet && flags.format === 'text';
      const asking = canAsk ? terminal : undefined;
      if (asking === undefined && flags.gitops && flags.repository === undefined) {
        command.error("error: option '--gitops' requires option '--repository <url>'");
      }
      if (asking === undefined && flags.kubeconfig !== undefined && flags.contexts === undefined) {
        command.error("error: option '--kubeconfig <file>' requires option '--contexts <names>'");
      }
      done(runInit(directory, flags, io, asking));
    });
}

async function runInit(
  directory: string,
  flags: InitFlags,
  io: Io,
  terminal: NodeJS.WriteStream | undefined,
): Promise<number> {
  const { format, contexts: wanted } = flags;
  const { contexts, problems } = await contextsFor(flags, terminal);
  if (wanted !== undefined && problems.length > 0) {
    const fix = 'pass a kubeconfig with "--kubeconfig", or name clusters with "--cluster"';
    const issues = problems.map((message) => ({ code: 'GET002', path: ['--contexts'], message, fix }) as const);
    return report({ command: 'init', issues: placeIssues(issues) }, format, io, flags);
  }
  const choices = await choicesOf(flags, contexts, terminal);
  if (choices === undefined) {
    io.stderr.write('nothing was written\n');
    return EXIT.problems;
  }
  const { starter, issues } = starterOf(choices, contexts);
  const result =
    issues.length > 0 ? { command: 'init' as const, issues: placeIssues(issues) } : await init(directory, starter);
  return report(result, format, io, flags);
}

/** The contexts of the kubeconfig, if they can be needed. The code that reads them is large, so it is loaded only then. */
async function contextsFor(
  { contexts, kubeconfig }: InitFlags,
  terminal: NodeJS.WriteStream | undefined,
): Promise<{ readonly contexts: readonly StarterContext[]; readonly problems: readonly string[] }> {
  if (contexts === undefined && terminal === undefined) return { contexts: [], problems: [] };
  return (await clusterAccess()).listContexts(kubeconfig);
}

/** What options say, and on a terminal what the user answers; undefined if the user ended the questions. */
async function choicesOf(
  flags: InitFlags,
  contexts: readonly StarterContext[],
  terminal: NodeJS.WriteStream | undefined,
): Promise<StarterChoices | undefined> {
  const {
    example,
    cluster,
    contexts: wanted,
    platform,
    mesh,
    meshVersion,
    repository,
    workflow,
    gitops = false,
  } = flags;
  const choices: StarterChoices = {
    ...(example !== undefined && { example }),
    ...(cluster !== undefined && { clusters: cluster }),
    ...(wanted !== undefined && { contexts: wanted }),
    ...(platform !== undefined && { platforms: platform }),
    ...(mesh !== undefined && { meshes: mesh }),
    ...(meshVersion !== undefined && { meshVersion }),
    ...(repository !== undefined && { repository }),
    ...(workflow !== undefined && { workflow }),
  };
  if (terminal === undefined) return choices;
  const { askOnTerminal } = await clusterAccess();
  return askOnTerminal(terminal, (prompts) => askChoices({ choices, gitops, contexts }, prompts));
}

function toNames(value: string): readonly string[] {
  const names = value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) throw new InvalidArgumentError('Expected names separated by commas.');
  return names;
}

/** Collects names of meshes by clusters, such as `rosa=prod-mesh`. */
function addMesh(value: string, earlier: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  const [, name, rest] = /^([^=]+)=(.+)$/s.exec(value) ?? [];
  if (name === undefined || rest === undefined) {
    throw new InvalidArgumentError('Expected CLUSTER=MESH.');
  }
  return new Map([...earlier, [name, rest]]);
}
