import { type Bench, compare, helmAtOnce, synthsOf } from '../compare';
import { type Federation, fullMesh, hubAndSpoke } from '../federations';
import { FORMS, type Form, ossmFed, toolOf } from '../programs';
import { fastestHelm, number, type Row, rowOf, type Verdict } from '../report';
import { ahead, growth, growthOf, notMeasured, perThousand, within } from '../verdicts';
import type { Section } from './section';

/** The hub-and-spoke federations by number of clusters, and how often each is measured. */
const SIZES = [
  [3, 15],
  [30, 9],
  [300, 5],
  [1000, 4],
] as const;

const MESHES = 100;
const MESH_RUNS = 4;
const START_RUNS = 15;

/** How much more one object may take at 1,000 clusters than at 30. */
const GROWTH = 1.25;

/** How often Helm's time must hold ours. */
const AHEAD = {
  clusters: { package: 3, binary: 4 },
  mesh: { package: 2.5, binary: 3 },
} as const;

/** The memory that 1,000 clusters may take, in MiB. */
const MEMORY = 1024;

const START = toolOf('--version');

/** What more clusters cost, this project and Helm side by side. */
export const scale: Section = {
  name: 'scale',
  title: 'From 3 clusters to 1,000, and a full mesh',
  measure: async (bench) => {
    const version = { tool: START, commands: () => [ossmFed('--version')] };
    const rows = [...(await compare('', [version], START_RUNS, bench))];
    for (const [clusters, runs] of SIZES)
      rows.push(...(await both(hubAndSpoke(bench.clusters(clusters)), runs, bench)));
    rows.push(...(await both(fullMesh(bench.clusters(MESHES)), MESH_RUNS, bench)));
    return { rows, notes: NOTES, verdicts: verdictsOf(rows, bench) };
  },
};

const NOTES = [
  'Hub and spoke: each cluster has the whole bookinfo, and the hub shares one service with all and a policy for it.',
  'Of what clusters have in common, such as bookinfo, ossm-fed makes the text once; large federations take several threads.',
  `Full mesh: ${MESHES} meshes on clusters of their own, ${number(MESHES * (MESHES - 1))} directed peers, no workloads.`,
  'Helm renders all clusters in one process, into one file per template or into one file; ossm-fed writes a few per cluster.',
];

function both(federation: Federation, runs: number, bench: Bench): Promise<readonly Row[]> {
  const { tools } = bench;
  const own = synthsOf(federation.topology, bench);
  const helm = tools && [helmAtOnce(federation, bench, tools, 'files'), helmAtOnce(federation, bench, tools, 'stdout')];
  return compare(federation.name, [...own, ...(helm ?? [])], runs, bench);
}

function verdictsOf(rows: readonly Row[], { clusters }: Bench): readonly Verdict[] {
  const [small, middle, large] = [30, 300, 1000].map((count) =>
    rowOf(rows, toolOf('synth'), hubAndSpoke(clusters(count)).name),
  );
  const [hub, mesh] = [hubAndSpoke(clusters(1000)).name, fullMesh(clusters(MESHES)).name];
  const grown = `time per object, start aside, grows at most ${GROWTH}x from 30 to 1,000 clusters`;
  return [
    growth(grown, GROWTH, rowOf(rows, START, ''), small, large),
    steadiness(small, middle, large),
    ...FORMS.map((form) => lead(rows, 'at 1,000 clusters', hub, AHEAD.clusters[form], form)),
    ...FORMS.map((form) => lead(rows, `a full mesh of ${MESHES}`, mesh, AHEAD.mesh[form], form)),
    within(`at 1,000 clusters under ${number(MEMORY)} MiB`, MEMORY, large),
  ];
}

/** A program gets faster as it warms up, which would hide some growth; this leaves the warming up out. */
function steadiness(small?: Row, middle?: Row, large?: Row): Verdict {
  const claim = `a further object takes at most ${GROWTH}x the time between 300 and 1,000 clusters as between 30 and 300`;
  if (small === undefined || middle === undefined || large === undefined) return notMeasured(claim);
  return growthOf(claim, GROWTH, perThousand(small, middle), perThousand(middle, large));
}

function lead(rows: readonly Row[], what: string, input: string, factor: number, form: Form): Verdict {
  const claim = `${what} at least ${factor}x as fast as Helm's fastest way, ${form}`;
  return ahead(claim, factor, rowOf(rows, toolOf('synth', form), input), fastestHelm(rows, input));
}
