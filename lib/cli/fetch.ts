import { type Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_SUBJECT, parseSubject, rbacText, type Subject } from '../fetch/rbac';
import type { FetchOptions } from '../fetch/read-facts';
import { parseDuration } from '../kube/duration';
import { plainProgress, SILENT } from '../kube/progress';
import { planFetch, runFetch } from '../workflows/fetch';
import { reportFetch } from '../workflows/fetch-report';
import { exitCodeOf, type Output, problemsText, type ReportFormat } from '../workflows/report';
import { type CommandContext, collect } from './io';

interface FetchFlags {
  readonly file: string;
  readonly cluster?: readonly string[];
  readonly wait?: boolean;
  /** In milliseconds. */
  readonly timeout?: number;
  readonly check?: boolean;
  readonly dropOld?: boolean;
  readonly printRbac?: boolean;
  readonly subject?: Subject;
  readonly format: ReportFormat;
}

const DEFAULT_TIMEOUT = 600_000;
/** A day: timers of more than 24 days would end at once. */
const LONGEST_TIMEOUT = 86_400_000;

const HELP = `
Reads from each cluster what only the running cluster knows, and writes it to the lock beside the topology, such as
federation.lock.yaml: the root certificates of its meshes and the addresses of their ingress gateways. What the
topology states itself is not read. Each cluster is reached by its kubeconfig context; the current context plays no
part. Nothing is changed on any cluster: only ConfigMaps, Services and, for node ports, Nodes are read.

A root that a mesh no longer shows stays in the lock, so that peers trust the old and the new one, until --drop-old.
What cannot be read stays in the lock as it was.

Exit codes: 0 all was read (with --check: and nothing differs), 1 problems or differences, 2 wrong usage.

Examples:
  $ ossm-fed fetch
  $ ossm-fed fetch --wait --timeout 20m
  $ ossm-fed fetch --check --format json
  $ ossm-fed fetch --print-rbac --cluster rosa | oc --context rosa apply -f -`;

/** Adds the command `fetch`. */
export function addFetch(program: Command, { io, done }: CommandContext): void {
  program
    .command('fetch')
    .description('read root certificates and addresses from the clusters into the lock')
    .option('-f, --file <file>', 'the topology file', 'federation.yaml')
    .option('--cluster <name>', 'read this cluster alone; may be repeated', collect)
    .option('--wait', 'ask again for what is not there yet')
    .option('--timeout <duration>', 'how long to wait, such as 90s, 10m or 1h (default: 10m)', toDuration)
    .option('--check', 'compare the clusters with the lock, and write nothing')
    .option('--drop-old', 'drop roots from the lock that their mesh no longer shows')
    .addOption(
      new Option('--print-rbac', 'print the permissions that are needed, and ask no cluster').conflicts([
        'wait',
        'timeout',
        'check',
        'dropOld',
      ]),
    )
    .option(
      '--subject <subject>',
      `whom --print-rbac is for: Group:NAME, User:NAME or ServiceAccount:NAMESPACE/NAME (default: Group:${DEFAULT_SUBJECT.name})`,
      toSubject,
    )
    .addOption(new Option('--format <format>', 'how to report').choices(['text', 'json']).default('text'))
    .addHelpText('after', HELP)
    .allowExcessArguments(false)
    .action((flags: FetchFlags, command: Command) => {
      if (flags.timeout !== undefined && !flags.wait) command.error('error: "--timeout" is of no use without "--wait"');
      if (flags.subject !== undefined && !flags.printRbac) {
        command.error('error: "--subject" is of no use without "--print-rbac"');
      }
      done(flags.printRbac ? printRbac(flags, io) : fetchFacts(flags, io));
    });
}

async function fetchFacts(
  { file, cluster, wait, timeout, check, dropOld, format }: FetchFlags,
  io: Output,
): Promise<number> {
  const request = {
    file,
    check: check ?? false,
    dropOld: dropOld ?? false,
    ...(cluster !== undefined && { clusters: cluster }),
  };
  const prepare = () => outside(wait ? (timeout ?? DEFAULT_TIMEOUT) : 0, format, io);
  return reportFetch(await runFetch(request, prepare, new Date()), format, io);
}

/** Clusters, terminal and clock. What reaches them is big, so it is loaded here and by no other command. */
async function outside(wait: number, format: ReportFormat, { stderr }: Output): Promise<FetchOptions> {
  const { connectByKubeconfig, terminalProgress } = await import('../kube/node');
  const plain = format === 'json' ? SILENT : plainProgress((line) => stderr.write(line));
  return {
    connect: connectByKubeconfig(),
    progress: isTerminal(stderr) ? terminalProgress(stderr) : plain,
    clock: {
      now: () => performance.now(),
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    },
    wait,
  };
}

function isTerminal(stream: Output['stderr']): stream is NodeJS.WriteStream {
  return 'isTTY' in stream && stream.isTTY === true && process.env.TERM !== 'dumb';
}

function printRbac({ file, cluster, subject = DEFAULT_SUBJECT }: FetchFlags, { stdout, stderr }: Output): number {
  const { targets, issues } = planFetch({ file, ...(cluster !== undefined && { clusters: cluster }) });
  if (issues.length > 0) stderr.write(problemsText(issues));
  else stdout.write(rbacText(targets, subject));
  return exitCodeOf(issues);
}

function toDuration(value: string): number {
  const duration = parseDuration(value);
  if (duration === undefined) throw new InvalidArgumentError('Write it such as 90s, 10m or 1h30m.');
  if (duration > LONGEST_TIMEOUT) throw new InvalidArgumentError('Write at most 24h.');
  return duration;
}

function toSubject(value: string): Subject {
  const subject = parseSubject(value);
  if (subject !== undefined) return subject;
  throw new InvalidArgumentError('Write it as Group:NAME, User:NAME or ServiceAccount:NAMESPACE/NAME.');
}
