import { compare, synthOf } from '../compare';
import { hubAndSpoke, ossm3HubAndSpoke } from '../federations';
import { inSeconds, type Row, rowOf, shortest, type Verdict } from '../report';
import type { Section } from './section';

/** The federations by number of clusters, and how often each is measured. */
const SIZES = [
  [3, 15],
  [300, 5],
  [1000, 3],
] as const;

/** How much more one object may take than one of OpenShift Service Mesh 2. */
const SLACK = 1.1;

/** The same topology for both generations. */
export const ossm3: Section = {
  name: 'ossm3',
  title: 'OpenShift Service Mesh 3 beside 2',
  measure: async (bench) => {
    const rows: Row[] = [];
    for (const [clusters, runs] of SIZES) {
      for (const federation of [hubAndSpoke(bench.clusters(clusters)), ossm3HubAndSpoke(bench.clusters(clusters))]) {
        rows.push(...(await compare(federation.name, [synthOf(federation, bench)], runs, bench)));
      }
    }
    return { rows, notes: [], verdicts: SIZES.flatMap(([clusters]) => verdictOf(rows, bench.clusters(clusters))) };
  },
};

function verdictOf(rows: readonly Row[], clusters: number): readonly Verdict[] {
  const [two, three] = [hubAndSpoke(clusters), ossm3HubAndSpoke(clusters)].map(({ name }) =>
    rowOf(rows, 'ossm-fed synth', name),
  );
  if (two === undefined || three === undefined) return [];
  const [before, after] = [perThousand(two), perThousand(three)];
  return [
    {
      claim: `an object of OpenShift Service Mesh 3 takes at most ${SLACK}x the time of one of 2, ${clusters} clusters`,
      figures: `${inSeconds(before)} s and ${inSeconds(after)} s per 1,000 objects, ${(after / before).toFixed(2)}x`,
      ok: after <= SLACK * before,
    },
  ];
}

function perThousand(row: Row): number {
  return (shortest(row) / row.objects) * 1000;
}
