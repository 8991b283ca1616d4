import { setDelay, startApis } from '../apis';
import { CLUSTERS, DELAY, DELAYS, measureMany, queueVerdict, UP_LIMIT, writeInput } from '../many-clusters';
import { runProcess } from '../process';
import { ossmFed } from '../programs';
import type { Section } from './section';

/** What `up` with nothing to change takes on many clusters, and what it takes on the slowest of them alone. */
export const up: Section = {
  name: 'up',
  title: `up with nothing to change on ${CLUSTERS} clusters`,
  measure: async (bench) => {
    const apis = await startApis('bench/delivery-apis.ts');
    try {
      const args = ['up', ...UP_LIMIT, ...writeInput(apis.urls, bench, 'up', (cluster) => cluster)];
      await setDelay(apis, 0);
      await runProcess(ossmFed(...args));
      await setDelay(apis, DELAY);
      // Each takes some 50 answers one after the other, of the slowest cluster some 12 s, so once is enough.
      const rows = await measureMany(args, 1, bench);
      return {
        rows,
        notes: [DELAYS],
        verdicts: [queueVerdict(`up with nothing to change on ${CLUSTERS} clusters`, rows, bench)],
      };
    } finally {
      apis.end();
    }
  },
};
