import { CLUSTERS, DELAYS, measureMany, queueVerdict, startApis, writeInput } from '../many-clusters';
import { runProcess } from '../process';
import { ossmFed } from '../programs';
import type { Section } from './section';

/** What `up` with nothing to change takes on many clusters, and what it takes on the slowest of them alone. */
export const up: Section = {
  name: 'up',
  title: `up with nothing to change on ${CLUSTERS} clusters`,
  measure: async (bench) => {
    const { apis, urls } = await startApis('bench/delivery-apis.ts');
    try {
      const args = ['up', ...writeInput(urls, bench, 'up', (cluster) => cluster)];
      await runProcess(ossmFed(...args));
      const rows = await measureMany(args);
      return {
        rows,
        notes: [DELAYS],
        verdicts: [queueVerdict(`up with nothing to change on ${CLUSTERS} clusters`, rows)],
      };
    } finally {
      apis.stdin?.end();
    }
  },
};
