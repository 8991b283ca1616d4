import { CLUSTERS, DELAYS, measureMany, queueVerdict, SLOW, startApis, writeInput } from '../many-clusters';
import type { Section } from './section';

/** What reading the status of many clusters takes, and what the slowest of them takes alone. */
export const status: Section = {
  name: 'status',
  title: `The status of ${CLUSTERS} clusters`,
  measure: async (bench) => {
    const { apis, urls } = await startApis('bench/cluster-apis.ts');
    try {
      const files = writeInput(urls, bench, 'status', (cluster) => (cluster === SLOW ? 'slow' : 'clusters'));
      const rows = await measureMany(['status', ...files]);
      return { rows, notes: [DELAYS], verdicts: [queueVerdict(`the status of ${CLUSTERS} clusters`, rows)] };
    } finally {
      apis.stdin?.end();
    }
  },
};
