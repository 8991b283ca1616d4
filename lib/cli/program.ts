import { Command, CommanderError, Option } from 'commander';
import { version } from '../../package.json';
import { loadFile } from '../load';
import { EXIT, type Output, type ReportFormat, report } from '../report';
import { synth } from '../synth';

/** What the command line of `synth` says. */
interface SynthFlags {
  readonly file: string;
  readonly output: string;
  readonly cluster?: readonly string[];
  readonly format: ReportFormat;
}

const SYNTH_HELP = `
Each cluster gets a directory of its own with plain YAML in stages:
  10-operators   subscriptions, and the namespaces they need
  20-mesh        namespaces, control planes with their gateways, members
  30-workloads   applications
  40-federation  root certificates, peers, exports and imports
  50-traffic     what importing meshes do with imported services

What only running clusters know stands there as a token, such as <ossm-fed:root:MESH>.
Files that an earlier run wrote and that are no more are removed; all other files are left alone.

Exit codes: 0 written, 1 problems in the topology (nothing is written), 2 wrong usage.

Examples:
  $ ossm-fed synth
  $ ossm-fed synth -f examples/failover/federation.yaml -o /tmp/failover
  $ ossm-fed synth --cluster rosa --cluster aro`;

/**
 * Runs a command line.
 *
 * @param args the arguments after the program's name
 * @returns the exit code
 */
export function run(args: readonly string[], output: Output = process): number {
  let code: number = EXIT.ok;
  const program = makeProgram(output, (result) => {
    code = result;
  });
  try {
    program.parse(args, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
}

function makeProgram(output: Output, done: (code: number) => void): Command {
  const program = new Command('ossm-fed')
    .description('Writes the manifests of federated OpenShift Service Meshes from one topology file.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.stdout.write(text),
      writeErr: (text) => output.stderr.write(text),
    })
    .showHelpAfterError('(add --help for what there is)')
    .helpCommand(false);
  addSynth(program, output, done);
  return program;
}

function addSynth(program: Command, output: Output, done: (code: number) => void): void {
  program
    .command('synth')
    .description('write a directory of YAML per cluster')
    .option('-f, --file <file>', 'the topology file', 'federation.yaml')
    .option('-o, --output <directory>', 'the output directory', 'dist')
    .option('--cluster <name>', 'write this cluster alone; may be repeated', collect)
    .addOption(new Option('--format <format>', 'how to report').choices(['text', 'json']).default('text'))
    .addHelpText('after', SYNTH_HELP)
    .allowExcessArguments(false)
    .action(({ file, output: outdir, cluster, format }: SynthFlags) => {
      const result = synth(loadFile(file), { outdir, ...(cluster !== undefined && { clusters: cluster }) });
      done(report(result, format, output));
    });
}

/** Collects the values of an option that may be repeated. */
function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}
