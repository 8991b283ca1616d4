import { type Command, Option } from 'commander';
import { loadFile } from '../workflows/load';
import { type ReportFormat, report } from '../workflows/report';
import { synth } from '../workflows/synth';
import { synthInThreads } from '../workflows/synth-threads';
import { type CommandContext, collect } from './io';

interface SynthFlags {
  readonly file: string;
  readonly output: string;
  readonly cluster?: readonly string[];
  readonly allowFiles?: readonly string[];
  readonly format: ReportFormat;
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
not in the lock is written as a token, such as <ossm-fed:root:MESH>.
Files of an earlier run that are no longer part of the output are removed; no other file is changed.

Exit codes: 0 success, 1 problems in the topology (nothing was written), 2 invalid usage.

Examples:
  $ ossm-fed synth
  $ ossm-fed synth -f examples/failover/federation.yaml -o /tmp/failover
  $ ossm-fed synth --cluster rosa --cluster aro`;

/** Adds the command `synth`. */
export function addSynth(program: Command, { io, done, script }: CommandContext): void {
  program
    .command('synth')
    .description('write the manifests of all clusters')
    .option('-f, --file <file>', 'the topology file', 'federation.yaml')
    .option('-o, --output <directory>', 'the output directory', 'dist')
    .option(
      '--allow-files <directory>',
      'a directory outside of that of the topology whose files it may use (repeatable)',
      collect,
    )
    .option('--cluster <name>', 'write only this cluster (repeatable)', collect)
    .addOption(new Option('--format <format>', 'the format of the report').choices(['text', 'json']).default('text'))
    .addHelpText('after', HELP)
    .allowExcessArguments(false)
    .action(({ file, output, cluster, allowFiles, format }: SynthFlags) => {
      const loaded = loadFile(file, { allowFiles: allowFiles ?? [] });
      const options = { outdir: output, ...(cluster !== undefined && { clusters: cluster }) };
      if (script === undefined) done(report(synth(loaded, options), format, io));
      else done(synthInThreads(loaded, options, script).then((result) => report(result, format, io)));
    });
}
