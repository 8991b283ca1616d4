import { join } from 'node:path';
import { type Bench, type Candidate, compare, lintsOf, render, synthOf, synthsOf } from '../compare';
import { hubAndSpoke } from '../federations';
import { FORMS, type Form, toolOf } from '../programs';
import { number, type Row, rowOf, type Verdict } from '../report';
import { growth, under, within } from '../verdicts';
import type { Section } from './section';

/** The numbers of clusters, and how often synth and lint are measured; the larger one takes minutes. */
const SMALL = { clusters: 1000, synth: 3, lint: 2 } as const;
const LARGE = { clusters: 10_000, synth: 2, lint: 1 } as const;

const START_RUNS = 15;

/** The limits of the larger number of clusters: seconds, and memory in MiB. */
const LIMITS = {
  synth: { seconds: 6, memory: 512 },
  lint: { seconds: 15, memory: 1024 },
} as const;

/** How much more one object may take at the larger number of clusters. */
const GROWTH = 1.1;

const COMMANDS = ['synth', 'lint'] as const;

/** What a fleet of 10,000 clusters costs. */
export const tenThousand: Section = {
  name: 'ten-thousand',
  title: 'From 1,000 clusters to 10,000',
  measure: async (bench) => {
    const starts = bench.programs.map(
      ({ form, run }): Candidate => ({ tool: toolOf('--version', form), commands: () => [run('--version')] }),
    );
    const rows = [...(await compare('', starts, START_RUNS, bench))];
    for (const size of [SMALL, LARGE]) rows.push(...(await rowsOf(size, bench)));
    return { rows, notes: [NOTE], verdicts: COMMANDS.flatMap((command) => verdictsOf(rows, command, bench)) };
  },
};

const NOTE =
  'The clusters are those of "scale"; lint reads the output of synth. What grows is measured without the start.';

async function rowsOf(size: typeof SMALL | typeof LARGE, bench: Bench): Promise<readonly Row[]> {
  const federation = hubAndSpoke(bench.clusters(size.clusters));
  const synths = await compare(federation.name, synthsOf(federation.topology, bench), size.synth, bench);
  const directory = join(bench.scratch, 'linted');
  await render(synthOf(federation, bench), directory);
  return [...synths, ...(await compare(federation.name, lintsOf(directory, bench), size.lint, bench))];
}

function verdictsOf(rows: readonly Row[], command: (typeof COMMANDS)[number], bench: Bench): readonly Verdict[] {
  const { seconds, memory } = LIMITS[command];
  const rowAt = ({ clusters }: { readonly clusters: number }, form: Form) =>
    rowOf(rows, toolOf(command, form), hubAndSpoke(bench.clusters(clusters)).name);
  const what = `${command} of ${number(LARGE.clusters)} clusters`;
  return FORMS.flatMap((form) => [
    under(`${what} takes under ${seconds} s, ${form}`, seconds, rowAt(LARGE, form)),
    within(`${what} takes under ${number(memory)} MiB, ${form}`, memory, rowAt(LARGE, form)),
    growth(
      `${command} takes at most ${GROWTH}x the time per object at ${number(LARGE.clusters)} clusters as at ${number(SMALL.clusters)}, ${form}`,
      GROWTH,
      rowOf(rows, toolOf('--version', form), ''),
      rowAt(SMALL, form),
      rowAt(LARGE, form),
    ),
  ]);
}
