import { type Bench, compare, helmAtOnce, ossmFed, synthOf } from '../compare';
import { type Federation, fullMesh, hubAndSpoke } from '../federations';
import { fastestHelm, inSeconds, number, type Row, rowOf, shortest, type Verdict } from '../report';
import type { Section } from './section';

/** The hub-and-spoke federations by number of clusters, and how often each is measured. */
const SIZES = [
  [3, 15],
  [30, 11],
  [300, 7],
  [1000, 5],
] as const;

const MESHES = 100;
const MESH_RUNS = 5;
const START_RUNS = 15;

/** How much more one object may take at 1,000 clusters than at 30. */
const GROWTH = 1.25;

/** How often Helm's time must hold ours at 1,000 clusters, and the memory we may take, in MiB. */
const AHEAD = 2;
const MEMORY = 1024;

/** What more clusters cost, this project and Helm side by side. */
export const scale: Section = {
  name: 'scale',
  title: 'From 3 clusters to 1,000, and a full mesh',
  measure: async (bench) => {
    const start = await compare(
      '',
      [{ tool: 'ossm-fed --version', commands: () => [ossmFed('--version')] }],
      START_RUNS,
      bench,
    );
    const rows = [...start];
    for (const [clusters, runs] of SIZES) rows.push(...(await both(hubAndSpoke(clusters), runs, bench)));
    rows.push(...(await both(fullMesh(MESHES), MESH_RUNS, bench)));
    return { rows, notes: NOTES, verdicts: verdictsOf(rows) };
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
  const helm = tools && [helmAtOnce(federation, bench, tools, 'files'), helmAtOnce(federation, bench, tools, 'stdout')];
  return compare(federation.name, [synthOf(federation, bench), ...(helm ?? [])], runs, bench);
}

function verdictsOf(rows: readonly Row[]): readonly Verdict[] {
  const start = rowOf(rows, 'ossm-fed --version', '');
  const [small, middle, large] = [30, 300, 1000].map((count) => rowOf(rows, 'ossm-fed synth', hubAndSpoke(count).name));
  if (!(start && small && middle && large)) return [];
  const helm = fastestHelm(rows, large.input);
  return [
    flatness(start, small, large),
    steadiness(small, middle, large),
    ...(helm === undefined ? [] : [lead(large, helm)]),
    ...modesty(large),
  ];
}

function flatness(start: Row, small: Row, large: Row): Verdict {
  const claim = `time per object, start aside, grows at most ${GROWTH}x from 30 to 1,000 clusters`;
  return growth(claim, perThousand(start, small), perThousand(start, large));
}

/** A program gets faster as it warms up, which would hide some growth; this leaves the warming up out. */
function steadiness(small: Row, middle: Row, large: Row): Verdict {
  const claim = `a further object takes at most ${GROWTH}x the time between 300 and 1,000 clusters as between 30 and 300`;
  return growth(claim, perThousand(small, middle), perThousand(middle, large));
}

/** What 1,000 further objects take from one row to a larger one, in seconds. */
function perThousand(from: Row, to: Row): number {
  return ((shortest(to) - shortest(from)) / (to.objects - from.objects)) * 1000;
}

function growth(claim: string, from: number, to: number): Verdict {
  const figures = `${inSeconds(from)} s and ${inSeconds(to)} s per 1,000 objects, ${(to / from).toFixed(2)}x`;
  return { claim, figures, ok: to <= GROWTH * from };
}

function lead(own: Row, helm: Row): Verdict {
  const [ours, theirs] = [shortest(own), shortest(helm)];
  return {
    claim: `at 1,000 clusters at least ${AHEAD}x as fast as Helm`,
    figures: `${inSeconds(ours)} s and ${inSeconds(theirs)} s (${helm.tool}), ${(theirs / ours).toFixed(2)}x`,
    ok: theirs >= AHEAD * ours,
  };
}

function modesty({ megabytes }: Row): readonly Verdict[] {
  if (megabytes === undefined) return [];
  const figures = `${Math.round(megabytes)} MiB`;
  return [{ claim: `at 1,000 clusters under ${MEMORY} MiB`, figures, ok: megabytes < MEMORY }];
}
