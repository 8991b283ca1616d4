import { extname } from 'node:path';
import type { Command } from 'commander';
import { sourcesOf } from '../io/manifest-sources';
import { savePicture } from '../workflows/graph';
import { loadNamed } from '../workflows/load';
import { type ReportFormat, report } from '../workflows/report';
import { reportGraph } from '../workflows/reports/graph';
import { traceReport, verdictText } from '../workflows/reports/trace';
import { type TracedFleet, traceSources, traceTopology } from '../workflows/trace';
import { TRACE_PICTURES, type TracePictureFormat, tracePicture } from '../workflows/trace-picture';
import { exitCodesText, helpText } from './help';
import { type CommandContext, formatOption, type Io, quietOption, toFile } from './io';
import { allowFilesOption, fileOption, loadOptionsOf, type TopologyFlags } from './topology-options';

interface TraceFlags extends TopologyFlags {
  readonly format: ReportFormat | TracePictureFormat;
  readonly output?: string;
  readonly quiet?: boolean;
}

const HELP = `
Follows one call hop by hop and shows what decides at each: routes and weights, subsets, imports, gateways with their
identities, addresses and SNI, policies with their verdict, the Service and its pods. Mirrors and failovers are branches.
Where the way ends, the place in the file and the rule are shown.

The caller is the name of a Deployment or another workload; its service account is its identity. The host is as the caller
calls it: "details", "details.shop", or in full.

Sources, as "lint" reads them:
  DIR           each directory below DIR is a cluster; without any, DIR itself is one
  NAME=PATH     a directory or file of the cluster NAME; the same name can have several paths
  - or NAME=-   standard input, such as the output of "kubectl kustomize"
Without sources, the call is traced in what "synth" would write for the topology, with the values of the lock.

Formats:
  text     a tree of hops (default)
  json     the same tree for programs
  mermaid  the traffic of all meshes with the way of the call marked; the rest is dimmed
  svg      the same picture as one file, for light and dark pages, with texts for screen readers
The extension of the file after "-o" names the format too: .mmd or .svg.

${exitCodesText('all branches arrive', 'a branch ends on the way')}

Examples:
  $ ossm-fed trace rosa/prod-bookinfo/productpage-v1 details:9080
  $ ossm-fed trace rosa/shop/page ratings.stock.svc.aro-imports.local rosa=./rosa aro=./aro
  $ ossm-fed trace rosa/shop/page ratings --format json | jq .trace.way
  $ ossm-fed trace rosa/shop/page ratings -o way.svg`;

/** Adds the command `trace`. */
export function addTrace(program: Command, { io, done }: CommandContext): void {
  program
    .command('trace')
    .description('follow one call through the meshes, and show what decides at each hop')
    .argument('<caller>', 'who calls: CLUSTER/NAMESPACE/WORKLOAD')
    .argument('<host>', 'what is called: HOST or HOST:PORT')
    .argument('[sources...]', 'directories, NAME=PATH, or "-"')
    .addOption(fileOption())
    .addOption(allowFilesOption())
    .addOption(formatOption(['text', 'json', ...TRACE_PICTURES]))
    .option('-o, --output <file>', 'the file to write a picture to (default: standard output)', toFile)
    .addOption(quietOption())
    .addHelpText('after', () => helpText(HELP))
    .action((caller: string, target: string, named: readonly string[], flags: TraceFlags, command: Command) => {
      if (named.length > 0 && command.getOptionValueSource('file') === 'cli') {
        command.error("error: option '-f, --file <file>' cannot be used with sources, which replace the topology");
      }
      const format = command.getOptionValueSource('format') === 'cli' ? flags.format : formatOf(flags);
      const isPicture = isPictureFormat(format);
      if (flags.output !== undefined && !isPicture) {
        command.error('error: "-o" writes pictures: name a file with the extension .mmd or .svg, or add "--format"');
      }
      const request = { caller, target };
      const traced =
        named.length === 0
          ? traceTopology(loadNamed(flags.file, io.stdin, loadOptionsOf(flags)), request)
          : traceSources(named.flatMap(sourcesOf), request, io.stdin);
      done(isPicture ? draw(traced, format, flags, io) : report(traced.result, format, io, flags));
    });
}

function isPictureFormat(format: TraceFlags['format']): format is TracePictureFormat {
  return TRACE_PICTURES.some((one) => one === format);
}

const FORMATS_BY_EXTENSION: { readonly [extension: string]: TracePictureFormat } = { '.mmd': 'mermaid', '.svg': 'svg' };

function formatOf({ format, output = '' }: TraceFlags): TraceFlags['format'] {
  return FORMATS_BY_EXTENSION[extname(output).toLowerCase()] ?? format;
}

/** Writes a picture of the way; the exit code is that of the text, unless the picture cannot be written. */
async function draw(
  traced: TracedFleet,
  format: TracePictureFormat,
  { output, quiet = false }: TraceFlags,
  io: Io,
): Promise<number> {
  const { text, issues } = await tracePicture(traced, format);
  const { result } = traced;
  if (text === undefined || result.trace === undefined) return reportGraph({ issues }, io);
  const unwritten = output === undefined ? [] : savePicture(output, text);
  const isTold = output !== undefined && !quiet && unwritten.length === 0;
  const shown = output === undefined ? { text } : isTold ? { summary: `${output}: ${verdictText(result.trace)}` } : {};
  const code = reportGraph({ issues: [...issues, ...unwritten], ...shown }, io);
  return code === 0 ? traceReport(result).exitCode : code;
}
