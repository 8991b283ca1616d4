import { type Command, Option } from 'commander';
import { lockFileOf } from '../io/lock-file';
import { loadNamed } from '../workflows/load';
import { type ReportFormat, report } from '../workflows/report';
import { synth } from '../workflows/synth';
import { synthInThreads } from '../workflows/synth-threads';
import { type CommandContext, collect } from './io';
import { toOutput } from './output-option';

interface SynthFlags {
  readonly file: string;
  readonly output: string;
  readonly cluster?: readonly string[];
  readonly check?: boolean;
  readonly takeOwnership?: boolean;
  readonly format: ReportFormat;
}

const HELP = `
Writes one directory of plain YAML per cluster, in stages:
  10-operators   Subscriptions and their namespaces
  20-mesh        namespaces, control planes with their gateways, member rolls
  30-workloads   applications
  40-federation  root certificates, peers, exports, imports and authorization policies
  50-traffic     VirtualServices and DestinationRules for imported services

Values that only a running cluster knows come from the lock next to the topology (federation.lock.yaml). A value that is
not in the lock is written as a token, such as <ossm-fed:root:MESH>.
Files of an earlier run that are no longer part of the output are removed; no other file is changed. The output directory
remembers its topology, in the file .ossm-fed; with another topology, or if the directory has files that ossm-fed did not
write, nothing is written without --take-ownership.

Exit codes: 0 success, 1 problems (nothing was written; with --check also differences), 2 invalid usage.

Examples:
  $ ossm-fed synth
  $ ossm-fed synth -f examples/failover/federation.yaml -o /tmp/failover
  $ ossm-fed synth --cluster rosa --cluster aro
  $ ossm-fed synth --check
  $ envsubst < federation.yaml | ossm-fed synth -f -`;

/** Adds the command `synth`. */
export function addSynth(program: Command, { io, done, script }: CommandContext): void {
  program
    .command('synth')
    .description('write the manifests of all clusters')
    .option('-f, --file <file>', 'the topology file, "-" for standard input', 'federation.yaml')
    .option('-o, --output <directory>', 'the output directory', toOutput, 'dist')
    .option('--cluster <name>', 'write only this cluster (repeatable)', collect)
    .option('--check', 'compare the output directory with the output without writing it')
    .addOption(
      new Option('--take-ownership', 'replace the output of another topology, or write beside other files').conflicts(
        'check',
      ),
    )
    .addOption(new Option('--format <format>', 'the format of the report').choices(['text', 'json']).default('text'))
    .addHelpText('after', HELP)
    .allowExcessArguments(false)
    .action(({ file, output, cluster, check, takeOwnership, format }: SynthFlags) => {
      const loaded = loadNamed(file, io.stdin);
      const options = {
        outdir: output,
        lockFile: lockFileOf(file),
        check: check ?? false,
        takeOwnership: takeOwnership ?? false,
        ...(cluster !== undefined && { clusters: cluster }),
      };
      if (script === undefined) done(report(synth(loaded, options), format, io));
      else done(synthInThreads(loaded, options, script).then((result) => report(result, format, io)));
    });
}
