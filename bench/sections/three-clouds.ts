import { compare, helmAtOnce, helmPerCluster, synthsOf } from '../compare';
import { threeClouds } from '../federations';
import { FORMS, type Form, toolOf } from '../programs';
import { type Row, rowOf, type Verdict } from '../report';
import { atMost } from '../verdicts';
import type { Section } from './section';

const RUNS = 21;

/** How often our time may hold Helm's. */
const BEHIND = { package: 2, binary: 1 } as const;

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
    const rows = await compare(
      federation.name,
      [...synthsOf(federation.topology, bench), ...(helm ?? [])],
      RUNS,
      bench,
    );
    return { rows, notes: [NOTE], verdicts: FORMS.map((form) => verdictOf(rows, form, federation.name)) };
  },
};

function verdictOf(rows: readonly Row[], form: Form, input: string): Verdict {
  const helm = 'helm template, one process per cluster';
  const claim = `three clouds in at most ${BEHIND[form]}x the time of ${helm}, ${form}`;
  return atMost(claim, BEHIND[form], rowOf(rows, toolOf('synth', form), input), rowOf(rows, helm, input));
}
