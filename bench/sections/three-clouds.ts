import { compare, helmAtOnce, helmPerCluster, synthOf } from '../compare';
import { threeClouds } from '../federations';
import { inSeconds, type Row, rowOf, shortest, type Verdict } from '../report';
import type { Section } from './section';

const RUNS = 21;

/** How often our time may hold Helm's. */
const BEHIND = 2;

const NOTE =
  'Helm renders for one cluster at a time, so what it takes for three is three processes. One process for all is shown as its floor.';

/** The federation that a newcomer starts with. */
export const clouds: Section = {
  name: 'three-clouds',
  title: 'Three clouds',
  measure: async (bench) => {
    const federation = threeClouds();
    const { tools } = bench;
    const helm = tools && [
      helmAtOnce(federation, bench, tools, 'files'),
      helmAtOnce(federation, bench, tools, 'stdout'),
      helmPerCluster(federation, bench, tools),
    ];
    const rows = await compare(federation.name, [synthOf(federation, bench), ...(helm ?? [])], RUNS, bench);
    return { rows, notes: [NOTE], verdicts: verdictsOf(rows, federation.name) };
  },
};

function verdictsOf(rows: readonly Row[], input: string): readonly Verdict[] {
  const own = rowOf(rows, 'ossm-fed synth', input);
  const helm = rowOf(rows, 'helm template, one process per cluster', input);
  return own === undefined || helm === undefined ? [] : [closeness(own, helm)];
}

function closeness(own: Row, helm: Row): Verdict {
  const [ours, theirs] = [shortest(own), shortest(helm)];
  return {
    claim: `three clouds in at most ${BEHIND}x the time of ${helm.tool}`,
    figures: `${inSeconds(ours)} s and ${inSeconds(theirs)} s, ${(ours / theirs).toFixed(2)}x`,
    ok: ours <= BEHIND * theirs,
  };
}
