import { compare } from '../compare';
import { FORMS, toolOf } from '../programs';
import { rowOf } from '../report';
import { atMost } from '../verdicts';
import type { Section } from './section';
import { startOnVersions } from './start-versions';

const RUNS = 21;

/** What the start of the package may take beside that of the bare runtime, in seconds. */
const OWN = 0.03;

const BARE = 'node -e 0';
const HELM = 'helm version';

/** What the start of the program costs, beside that of the bare runtime and of Helm, and under several versions of Node.js. */
export const start: Section = {
  name: 'start',
  title: 'The start of the program',
  measure: async (bench) => {
    const { tools, programs } = bench;
    const candidates = [
      { tool: BARE, commands: () => [{ file: process.execPath, args: ['-e', '0'] }] },
      ...programs.map(({ form, run }) => ({ tool: toolOf('--version', form), commands: () => [run('--version')] })),
      ...(tools === undefined ? [] : [{ tool: HELM, commands: () => [{ file: tools.helm, args: ['version'] }] }]),
    ];
    const rows = await compare('', candidates, RUNS, bench);
    const [own, binary] = FORMS.map((form) => rowOf(rows, toolOf('--version', form), ''));
    const verdicts = [
      atMost('start is the bare runtime plus 30 ms or less, package', 1, own, rowOf(rows, BARE, ''), OWN),
      atMost('start takes no longer than that of Helm, binary', 1, binary, rowOf(rows, HELM, '')),
    ];
    const versions = await startOnVersions(bench, RUNS, OWN);
    return { rows: [...rows, ...versions.rows], notes: versions.notes, verdicts: [...verdicts, ...versions.verdicts] };
  },
};
