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
  readonly format: ReportFormat;
}

const HELP = `
Each cluster gets a directory of its own with plain YAML in stages:
  10-operators   subscriptions, and the namespaces they need
  20-mesh        namespaces, control planes with their gateways, members
  30-workloads   applications
  40-federation  root certificates, peers, exports and imports
  50-traffic     what importing meshes do with imported services

What only running clusters know comes from the lock beside the topology, such as federation.lock.yaml; what that does not
have stands there as a token, such as <ossm-fed:root:MESH>.
Files that an earlier run wrote and that are no more are removed; all other files are left alone.

Exit codes: 0 written, 1 problems in the topology (nothing is written), 2 wrong usage.

Examples:
  $ ossm-fed synth
  $ ossm-fed synth -f examples/failover/federation.yaml -o /tmp/failover
  $ ossm-fed synth --cluster rosa --cluster aro`;

/** Adds the command `synth`. */
export function addSynth(program: Command, { io, done, script }: CommandContext): void {
  program
    .command('synth')
    .description('write a directory of YAML per cluster')
    .option('-f, --file <file>', 'the topology file', 'federation.yaml')
    .option('-o, --output <directory>', 'the output directory', 'dist')
    .option('--cluster <name>', 'write this cluster alone; may be repeated', collect)
    .addOption(new Option('--format <format>', 'how to report').choices(['text', 'json']).default('text'))
    .addHelpText('after', HELP)
    .allowExcessArguments(false)
    .action(({ file, output, cluster, format }: SynthFlags) => {
      const loaded = loadFile(file);
      const options = { outdir: output, ...(cluster !== undefined && { clusters: cluster }) };
      if (script === undefined) done(report(synth(loaded, options), format, io));
      else done(synthInThreads(loaded, options, script).then((result) => report(result, format, io)));
    });
}
