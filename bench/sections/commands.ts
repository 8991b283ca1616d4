import { join } from 'node:path';
import { type Apis, record, startApis } from '../apis';
import { type Bench, compare } from '../compare';
import { applyFleet, bare, type Fleet, floorOf } from '../fleet';
import { DELAY, UP_LIMIT } from '../many-clusters';
import { runProcess } from '../process';
import { FORMS, ossmFed, toolOf } from '../programs';
import { number, type Row, rowOf, type Verdict } from '../report';
import { emptyDirectory } from '../scratch';
import { atMost } from '../verdicts';
import type { Section } from './section';

/** The number of clusters. */
const CLUSTERS = 1000;

/** How often commands are measured that read files. Those that reach clusters mostly wait, so once is enough. */
const DISK_RUNS = 3;

/** How many clusters commands reach at a time: those that read, and `up`. */
const READ_AT_A_TIME = 16;
const UP_AT_A_TIME = 64;

/** How much of what it must wait for a command may take. */
const FACTOR = 2;

/** The commands that reach all clusters, with their arguments, and how many clusters they reach at a time. */
const REMOTE: readonly (readonly [string, readonly string[], number])[] = [
  ['status', ['status'], READ_AT_A_TIME],
  ['fetch', ['fetch'], READ_AT_A_TIME],
  ['plan', ['plan'], READ_AT_A_TIME],
  ['graph --status', ['graph', '--status'], READ_AT_A_TIME],
  ['up', ['up', ...UP_LIMIT], UP_AT_A_TIME],
];

const FILES = 'the same files, bare';
const REQUESTS = 'the same requests, bare';

/** What commands on all clusters take, beside what they must wait for. */
export const commands: Section = {
  name: 'commands',
  title: 'Commands on 1,000 clusters with nothing to change',
  measure: async (bench) => {
    const apis = await startApis('bench/delivery-apis.ts');
    try {
      const fleet = await applyFleet(bench.clusters(CLUSTERS), apis, bench);
      const disk = await localRows(fleet, bench);
      const remote = await remoteRows(fleet, apis, bench);
      const rows = [...disk.rows, ...remote.rows];
      return { rows, notes: [...NOTES, ...remote.notes], verdicts: [...disk.verdicts, ...remote.verdicts] };
    } finally {
      apis.end();
    }
  },
};

const NOTES = [
  `Pairs of meshes on clusters of their own, of which one imports a service of the other; three HTTPS servers in one process answer for all clusters, each request after ${DELAY} ms.`,
  `"${REQUESTS}": a program on node:https sends the requests that the command sent, as many clusters at a time, and in each cluster as many at a time; it does nothing with the answers. Its start is included, as in all rows.`,
  `"${FILES}": a program reads all files of the directory one after the other, and does nothing with them.`,
];

interface Measured {
  readonly rows: readonly Row[];
  readonly notes: readonly string[];
  readonly verdicts: readonly Verdict[];
}

/** The commands that read the output of synth. */
async function localRows({ topology }: Fleet, bench: Bench): Promise<Measured> {
  const directory = join(bench.scratch, 'fleet');
  emptyDirectory(directory);
  const synth = ['synth', '-f', topology, '-o', directory];
  await runProcess(ossmFed(...synth));
  const rows: Row[] = [];
  const verdicts: Verdict[] = [];
  for (const [name, args] of [
    ['graph', ['graph', directory]],
    ['synth --check', [...synth, '--check']],
  ] as const) {
    const stdout = join(bench.scratch, 'stdout.txt');
    const own = bench.programs.map(({ form, run }) => ({
      tool: toolOf(name, form),
      commands: () => [{ ...run(...args), stdout }],
      objectsIn: directory,
    }));
    const floor = { ...bare(FILES, 'read.js', directory), objectsIn: directory };
    rows.push(...(await compare(inputOf(name, bench), [...own, floor], DISK_RUNS, bench)));
    verdicts.push(...verdictsOf(rows, name, FILES, bench));
  }
  return { rows, notes: [], verdicts };
}

/** The commands that reach the clusters. */
async function remoteRows(fleet: Fleet, apis: Apis, bench: Bench): Promise<Measured> {
  const rows: Row[] = [];
  const notes: string[] = [];
  const verdicts: Verdict[] = [];
  const stdout = join(bench.scratch, 'stdout.txt');
  for (const [name, words, atATime] of REMOTE) {
    const own = bench.programs.map(({ form, run }) => ({
      tool: toolOf(name, form),
      commands: () => [{ ...run(...words, ...fleet.options), stdout }],
    }));
    const input = inputOf(name, bench);
    // The requests are recorded while the package is measured, as a further run would take a minute.
    const requests = await record(apis, async () => {
      rows.push(...(await compare(input, own.slice(0, 1), 1, bench)));
    });
    const floor = floorOf(REQUESTS, requests, atATime, fleet, bench);
    rows.push(...(await compare(input, [...own.slice(1), floor.candidate], 1, bench)));
    notes.push(
      `${name}: ${number(requests.length)} requests, in a cluster at most ${floor.rounds} one after the other.`,
    );
    verdicts.push(...verdictsOf(rows, name, REQUESTS, bench));
  }
  return { rows, notes, verdicts };
}

function inputOf(command: string, { clusters }: Bench): string {
  return `${number(clusters(CLUSTERS))} clusters, ${command}`;
}

function verdictsOf(rows: readonly Row[], command: string, floor: string, bench: Bench): readonly Verdict[] {
  const input = inputOf(command, bench);
  return FORMS.map((form) =>
    atMost(
      `${command} of ${number(CLUSTERS)} clusters takes at most ${FACTOR}x what it must wait for, ${form}`,
      FACTOR,
      rowOf(rows, toolOf(command, form), input),
      rowOf(rows, floor, input),
    ),
  );
}
