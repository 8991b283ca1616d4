import { existsSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { type ManifestSource, sourcesOf } from '../io/manifest-sources';
import { STDIN } from '../io/stdin';
import { nearest, suggestName } from '../issues/suggest';
import { headlineOf } from '../lint/rule';
import { RULES } from '../lint/rules/all';
import { INPUT_RULE } from '../lint/suppress';
import { PLATFORMS, type Platform } from '../platforms';
import { type LintRequest, runLint } from '../workflows/lint';
import { type LintFormat, reportLint } from '../workflows/report';
import { exitCodesText, helpText } from './help';
import { type CommandContext, formatOption, quietOption } from './io';
import { collectPlatform } from './platform-option';
import { allowFilesOption, loadOptionsOf } from './topology-options';

interface LintFlags {
  readonly file?: string;
  readonly allowFiles?: readonly string[];
  readonly format: LintFormat;
  readonly quiet?: boolean;
  readonly strict?: boolean;
  readonly ignore?: readonly string[];
  readonly platform?: ReadonlyMap<string, Platform>;
  readonly listRules?: boolean;
}

/** The directory that is linted without sources. */
const OUTPUT = 'dist';

/** The topology that is read when its output directory is linted. */
const TOPOLOGY = 'federation.yaml';

const HELP = `
Sources:
  DIR           each directory below DIR is a cluster; without any, DIR itself is one
  NAME=PATH     a directory or file of the cluster NAME; the same name can have several paths
  - or NAME=-   standard input, such as the output of "kubectl kustomize"
Without sources, dist/ is linted, with the platforms and ignored rules of federation.yaml.
A source without one Kubernetes object cannot be read.

The platform of a cluster comes from --platform, from the topology, or is guessed from its name.
An annotation on an object ignores rules for that object, with the reason:
  metadata: { annotations: { ossm-fed.dev/ignore: "FED042: restricted by a firewall" } }

${exitCodesText('no errors', 'errors, or with --strict also warnings')}

Examples:
  $ ossm-fed lint
  $ ossm-fed lint rosa=./rosa-prod aro=./aro-stg --platform rosa=rosa
  $ kubectl kustomize overlays/rosa | ossm-fed lint rosa=- aro=./aro-stg --format github
  $ ossm-fed explain FED013`;

/** Adds the command `lint`. */
export function addLint(program: Command, { io, done }: CommandContext): void {
  program
    .command('lint')
    .description('find mistakes in manifests, within and across clusters')
    .argument('[sources...]', 'directories, NAME=PATH, or "-"')
    .option(
      '-f, --file <file>',
      `the topology with platforms and ignored rules (default: ${TOPOLOGY} with dist/)`,
      toTopologyFile,
    )
    .addOption(allowFilesOption())
    .addOption(formatOption(['text', 'json', 'sarif', 'github']))
    .addOption(quietOption())
    .option('--strict', 'exit with 1 on warnings too')
    .option('--ignore <rule>', 'ignore this rule (repeatable, or separated by commas)', collectRules)
    .option(
      '--platform <cluster=platform>',
      `the platform of a cluster: ${PLATFORMS.join(', ')} (repeatable)`,
      collectPlatform,
    )
    .option('--list-rules', 'list all rules and exit')
    .addHelpText('after', () => helpText(HELP))
    .action((named: readonly string[], flags: LintFlags, command: Command) => {
      if (flags.listRules) {
        io.stdout.write(ruleList());
        return;
      }
      const sources = named.length > 0 ? named.flatMap(sourcesOf) : outputSources();
      checkPlatforms(flags.platform ?? new Map(), sources, command);
      const request = { sources, ...requestOf(flags, named.length === 0) };
      done(reportLint(runLint(request, io.stdin), flags.format, io, flags));
    });
}

/** The clusters of the output directory. */
function outputSources(): readonly ManifestSource[] {
  return sourcesOf(OUTPUT).map((source) => ({ ...source, isDefault: true }));
}

/** The flags as a request. */
function requestOf(
  { file, allowFiles, ignore = [], platform, strict }: LintFlags,
  lintsOutput: boolean,
): Omit<LintRequest, 'sources'> {
  const topology = file ?? (lintsOutput && existsSync(TOPOLOGY) ? TOPOLOGY : undefined);
  return {
    ignores: ignore.map((rule) => ({ rule, origin: '--ignore' })),
    ...(topology !== undefined && { topology, ...loadOptionsOf({ allowFiles }) }),
    ...(platform !== undefined && { platforms: platform }),
    ...(strict !== undefined && { strict }),
  };
}

/** Rejects standard input as topology, which is for manifests. */
function toTopologyFile(value: string): string {
  if (value !== STDIN) return value;
  throw new InvalidArgumentError('Expected a file; "lint" reads manifests from standard input, as in CLUSTER=-.');
}

function collectRules(value: string, earlier: readonly string[] = []): readonly string[] {
  const rules = value.split(',').map((rule) => rule.trim().toUpperCase());
  for (const rule of rules) checkRule(rule);
  return [...earlier, ...rules];
}

/** Rejects the id of an unknown rule. */
function checkRule(rule: string): void {
  const ids = RULES.map(({ id }) => id);
  if (ids.includes(rule)) return;
  if (rule === INPUT_RULE) throw new InvalidArgumentError(`${rule} reports unreadable input and cannot be ignored.`);
  const near = nearest(rule, ids);
  const hint = near === undefined ? 'Run "ossm-fed lint --list-rules" to list all rules.' : `Did you mean ${near}?`;
  throw new InvalidArgumentError(`Unknown rule ${rule}. ${hint}`);
}

/** Rejects the platform of a cluster that has no source. */
function checkPlatforms(
  platforms: ReadonlyMap<string, Platform>,
  sources: readonly ManifestSource[],
  command: Command,
): void {
  const known = new Set(sources.map(({ cluster }) => cluster));
  const [unknown] = [...platforms.keys()].filter((cluster) => !known.has(cluster));
  if (unknown === undefined) return;
  command.error(
    `error: option '--platform <cluster=platform>': unknown cluster "${unknown}"; ${suggestName(unknown, known)}`,
  );
}

function ruleList(): string {
  return RULES.map((rule) => `${rule.id}  ${headlineOf(rule).severity.padEnd(7)}  ${rule.title}\n`).join('');
}
