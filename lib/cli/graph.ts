import { extname } from 'node:path';
import { type Command, Option } from 'commander';
import {
  changesText,
  drawGraph,
  GRAPH_FORMATS,
  GRAPH_VIEWS,
  type GraphFormat,
  type GraphRequest,
  type GraphResult,
  type GraphText,
  type GraphView,
  graphText,
  savePicture,
} from '../workflows/graph';
import { graphPage } from '../workflows/graph-page';
import { loadNamed } from '../workflows/load';
import { reportGraph } from '../workflows/reports/graph';
import { readStatus, type StatusResult, statusFromDump } from '../workflows/status';
import { allowInsecureOption, type ClusterFlags, connectTo, kubeconfigOption } from './cluster-options';
import { exitCodesText, helpText } from './help';
import { type CommandContext, type Io, quietOption, toFile } from './io';
import { allowFilesOption, fileOption, loadOptionsOf, type TopologyFlags } from './topology-options';

interface GraphFlags extends TopologyFlags, ClusterFlags {
  readonly format?: GraphFormat;
  readonly output?: string;
  readonly view: GraphView;
  readonly diff?: string;
  readonly dist: string;
  readonly status?: boolean;
  readonly from?: string;
  readonly all?: boolean;
  readonly quiet?: boolean;
}

const HELP = `
Draws clusters, their meshes with gateways, namespaces, services and workloads, and what connects them. Without sources it
draws what "ossm-fed synth" would write; sources are directories, NAME=PATH, or "-", as "ossm-fed lint" takes them.

Views:
  clusters  meshes and the connections of peers
  services  also namespaces, services with their workloads, and each shared service with its names on both sides (default)
  traffic   routes with weights and conditions, mirrored requests, failover with its regions

Formats:
  mermaid  text that code hosts draw in Markdown (default)
  dot      text for Graphviz
  svg      one file, for light and dark pages, with texts for screen readers
  html     one file with the picture in all views, search, all objects, and tables of peerings, shared services, findings of
           "ossm-fed lint" and certificates; it loads nothing, so it works without a network
The extension of the file after "-o" names the format too: .mmd, .dot, .gv, .svg or .html.

With --diff, what is added, removed and changed since a git revision is marked by a color and a symbol. The earlier picture
is drawn from the sources, or from the output directory, as they are in the revision. With --status or --from, a color and a
symbol show what "ossm-fed status" says. More than 5 clusters that are alike are drawn as one, unless --all is given.

${exitCodesText('the picture was written', 'problems in the topology, or the picture is too large')}

Examples:
  $ ossm-fed graph
  $ ossm-fed graph -o federation.svg
  $ ossm-fed graph rosa=./rosa aro=./aro --view traffic --format svg -o traffic.svg
  $ ossm-fed graph --diff origin/main --view services
  $ ossm-fed graph --from dump.json -o status.html`;

/** The options that have a meaning only while clusters are read. */
const OF_CLUSTERS = ['kubeconfig', 'allowInsecure', 'status'];

/** Adds the command `graph`. */
export function addGraph(program: Command, { io, done }: CommandContext): void {
  const command = program
    .command('graph')
    .description('draw the federation as a picture')
    .argument('[sources...]', 'directories, NAME=PATH, or "-" (default: what synth would write)')
    .addOption(fileOption())
    .addOption(allowFilesOption())
    .addOption(new Option('--view <view>', 'what to draw').choices(GRAPH_VIEWS).default('services'))
    .addOption(new Option('--format <format>', 'the format of the picture (default: mermaid)').choices(GRAPH_FORMATS))
    .option('-o, --output <file>', 'the file to write (default: standard output)', toFile)
    .option('--diff <revision>', 'mark what changes since this git revision')
    .option('--dist <directory>', 'the output directory in git, for --diff', 'dist')
    .option('--status', 'read the clusters and show their status')
    .addOption(
      new Option('--from <dump>', 'show the status as of a file that "ossm-fed gather" wrote').conflicts(OF_CLUSTERS),
    )
    .addOption(kubeconfigOption())
    .addOption(allowInsecureOption())
    .option('--all', 'draw each cluster, also those that are alike')
    .addOption(quietOption())
    .addHelpText('after', () => helpText(HELP))
    .action((sources: readonly string[], flags: GraphFlags) => {
      const isOfTopology = flags.status || flags.from !== undefined;
      if (sources.length > 0 && isOfTopology)
        command.error('error: "--status" and "--from" require a topology, not sources');
      done(runGraph(sources, flags, io));
    });
}

async function runGraph(sources: readonly string[], flags: GraphFlags, io: Io): Promise<number> {
  const { output, view, diff, dist, all, quiet = false } = flags;
  const request: GraphRequest = {
    ...{ sources, dist, view },
    ...(diff !== undefined && { revision: diff }),
    ...(all !== undefined && { isWhole: all }),
    ...(sources.length === 0 && (await withTopology(flags, io))),
  };
  const { graph, text, issues } = await drawnText(request, formatOf(flags), io);
  if (graph === undefined || text === undefined || output === undefined)
    return reportGraph({ issues, ...(text !== undefined && { text }) }, io);
  const unwritten = savePicture(output, text);
  const changes = diff === undefined ? '' : `: ${changesText(graph)}`;
  const summary = quiet || unwritten.length > 0 ? {} : { summary: `${output}${changes}` };
  return reportGraph({ issues: [...issues, ...unwritten], ...summary }, io);
}

async function drawnText(request: GraphRequest, format: GraphFormat, { stdin }: Io): Promise<GraphResult & GraphText> {
  if (format === 'html') return graphPage(request, stdin);
  const { graph, issues } = drawGraph(request, stdin);
  if (graph === undefined) return { issues };
  const { issues: further, ...written } = await graphText(graph, format);
  return { graph, ...written, issues: [...issues, ...further] };
}

async function withTopology(flags: GraphFlags, io: Io): Promise<Pick<GraphRequest, 'loaded' | 'status'>> {
  const loaded = loadNamed(flags.file, io.stdin, loadOptionsOf(flags));
  const status = await statusOf(loaded, flags);
  return { loaded, ...(status !== undefined && { status }) };
}

async function statusOf(loaded: ReturnType<typeof loadNamed>, flags: GraphFlags): Promise<StatusResult | undefined> {
  if (flags.from !== undefined) return statusFromDump(loaded, flags.from);
  if (!flags.status) return undefined;
  return (await readStatus(loaded, await connectTo(flags), new Date(), {})).result;
}

const FORMATS_BY_EXTENSION: { readonly [extension: string]: GraphFormat } = {
  '.svg': 'svg',
  '.dot': 'dot',
  '.gv': 'dot',
  '.html': 'html',
  '.htm': 'html',
};

function formatOf({ format, output = '' }: GraphFlags): GraphFormat {
  return format ?? FORMATS_BY_EXTENSION[extname(output).toLowerCase()] ?? 'mermaid';
}
