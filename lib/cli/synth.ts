import { type Command, Option } from 'commander';
import { lockFileOf } from '../io/lock-file';
import { picture } from '../workflows/graph';
import { type Loaded, loadNamed } from '../workflows/load';
import { EXIT, type ReportFormat, report } from '../workflows/report';
import { reportGraph } from '../workflows/reports/graph';
import { type SynthResult, synth } from '../workflows/synth';
import { SynthThreads, synthInThreads } from '../workflows/synth-threads';
import { exitCodesText, helpText } from './help';
import { type CommandContext, collect, formatOption, type Io, quietOption } from './io';
import { toOutput } from './output-option';
import { allowFilesOption, fileOption, loadOptionsOf, type TopologyFlags } from './topology-options';

interface SynthFlags extends TopologyFlags {
  readonly output: string;
  readonly cluster?: readonly string[];
  readonly requireComplete?: boolean;
  readonly check?: boolean;
  readonly takeOwnership?: boolean;
  readonly graph?: boolean;
  readonly format: ReportFormat;
  readonly quiet?: boolean;
}

const HELP = `
Writes one directory of plain YAML per cluster, in stages:
  00-namespaces  namespaces of applications and operators, never deleted by Argo CD
  10-operators   Subscriptions
  20-mesh        control planes with their namespaces and gateways, member rolls
  30-workloads   applications
  40-federation  root certificates, peers, exports, imports and authorization policies
  50-traffic     VirtualServices and DestinationRules for imported services

Values that only a running cluster knows come from the lock next to the topology (federation.lock.yaml). A value that is
not in the lock is written as a token, such as <ossm-fed:root:MESH>, and listed. A peer with a token can be applied: it has
its root certificates under the key root-cert.pem.incomplete, which istiod does not read. Run "ossm-fed fetch", then
"ossm-fed synth" again.

Files of an earlier run that are no longer part of the output are removed; no other file is changed. The output directory
remembers its topology, in the file .ossm-fed; with another topology, or if the directory has files that ossm-fed did not
write, nothing is written without --take-ownership.

${exitCodesText('success', 'problems, or differences with --check; nothing was written')}

Examples:
  $ ossm-fed synth
  $ ossm-fed synth -f examples/failover/federation.yaml -o /tmp/failover
  $ ossm-fed synth --cluster rosa --cluster aro
  $ ossm-fed synth --check
  $ ossm-fed synth --graph
  $ envsubst < federation.yaml | ossm-fed synth -f -`;

/** Adds the command `synth`. */
export function addSynth(program: Command, { io, done, script }: CommandContext): void {
  program
    .command('synth')
    .description('write the manifests of all clusters')
    .addOption(fileOption())
    .option('-o, --output <directory>', 'the output directory', toOutput, 'dist')
    .addOption(allowFilesOption())
    .option('--cluster <name>', 'write only this cluster (repeatable)', collect)
    .option('--require-complete', 'write nothing and fail if a value is missing')
    .option('--check', 'compare the output directory with the output without writing it')
    .addOption(
      new Option('--take-ownership', 'replace the output of another topology, or write beside other files').conflicts(
        'check',
      ),
    )
    .addOption(
      new Option('--graph', 'also write the picture federation.svg beside the output directory').conflicts('cluster'),
    )
    .addOption(formatOption())
    .addOption(quietOption())
    .addHelpText('after', () => helpText(HELP))
    .allowExcessArguments(false)
    .action(({ file, output, cluster, format, ...flags }: SynthFlags) => {
      const threads = script === undefined ? undefined : new SynthThreads(script);
      // Threads load their program while this one plans.
      const early = cluster === undefined ? threads : undefined;
      const loaded = loadNamed(file, io.stdin, {
        ...loadOptionsOf(flags),
        onFederation: (federation) => early?.start(federation),
      });
      const options = {
        outdir: output,
        lockFile: lockFileOf(file),
        requireComplete: flags.requireComplete ?? false,
        check: flags.check ?? false,
        takeOwnership: flags.takeOwnership ?? false,
        ...(cluster !== undefined && { clusters: cluster }),
      };
      const result = threads === undefined ? synth(loaded, options) : synthInThreads(loaded, options, threads);
      if ('command' in result && !flags.graph) done(report(result, format, io, flags));
      else done(finish(result, { loaded, output, format, ...flags }, io));
    });
}

/** Reports what was written, and writes the picture if there is no problem. */
async function finish(
  result: SynthResult | Promise<SynthResult>,
  {
    loaded,
    output,
    format,
    graph,
    check = false,
    quiet = false,
  }: Omit<SynthFlags, 'file'> & { readonly loaded: Loaded },
  io: Io,
): Promise<number> {
  const code = report(await result, format, io, { quiet });
  if (code !== EXIT.ok || !graph) return code;
  const { file, issues } = await picture(loaded, output, check);
  const isSilent = quiet || check || format !== 'text' || issues.length > 0;
  return reportGraph({ issues, ...(!isSilent && { summary: file }) }, io);
}
