import { startApis } from '../apis';
import { CLUSTERS, DELAYS, measureMany, queueVerdict, SLOW, writeInput } from '../many-clusters';
import type { Section } from './section';

const RUNS = 3;

/** What reading the status of many clusters takes, and what the slowest of them takes alone. */
export const status: Section = {
  name: 'status',
  title: `The status of ${CLUSTERS} clusters`,
  measure: async (bench) => {
    const apis = await startApis('bench/cluster-apis.ts');
    try {
      const files = writeInput(apis.urls, bench, 'status', (cluster) => (cluster === SLOW ? 'slow' : 'clusters'));
      const rows = await measureMany(['status', ...files], bench.runs(RUNS), bench);
      return { rows, notes: [DELAYS], verdicts: [queueVerdict(`the status of ${CLUSTERS} clusters`, rows, bench)] };
    } finally {
      apis.end();
    }
  },
};
