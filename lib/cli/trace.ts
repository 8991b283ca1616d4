import type { Command } from 'commander';
import { sourcesOf } from '../io/manifest-sources';
import { loadNamed } from '../workflows/load';
import { type ReportFormat, report } from '../workflows/report';
import { traceSources, traceTopology } from '../workflows/trace';
import { exitCodesText, helpText } from './help';
import { type CommandContext, formatOption, quietOption } from './io';
import { allowFilesOption, fileOption, loadOptionsOf, type TopologyFlags } from './topology-options';

interface TraceFlags extends TopologyFlags {
  readonly format: ReportFormat;
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

${exitCodesText('all branches arrive', 'a branch ends on the way')}

Examples:
  $ ossm-fed trace rosa/prod-bookinfo/productpage-v1 details:9080
  $ ossm-fed trace rosa/shop/page ratings.stock.svc.aro-imports.local rosa=./rosa aro=./aro
  $ ossm-fed trace rosa/shop/page ratings --format json | jq .trace.way`;

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
    .addOption(formatOption())
    .addOption(quietOption())
    .addHelpText('after', () => helpText(HELP))
    .action((caller: string, target: string, named: readonly string[], flags: TraceFlags, command: Command) => {
      const request = { caller, target };
      if (named.length === 0) {
        done(
          report(
            traceTopology(loadNamed(flags.file, io.stdin, loadOptionsOf(flags)), request),
            flags.format,
            io,
            flags,
          ),
        );
        return;
      }
      if (command.getOptionValueSource('file') === 'cli') {
        command.error("error: option '-f, --file <file>' cannot be used with sources, which replace the topology");
      }
      done(report(traceSources(named.flatMap(sourcesOf), request, io.stdin), flags.format, io, flags));
    });
}
